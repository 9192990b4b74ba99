from . import demo_audits
