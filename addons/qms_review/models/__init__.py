# management review and insight: what others build on comes first
from . import review_chapter
from . import review_collecting
from . import review_part
from . import review_printing
from . import review_rules
from . import insight_cards
from . import insight
from . import insight_recipient
from . import res_company
from . import review
from . import review_figure
from . import review_line
from . import review_outcome
from . import review_summary
