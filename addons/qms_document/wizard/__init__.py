from . import document_change, remark, start_import
