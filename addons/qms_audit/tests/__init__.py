from . import test_audit_flow
from . import test_audit_round
from . import test_coverage
from . import test_plan_statements
from . import test_plan_tours
from . import test_proposal
from . import test_proposal_accept
from . import test_ranking
