from contextlib import closing

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import QmsCase


class _Undone(Exception):
    pass


class RolesCase(QmsCase):
    """Tries every operation on an example of every model as every role.

    A module gives :meth:`_rows` and compares with :meth:`_assert_matrix`. Columns: an
    employee of the home care, its leader, the head of the unit above, the leader's
    deputy, internal auditor, safety representative, insight, quality group, quality
    manager, system administrator, visiting auditor, portal user, somebody not logged
    in, the quality manager of another company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            "empl": cls._new_colleague("colleague"),
            "lead": cls.leader,
            "head": cls.head,
            "dep": cls._new_colleague("deputy", unit=cls.administration),
            "aud": cls._new_colleague("auditor", "qms.group_auditor"),
            "safe": cls._new_colleague("safety"),
            "ins": cls._new_colleague(
                "insight", "qms.group_insight", cls.administration
            ),
            "team": cls.team,
            "mgr": cls.manager,
            "sys": cls._new_user("system", "base.group_system"),
            "visi": cls._new_outsider("visitor", "qms.group_visitor"),
            "port": cls._new_outsider("portal", "base.group_portal"),
            "pub": cls.env.ref("base.public_user"),
            "for": cls._new_user(
                "foreign", "qms.group_quality_manager", cls.other_company
            ),
        }
        cls.home_care.qms_safety_rep_ids = cls.people["safe"]
        cls.env["qms.deputy"].create(
            {
                **cls._period(),
                "user_id": cls.leader.id,
                "deputy_id": cls.people["dep"].id,
            }
        )

    @classmethod
    def _new_colleague(cls, login, groups="base.group_user", unit=None):
        user = cls._new_user(login, groups)
        cls._new_employee(user, unit or cls.home_care)
        return user

    @classmethod
    def _new_outsider(cls, login, groups):
        return new_test_user(
            cls.env,
            f"qms_{login}",
            groups=groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _period(cls):
        return {
            "date_from": "2026-03-01",
            "date_to": "2026-03-31",
            "company_id": cls.company.id,
        }

    def _rows(self, user):
        """Per row: the model, values to create it, values to change it.

        A row called 'x,own' is made by ``user`` himself.
        """
        raise NotImplementedError

    def _make(self, model, values, maker):
        """The example as it would be there, whoever may make it."""
        return self.env[model].with_user(maker).sudo().create(values)

    # ------------------------------------------------------------
    # Trying
    # ------------------------------------------------------------

    def _as(self, user):
        """The environment in which ``user`` works, with the companies he has chosen."""
        chosen = user.env.context.get("allowed_company_ids")
        env = self.env(user=user.id)
        if chosen is None:
            return env
        return env(context={**env.context, "allowed_company_ids": chosen})

    def _passes(self, operation, *args):
        try:
            with self.env.cr.savepoint():
                operation(*args)
                self.env.flush_all()
                raise _Undone
        except _Undone:
            return True
        except UserError:
            return False
        finally:
            self.env.invalidate_all()

    def _cells_of(self, label, tried):
        """What of reading, writing, creating and deleting each user gets through.

        An example is made once for all who are tried on the same one: whatever one of
        them gets through with is undone.
        """
        self.label = label
        cells = []
        for user, (model, values, _change) in tried:
            cells.append({"c": self._passes(self._as(user)[model].create, values)})
        for places in self._tried_alike(tried):
            with closing(self.env.cr.savepoint()):
                made = self._example(label, *tried[places[0]])
                for place in places:
                    user, (_model, _values, change) = tried[place]
                    cells[place] |= self._rights_on(user, made, change)
            self.env.invalidate_all()
        return ["".join(filter(cell.get, "rwcu.")) or "-" for cell in cells]

    def _example(self, label, user, row):
        model, values, _change = row
        maker = user if label.endswith(",own") else self.env.user
        try:
            made = self._make(model, values, maker)
        except ValidationError:
            return None
        self.env.flush_all()
        return made

    def _tried_alike(self, tried):
        """Lists of places in ``tried`` with the same example."""
        if self.label.endswith(",own"):
            return [[place] for place in range(len(tried))]
        lists = []
        for place, (_user, row) in enumerate(tried):
            for places in lists:
                if tried[places[0]][1][:2] == row[:2]:
                    places.append(place)
                    break
            else:
                lists.append([place])
        return lists

    def _rights_on(self, user, made, change):
        if made is None:
            return {".": True, "c": False}
        record = self._as(user)[made._name].browse(made.id)
        allowed = {
            "r": self._passes(record.read, [record._rec_name or "id"]),
            "w": self._passes(record.write, change),
            "u": self._passes(record.unlink),
        }
        who = (user.login, made._name)
        self.assertEqual(allowed["r"], self._is_found(record), who)
        self.env.invalidate_all()
        return allowed

    def _is_found(self, record):
        """Whether ``record`` turns up in lists, counts and names to choose from."""
        domain = [("id", "=", record.id)]
        try:
            found = record.search(domain) == record
        except AccessError:
            return False
        self.assertEqual(bool(record.search_count(domain)), found)
        self.assertEqual(bool(record.name_search("", domain)), found)
        return found

    def _table(self):
        people = self.people.values()
        rows = [(user, self._rows(user)) for user in people]
        lines = [["", *self.people]]
        for label in rows[0][1]:
            tried = [(user, told[label]) for user, told in rows]
            lines.append([label, *self._cells_of(label, tried)])
        return lines

    @mute_logger("odoo.sql_db", "odoo.models.unlink")
    def _assert_matrix(self, expected):
        self.maxDiff = None
        self.assertEqual(self._layout(self._table()), expected.strip("\n"))

    def _layout(self, lines):
        return "\n".join(
            line[0].ljust(16) + "".join(cell.ljust(5) for cell in line[1:]).rstrip()
            for line in lines
        )

    def _assert_complete(self, module):
        """Every model of ``module`` has a row."""
        tried = {model for model, _values, _change in self._rows(self.nurse).values()}
        ours = {
            name
            for name, model in self.registry.items()
            if model._original_module == module and not model._abstract
        }
        self.assertEqual(tried, ours)
