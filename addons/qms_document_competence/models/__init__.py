from . import document, external_person, law_update
