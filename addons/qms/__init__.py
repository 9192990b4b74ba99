from . import controllers, demo, models, wizard
from .hooks import post_init_hook, uninstall_hook
from .tools import access_log, sql_log

access_log.install()
sql_log.install()
