from . import test_committee
from . import test_context_review
from . import test_consultation
from . import test_context_roles
from . import test_programme
from . import test_risk
from . import test_risk_map
from . import test_standing
