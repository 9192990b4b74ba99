from . import demo_competence, demo_external
