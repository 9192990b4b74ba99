from odoo.tests import freeze_time, tagged

from .roles_common import RolesCase
from .roles_frame_common import FrameRows
from .roles_work_common import WorkRows

# Who really gets through with reading, writing, creating and deleting what.
# Rows: 'own' is what the person himself wrote, owes or typed in.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
action          c    rwc  rwc  rwc  c    c    c    rc   rwc  c    -    -    -    -
action,own      rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  -    -    -    -
action,to-do    rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  -    -    -    -
action,secret   c    rwc  rwc  rwc  c    c    c    c    c    c    -    -    -    -
action.type     r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
question        r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
duty            -    r    r    r    -    -    -    -    r    -    -    -    -    -
duty,own        r    r    r    r    r    r    r    r    r    r    -    -    -    -
deputy          r    rwcu rwcu r    r    r    r    r    rwcu r    -    -    -    -
deputy,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu .    .    .    .
absence         -    -    -    -    -    -    -    -    rwcu -    -    -    -    -
absence,own     rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
daily.list      -    -    -    -    -    -    -    -    -    -    -    -    -    -
daily.list,own  r    r    r    r    r    r    r    r    r    r    -    -    -    r
decision        -    -    -    -    -    -    -    -    r    -    -    -    -    -
decision.detail -    -    -    -    -    -    -    -    -    -    -    -    -    -
decision.seal   -    -    -    -    -    -    -    -    r    -    -    -    -    r
check           -    -    -    -    -    -    -    -    -    -    -    -    -    -
check,own       -    -    -    -    -    -    -    -    r    -    -    -    -    r
round           -    -    -    -    -    -    -    -    r    -    -    -    -    r
erase           -    -    -    -    -    -    -    -    c    -    -    -    -    c
erase,own       -    -    -    -    -    -    -    -    rwcu -    -    -    -    rwcu
erase.now       c    c    c    c    c    c    c    c    c    c    -    -    -    c
erase.now,own   rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
erase.line      c    c    c    c    c    c    c    c    c    c    -    -    -    c
erase.line,own  rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
legal.ground    r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
about           c    c    c    c    c    c    c    c    c    c    -    -    -    c
about,own       rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
retention.rule  -    -    -    -    -    -    -    -    rwcu -    -    -    -    -
retention.list  -    -    -    -    -    -    -    -    r    -    -    -    -    -
retention.line  -    -    -    -    -    -    -    -    rw   -    -    -    -    -
reason          c    c    c    c    c    c    c    c    c    c    -    -    -    c
reason,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
settings        -    -    -    -    -    -    -    -    c    -    -    -    -    c
settings,own    -    -    -    -    -    -    -    -    rwcu -    -    -    -    rwcu
unit.reader     -    -    -    -    -    -    -    -    -    r    -    -    -    -
standard        r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
standard,shared r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
requirement     r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
clause          r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
mapping         r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
stakeholder     r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
process         r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
certificate     r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
scope.exclusion r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
matrix          r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
consequence     r    r    r    r    r    r    r    r    rwc  r    -    -    -    -
likelihood      r    r    r    r    r    r    r    r    rwc  r    -    -    -    -
closing.day     r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
personal.link   -    -    -    -    -    -    -    -    -    -    -    -    -    -
public.count    -    -    -    -    -    -    -    -    -    -    -    -    -    -
succession      -    rwc  rwc  rwc  -    -    -    -    rwc  -    -    -    -    -
succession.part -    rw   rw   rw   -    -    -    -    rw   -    -    -    -    -
unit.change     -    -    -    -    -    -    -    -    rwc  -    -    -    -    -
unit.part       -    -    -    -    -    -    -    -    r    -    -    -    -    -
ownerless       -    -    -    -    -    -    -    -    r    -    -    -    -    -
filing          -    -    -    -    -    -    -    -    r    -    -    -    -    -
notice          -    -    -    -    -    -    -    -    rwc  -    -    -    -    -
notice,own      r    rwc  rwc  rwc  r    r    r    r    rwc  r    -    -    -    -
notice.answer   c    c    c    c    c    c    -    -    rwc  -    -    -    -    -
reading.round   -    -    -    -    -    -    -    -    r    -    -    -    -    -
reading         -    r    r    r    -    -    -    -    r    -    -    -    -    -
reading.claim   -    r    r    r    -    -    -    -    -    -    -    -    -    -
reading.link    c    c    c    c    c    c    c    c    c    c    -    -    -    c
reading.link,ownrwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
team.meeting    -    rwc  rwc  rwc  -    -    -    -    rwc  -    -    -    -    -
start.point     -    -    -    -    -    -    -    -    r    -    -    -    -    r
start.answer    -    -    -    -    -    -    -    -    rwcu -    -    -    -    -
start.sheet     -    -    -    -    -    -    -    -    r    -    -    -    -    r
start.import    -    -    -    -    -    -    -    -    c    -    -    -    -    c
start.import,own-    -    -    -    -    -    -    -    rwcu -    -    -    -    rwcu
first.month     -    -    -    -    -    -    -    -    c    -    -    -    -    c
first.month,own -    -    -    -    -    -    -    -    rwcu -    -    -    -    rwcu
wheel.kind      r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
wheel.item      r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
wheel.item,unit r    rwcu rwcu rwcu r    r    r    r    rwcu r    -    -    -    -
wheel.year      r    r    r    r    r    r    r    r    rc   r    -    -    -    -
wheel           r    r    r    r    r    r    r    r    rw   r    -    -    -    -
wheel,own       rw   rw   rw   rw   rw   rw   rw   rw   rw   rw   .    .    .    .
wheel,unit      r    rw   rw   rw   r    r    r    r    rw   r    -    -    -    -
wheel.move      c    c    c    c    c    c    c    c    c    c    -    -    -    c
wheel.move,own  rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
wheel.insert    c    c    c    c    c    c    c    c    c    c    -    -    -    -
wheel.insert,ownrwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwu
topic           r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
source          r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
source,shared   r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
indicator       r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
indicator,sharedr    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
target          r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
target,unit     r    rwcu rwcu rwcu r    r    r    r    rwcu r    -    -    -    -
value           r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
value,unit      -    r    r    r    r    -    r    r    rwcu -    -    -    -    -
value,small     -    -    -    -    -    -    -    r    rwcu -    -    -    -    -
objective       r    rwc  rwc  rwc  r    r    r    r    rwc  r    -    -    -    -
objective,own   rw   rwc  rwc  rwc  rw   rw   rw   rw   rwc  rw   -    -    -    -
objective.unit  r    r    r    r    r    r    r    r    r    r    -    -    -    -
"""

FINAL = ("qms.decision", "qms.decision.detail", "qms.decision.seal")
# set by transitions and origins only
GUARDED = ("author_id", "confidential")


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRoles(WorkRows, FrameRows, RolesCase):
    """Every role, every model of this module, every operation, in one table."""

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)

    def test_every_model_is_in_the_table(self):
        self._assert_complete("qms")

    def _rows(self, user):
        return {
            **self._rows_of_actions(user),
            **self._rows_of_duties(user),
            **self._rows_of_absences(user),
            **self._rows_of_decisions(),
            **self._rows_of_erasing(),
            **self._rows_of_retention(),
            **self._rows_of_units(),
            **self._rows_of_requirements(),
            **self._rows_of_processes(),
            **self._rows_of_severity(),
            **self._rows_of_others(),
            **self._rows_of_changes(),
            **self._rows_of_reading(user),
            **self._rows_of_start(),
            **self._rows_of_wheel(user),
            **self._rows_of_measure(user),
        }

    def _make(self, model, values, maker):
        if model in FINAL:
            return self.env[model]._append([values])
        guarded = {name: values[name] for name in GUARDED if name in values}
        plain = {name: values[name] for name in values.keys() - guarded.keys()}
        record = super()._make(model, plain, maker)
        if guarded:
            record._write_guarded(guarded)
        return record
