import json

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import hmac

from ..tools.wheel import plan_move, release


class QmsWheelMoveRules(models.AbstractModel):
    """How days are moved: what is pushed, what is asked, what stands against it."""

    _name = "qms.wheel.move.rules"
    _description = "Moving in the year wheel"

    def _move(self, verb, date, reason, agreed):
        self.ensure_one()
        if not date or not (reason or "").strip():
            return self._ask_move(date)
        self.check_access("read")
        # sudo: whose wheel it is
        self.env["qms.wheel.year"]._lock_editions(self.sudo().company_id)
        day = self._read_day(date)
        plan = self._plan_move(day)
        if verb == "move" and not plan.keeps_order:
            raise self._make_against_error(plan)
        preview = self._preview(plan)
        if plan.beyond and agreed != preview["token"]:
            return {**self._ask_move(date, reason), "preview": preview}
        return self._carry_out_move(verb, plan, reason)

    def _carry_out_move(self, verb, plan, reason):
        old, new = self.date_planned, plan.dates[self.id]
        why = f"{old} → {new}: {reason}"
        # sudo: days that the plan already worked out
        everything = self._of_company(self.sudo().company_id)
        freed = self._freed(everything, plan) if verb == "move_out_of_order" else {}
        mandate = self._mandate(self._get_transition(verb))
        result = self._transition(verb, why, date_planned=new)
        for record, kept in freed.items():
            record._give_up_order(kept, mandate, reason)
        pushed = {key: day for key, day in plan.dates.items() if key != self.id}
        everything._write_days(pushed, self.browse(), reason, mandate)
        self._tell_made()
        return result

    def _freed(self, everything, plan):
        """What still is followed, per occurrence whose order is given up."""
        stops = everything._stops()
        keys = {*plan.stuck, *([self.id] if plan.before else [])}
        return {everything.browse(key): release(stops, key, plan.dates) for key in keys}

    def _give_up_order(self, kept, mandate, reason):
        """Follow ``kept`` alone from now on."""
        self._lock()
        before = {self.id: self.state}
        self._write_guarded({"predecessor_ids": [Command.set(sorted(kept))]})
        decisions = self.env["qms.decision"]
        decisions._record(self, "release", before, {self.id: mandate}, reason)

    def _tell_made(self):
        """What was made for these knows their new day."""
        # sudo: the record follows the wheel, whoever moved it
        for each in self.sudo():
            record = each._made_record()
            if record and hasattr(record, "_wheel_moved"):
                record._wheel_moved(each)

    # ------------------------------------------------------------
    # What would happen
    # ------------------------------------------------------------

    def _plan_move(self, date):
        """The :class:`~odoo.addons.qms.tools.wheel.Plan` of moving to ``date``."""
        self.ensure_one()
        # sudo: days and order of the whole wheel
        company = self.sudo().company_id
        everything = self._of_company(company)
        if self not in everything.with_env(self.env):
            raise self.sudo()._make_closed_error()
        workday = self._next_workday()
        stops = everything._stops(self._visits(company))
        if self.state not in ("planned", "due"):
            raise self.sudo()._make_closed_error()
        return plan_move(stops, self.id, workday(date), workday)

    def _next_workday(self):
        # sudo: the calendar of the company
        company = self.sudo().company_id
        return lambda day: company._qms_add_workdays(day, 0)

    @api.model
    def _visits(self, company):
        """Days of certification visits to come."""
        # sudo: days alone
        certificates = self.env["qms.certificate"].sudo()
        found = certificates.search(
            Domain("company_id", "=", company.id)
            & Domain("next_visit_date", ">=", "today")
        )
        return tuple(found.mapped("next_visit_date"))

    def _read_day(self, date):
        """``date`` as a day ahead."""
        try:
            day = fields.Date.to_date(date)
        except (TypeError, ValueError):
            day = None
        if not day:
            raise UserError(self.env._("To which day?"))
        if day < fields.Date.context_today(self):
            raise UserError(self.env._("A plan looks ahead: to today or a later day."))
        return day

    def _preview(self, plan):
        """The plan in words and days, with the token that agrees to it."""
        # sudo: names and days of the whole wheel, which the company reads
        records = self.sudo().browse(sorted({*plan.dates, *plan.before, *plan.stuck}))
        names = {each.id: each.display_name for each in records}

        def named(keys):
            return [{"id": key, "name": names[key]} for key in sorted(keys)]

        moves = [
            {
                "id": each.id,
                "name": names[each.id],
                "from": each.date_planned.isoformat(),
                "to": plan.dates[each.id].isoformat(),
            }
            for each in records
            if each.id in plan.dates
        ]
        preview = {
            "id": self.id,
            "moves": moves,
            "beyond": [
                {**row, "limit": plan.beyond[row["id"]].isoformat()}
                for row in named(plan.beyond)
            ],
            "before": named(plan.before),
            "stuck": named(plan.stuck),
        }
        # names are told in the reader's language: days and limits make the token
        content = [[row["id"], row["from"], row["to"]] for row in moves]
        content += [[row["id"], row["limit"]] for row in preview["beyond"]]
        # sudo: the database's own secret
        token = hmac(self.env(su=True), "qms-wheel-move", json.dumps(content))
        return {**preview, "token": token}

    def _ask_move(self, date=None, reason=None):
        """The screen that asks for the day and why, and shows what would happen."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Move"),
            "res_model": "qms.wheel.move",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_occurrence_id": self.id,
                "default_date": date or False,
                "default_reason": reason or False,
            },
        }

    # ------------------------------------------------------------
    # Writing days
    # ------------------------------------------------------------

    def _write_days(self, dates, new, reason=None, mandate=None):
        """Write the planned days; of what is not ``new`` a decision says why.

        Who moves what others follow decides on these too, in the same capacity.
        """
        changed = {
            key: day
            for key, day in dates.items()
            if self.browse(key).date_planned != day
        }
        by_day = {}
        for key, day in changed.items():
            by_day.setdefault(day, []).append(key)
        pushed = self.browse(sorted(set(changed) - set(new.ids)))
        if pushed:
            pushed._lock()
        before = {each.id: each.state for each in pushed}
        for day, keys in by_day.items():
            self.browse(keys)._write_guarded({"date_planned": day})
        if pushed and mandate:
            mandates = dict.fromkeys(pushed.ids, mandate)
            self.env["qms.decision"]._record(pushed, "push", before, mandates, reason)
        pushed._tell_made()

    @api.model
    def _make_against_error(self, plan):
        # sudo: names of the company's wheel
        known = self.sudo()
        lines = [
            "- " + self.env._("It has to follow %s.", each.display_name)
            for each in known.browse(sorted(plan.before))
        ]
        lines += [
            "- "
            + self.env._("%s would have to move, but is under way.", each.display_name)
            for each in known.browse(sorted(plan.stuck))
        ]
        return UserError(
            self.env._("This day is out of order; only a quality manager decides that:")
            + "\n\n"
            + "\n".join(lines)
        )

    @api.model
    def _make_stuck_error(self, stuck):
        return UserError(
            self.env._(
                "%s would have to move, but is under way.",
                ", ".join(stuck.mapped("display_name")),
            )
        )

    @api.model
    def _make_order_error(self, early, before):
        return UserError(
            self.env._(
                "%(early)s has to follow %(before)s, which is planned for %(day)s.",
                early=early.display_name,
                before=before.display_name,
                day=before.date_planned,
            )
        )
