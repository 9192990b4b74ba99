from . import test_programme_project
