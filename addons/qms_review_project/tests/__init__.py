from . import test_programme_project
from . import test_project_roles
