from . import demo_surveys
