from . import remark
