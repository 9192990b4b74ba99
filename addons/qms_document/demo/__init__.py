from . import demo_documents
