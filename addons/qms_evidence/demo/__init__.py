from . import demo_evidence
