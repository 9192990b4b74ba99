import hashlib
import json
import secrets

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools.moments import format_moment

# what a row's fingerprint covers, in this order
ROW_COLUMNS = (
    "previous_digest",
    "res_model",
    "res_id",
    "sequence",
    "date",
    "verb",
    "state_from",
    "state_to",
    "role",
    "company_ref",
    "erases",
    "detail_digest",
)
DETAIL_COLUMNS = ("user_ref", "behalf_ref", "person", "reason", "content", "salt")


def digest(*parts):
    """SHA-256 over ``parts`` as canonical JSON, in hexadecimal."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class QmsDecision(models.Model):
    """Who decided what, when: one final row, chained to the one before.

    What law may require to be erased (person, reason, content, salt) lies in
    ``qms.decision.detail``; its salted hash stays in the chain.
    """

    _name = "qms.decision"
    _description = "Decision"
    _inherit = "qms.final.mixin"
    _log_access = False
    _final_columns = (*ROW_COLUMNS, "digest")
    _order = "id desc"
    _rec_name = "verb"

    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Integer("Record", required=True, readonly=True)
    sequence = fields.Integer("Place in the chain", required=True, readonly=True)
    date = fields.Datetime("Decided on", required=True, readonly=True)
    verb = fields.Char("Step", required=True, readonly=True)
    state_from = fields.Char("From", readonly=True)
    state_to = fields.Char("To", readonly=True)
    role = fields.Char("In the capacity of", readonly=True)
    company_ref = fields.Integer("Company", readonly=True)
    erases = fields.Char(
        "Erased",
        readonly=True,
        help="Places in the chain whose content this decision emptied.",
    )
    detail_digest = fields.Char("Fingerprint of the content", readonly=True)
    previous_digest = fields.Char("Fingerprint before", readonly=True)
    digest = fields.Char("Fingerprint", required=True, readonly=True)
    record_name = fields.Char("Quality record", compute="_compute_labels")
    step_label = fields.Char("Step taken", compute="_compute_labels")
    state_label = fields.Char("State after it", compute="_compute_labels")
    role_label = fields.Char("As", compute="_compute_labels")

    _chain_unique = models.UniqueIndex("(res_model, res_id, sequence)")

    @api.depends_context("lang")
    def _compute_labels(self):
        for model, decisions in self.grouped("res_model").items():
            names, steps, states = {}, {}, {}
            if hasattr(self.env.get(model), "_transition_labels"):
                # sudo: a quality record's display name is its type and number only
                records = self.env[model].sudo().browse(decisions.mapped("res_id"))
                names = {r.id: r.display_name for r in records.exists()}
                steps = records._transition_labels()
                states = dict(records._fields["state"]._description_selection(self.env))
            for decision in decisions:
                decision.record_name = names.get(decision.res_id, "")
                decision.step_label = steps.get(decision.verb, decision.verb)
                decision.state_label = states.get(decision.state_to, decision.state_to)
                decision.role_label = decision._role_label()

    # ------------------------------------------------------------
    # Writing the chain
    # ------------------------------------------------------------

    @api.model
    def _record(self, records, verb, before, mandates, reason=None):
        """Append one decision per record; the caller holds the records' locks.

        :param dict before: state before, per record id
        :param dict mandates: :class:`Mandate` per record id
        :raise AccessError: when no real person decides
        """
        rows = [
            {
                "res_model": record._name,
                "res_id": record.id,
                "verb": verb,
                "state_from": before.get(record.id) or "",
                "state_to": record.state or "",
                "role": mandates[record.id].role,
                "company_ref": self._company_of(record).id,
                "erases": "",
            }
            for record in records
        ]
        contents = records._decision_contents()
        details = [
            self._prepare_detail(contents[res_id], reason, mandates[res_id].behalf_of)
            for res_id in records.ids
        ]
        return self._chain(rows, details)

    @api.model
    def _company_of(self, record):
        """Whose quality managers see the decision: without a company, the root's."""
        # sudo: which company is at the root
        root = self.env.company.sudo().root_id
        return record.company_id or root if "company_id" in record else root

    @api.model
    def _chain(self, rows, details):
        """Append ``rows``, at most one per record and all of one model, to the chains.

        The caller holds the records' locks.
        """
        self._check_person()
        if not rows:
            return self.browse()
        heads = self._heads(rows[0]["res_model"], [row["res_id"] for row in rows])
        now = fields.Datetime.now()
        for row, detail in zip(rows, details, strict=True):
            sequence, previous, _state = heads.get(row["res_id"], (0, "", ""))
            row |= {
                "sequence": sequence + 1,
                "date": now,
                "detail_digest": self._detail_digest(detail),
                "previous_digest": previous,
            }
            row["digest"] = self._row_digest(row)
        decisions = self._append(rows)
        for decision, detail in zip(decisions, details, strict=True):
            detail["decision_ref"] = decision.id
        self.env["qms.decision.detail"]._append(details)
        return decisions.with_env(self.env)

    @api.model
    def _check_person(self):
        user = self.env.user
        if user.id == SUPERUSER_ID or user._is_public() or not user.active:
            raise AccessError(
                self.env._("A decision needs a real person, logged in as themselves.")
            )

    @api.model
    def _heads(self, model, ids):
        """Last (sequence, digest, state) of each chain, per record id."""
        self.env["qms.decision"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (res_id) res_id, sequence, digest, state_to
                     FROM qms_decision
                    WHERE res_model = %s AND res_id = ANY(%s)
                 ORDER BY res_id, sequence DESC""",
                model,
                list(ids),
            )
        )
        return {res_id: head for res_id, *head in rows}

    @api.model
    def _prepare_detail(self, content, reason, behalf_of=False):
        return {
            "user_ref": self.env.uid,
            "person": self.env.user.name,
            "behalf_ref": behalf_of or 0,
            "reason": (reason or "").strip(),
            "content": json.dumps(
                content, sort_keys=True, ensure_ascii=False, default=str
            ),
            "salt": secrets.token_hex(16),
        }

    # ------------------------------------------------------------
    # Lawful erasure
    # ------------------------------------------------------------

    def action_erase_details(self, reason):
        """Empty person, reason and content of these decisions, all of one record.

        A quality manager need not be able to read the record: its type and number
        are enough. The erasure is the next decision in the record's chain and names
        the places it empties; the check accepts no other emptiness.

        :param str reason: the legal ground; it says nothing of the person
        """
        self._check_may_erase(reason)
        first = self[0]
        if first.res_model in self.env:
            # sudo: lawful also for a record the manager cannot read
            self.env[first.res_model].sudo().browse(first.res_id).exists()._lock()
        details = self.env["qms.decision.detail"].union(*self._details().values())
        details = details.filtered(lambda detail: not detail.erased_on)
        filled = self.browse(details.mapped("decision_ref"))
        if not filled:
            raise UserError(self.env._("Nothing is left to erase here."))
        state = self._heads(first.res_model, [first.res_id])[first.res_id][2]
        row = {
            "res_model": first.res_model,
            "res_id": first.res_id,
            "verb": "erase",
            "state_from": state,
            "state_to": state,
            "role": "quality_manager",
            "company_ref": first.company_ref,
            "erases": ",".join(map(str, sorted(filled.mapped("sequence")))),
        }
        self._chain([row], [self._prepare_detail({}, reason)])
        details._erase()
        return True

    @api.model
    def _erase_now(self, record, mandate, places, content, reason):
        """Decide that the content of the decisions at ``places`` is emptied now.

        The caller checked the mandate, holds the record's lock and empties it.
        """
        head = self._heads(record._name, record.ids).get(record.id)
        state = head[2] if head else record.state
        row = {
            "res_model": record._name,
            "res_id": record.id,
            "verb": "erase",
            "state_from": state,
            "state_to": state,
            "role": mandate.role,
            "company_ref": self._company_of(record).id,
            "erases": ",".join(map(str, sorted(places))),
        }
        detail = self._prepare_detail(content, reason, behalf_of=mandate.behalf_of)
        return self._chain([row], [detail])

    def _check_may_erase(self, reason):
        if not self.env.user.has_group("qms.group_quality_manager"):
            raise AccessError(
                self.env._("Only a quality manager erases what was decided on.")
            )
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Erasing needs its legal ground."))
        if len(set(self.mapped(lambda d: (d.res_model, d.res_id)))) != 1:
            raise UserError(self.env._("Choose decisions of one record."))

    @api.model
    def _erase_later(self, records, mandate, day, whole=False):
        """Decide that the system may empty these records' decisions from ``day`` on.

        A scheduled action is no person and decides nothing: whoever decides this
        decides it for the day to come, and :meth:`_carry_out_erasure` does it. The
        caller checked the mandate and holds the records' locks.

        :param bool whole: the records themselves go as well
        """
        heads = self._heads(records._name, records.ids)
        rows = [
            {
                "res_model": record._name,
                "res_id": record.id,
                "verb": "erase_later",
                "state_from": heads[record.id][2],
                "state_to": heads[record.id][2],
                "role": mandate.role,
                "company_ref": record.company_id.id,
                "erases": f"{'record' if whole else 'text'}@{day}",
            }
            for record in records
            if record.id in heads
        ]
        details = [
            self._prepare_detail({}, "", behalf_of=mandate.behalf_of) for _row in rows
        ]
        return self._chain(rows, details)

    @api.model
    def _removed_whole(self, model, ids):
        """Those of ``ids`` of which a decision says that the record itself goes."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT res_id FROM qms_decision
                    WHERE res_model = %s AND res_id = ANY(%s)
                      AND verb = 'erase_later'
                      AND split_part(erases, '@', 1) = 'record'
                      AND split_part(erases, '@', 2) <= %s""",
                model,
                list(ids),
                fields.Date.to_string(fields.Date.today()),
            )
        )
        return {res_id for (res_id,) in rows}

    @api.model
    def _carry_out_erasure(self, records):
        """Empty all decisions on ``records``, each of which was decided to be.

        :raise UserError: where the day decided on has not come
        """
        decisions = self.search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )
        today = fields.Date.to_string(fields.Date.today())
        due = decisions.filtered(
            lambda row: row.verb == "erase_later" and row.erases.split("@")[-1] <= today
        )
        if not set(decisions.mapped("res_id")) <= set(due.mapped("res_id")):
            raise UserError(self.env._("Nobody decided that this may be erased yet."))
        details = self.env["qms.decision.detail"].union(*decisions._details().values())
        details.filtered(lambda detail: not detail.erased_on)._erase()

    # ------------------------------------------------------------
    # Fingerprints
    # ------------------------------------------------------------

    @api.model
    def _detail_digest(self, detail):
        return digest(*(detail[name] or "" for name in DETAIL_COLUMNS))

    @api.model
    def _row_digest(self, row):
        return digest(*(row[name] or "" for name in ROW_COLUMNS))

    # ------------------------------------------------------------
    # Showing it
    # ------------------------------------------------------------

    @api.model
    def _timeline(self, records):
        """Decisions per record id, newest last, as dicts ready to render."""
        if not records.ids:
            return {}
        records.check_access("read")
        # sudo: who may read the record may read what was decided on it
        decisions = self.sudo().search_fetch(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)],
            order="res_id, sequence",
        )
        details = decisions._details()
        names = records._transition_labels()
        result = {}
        for decision in decisions:
            result.setdefault(decision.res_id, []).append(
                decision._timeline_row(details.get(decision.id), names)
            )
        return result

    def _timeline_row(self, detail, names):
        # sudo: the name of whom a deputy stood in for
        behalf = self.env["res.users"].sudo().browse(detail and detail.behalf_ref or 0)
        return {
            "date": self.date,
            "moment": format_moment(self.env, self.date),
            "label": names.get(self.verb, self.verb),
            "role": self._role_label(),
            "person": detail.person if detail and not detail.erased_on else "",
            "reason": detail.reason if detail and not detail.erased_on else "",
            "behalf": behalf.exists().name if behalf else "",
            "erased": bool(detail and detail.erased_on),
            "digest": self.digest,
        }

    def _details(self):
        # sudo: details have no access rights of their own; the caller checked
        details = (
            self.env["qms.decision.detail"]
            .sudo()
            .search_fetch([("decision_ref", "in", self.ids)])
        )
        return {detail.decision_ref: detail for detail in details}

    def _role_label(self):
        labels = {
            "leader": self.env._("unit leader"),
            "deputy": self.env._("deputy"),
            "quality_manager": self.env._("quality manager"),
            "quality_team": self.env._("quality group"),
            "handler": self.env._("handler"),
            "owner": self.env._("responsible"),
            "verifier": self.env._("verifier"),
            "reporter": self.env._("reporter"),
            "archive_rule": self.env._("by the archive rule"),
        }
        return labels.get(self.role, self.role)
