from . import test_insight
from . import test_insight_mail
from . import test_review
from . import test_review_figures
from . import test_review_roles
from . import test_review_statements
from . import test_review_summary
from . import test_review_tours
