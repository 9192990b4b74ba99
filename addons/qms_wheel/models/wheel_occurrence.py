from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# by what the rings of the picture are told apart
RINGS = ("kind", "team")


class QmsWheelOccurrence(models.Model):
    _name = "qms.wheel.occurrence"
    _inherit = ["qms.wheel.occurrence", "qms.wheel.drawing"]

    @api.model
    def action_read_wheel(self, domain, rings="kind", year_id=None, is_small=False):
        """The picture of one edition, and its table: what the view ``wheel`` shows.

        :param domain: what of the edition is drawn
        :param rings: one of ``RINGS``
        :param year_id: id of the edition; without it the one the domain leads to, or
            the one that runs
        :param is_small: numbers only, large enough for a phone
        """
        if rings not in RINGS:
            raise UserError(self.env._("Rings by kind or by team?"))
        edition = self._wheel_edition(domain, year_id)
        if not edition:
            return {"edition": False}
        shown = self.search(Domain(domain) & Domain("year_id", "=", edition.id))
        before, after = edition._wheel_neighbours()
        return {
            "edition": edition._wheel_name(),
            "before": before and before._wheel_name(),
            "after": after and after._wheel_name(),
            "first_day": edition._first_day().isoformat(),
            "last_day": edition._last_day().isoformat(),
            "today": edition.company_id._qms_today().isoformat(),
            **shown._wheel_draw(edition, rings, is_small=is_small, is_live=True),
            "items": shown._wheel_rows(),
        }

    @api.model
    def _wheel_edition(self, domain, year_id):
        editions = self.env["qms.wheel.year"]
        if year_id:
            return editions.search([("id", "=", year_id)])
        groups = self._read_group(domain, ["year_id"])
        found = editions.union(*(year for [year] in groups))
        if not found:
            # nothing matches: the year that runs, and an empty wheel
            own = [("company_id", "in", self.env.companies.ids)]
            found = editions.search(own)
        return found._wheel_nearest()

    def _wheel_rows(self):
        """The table beside the picture: the same items, in the same order."""
        known = self.with_prefetch(self.ids)
        states = self._wheel_states()
        rows = []
        for each, movable in zip(known, known._wheel_movable(), strict=True):
            state = each._wheel_state()
            rows.append(
                {
                    "id": each.id,
                    "number": each.sort,
                    "name": each.display_name,
                    "date": each.date_planned.isoformat(),
                    "whose": each._wheel_whose(),
                    "state": state,
                    "state_name": states[state],
                    "is_movable": movable,
                }
            )
        return rows

    def _wheel_movable(self):
        """Whether the current user may move each of these, asked at once for all."""
        return [
            each.state in ("planned", "due")
            and each.year_state != "closed"
            and bool(each._mandate_own())
            for each in self._with_people()
        ]

    def _wheel_whose(self):
        # sudo: names of who owes it, which every reader of the wheel sees
        known = self.sudo()
        owner = known.owner_id or known.owner_group_id
        names = [known.department_id.name, owner.name]
        return " · ".join(filter(None, names))

    # ------------------------------------------------------------
    # States of the picture
    # ------------------------------------------------------------

    def _wheel_state(self):
        return "late" if self.is_late else self.state

    @api.model
    def _wheel_states(self):
        """Words for them, in the order in which they are explained."""
        words = dict(self._fields["state"]._description_selection(self.env))
        late = self.env._("Late")
        return {
            "done": words["done"],
            "due": words["due"],
            "late": late,
            "planned": words["planned"],
            "skipped": words["skipped"],
        }

    def _wheel_print_rows(self):
        """Number, day, name; what is not simply planned says so."""
        states = self._wheel_states()
        rows = []
        for each in self:
            state = each._wheel_state()
            note = f" ({states[state]})" if state != "planned" else ""
            rows.append((each.sort, each._wheel_day("MMMd"), f"{each.name}{note}"))
        return rows
