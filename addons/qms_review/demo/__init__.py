from . import demo_context
