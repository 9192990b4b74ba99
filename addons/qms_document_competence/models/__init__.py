from . import external_person, law_update
