from . import unit_documents
