from . import controllers, demo, models, wizard
from .hooks import post_init_hook, uninstall_hook
from .tools import sql_log

sql_log.install()
