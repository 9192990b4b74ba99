from . import public_poster, triage_minutes
