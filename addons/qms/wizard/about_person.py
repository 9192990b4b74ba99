import io
import zipfile
from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..models.base import PERSON_LOGS
from ..tools.xlsx import Column, Sheet, write_workbook

# records of one kind that are printed with it
MOST_PRINTED = 100
# from whom a record is hidden must not find out that there is one
UNTOLD = ("hidden_from_id", "write_uid")


class QmsAboutPerson(models.TransientModel):
    """What a person may see about himself, in one file.

    Everybody makes it for himself; a quality manager for whoever asks. Texts are in it
    as far as the one who makes it may read them: a right of access opens no
    confidential record to the one who hands it out.
    """

    _name = "qms.about.person"
    _description = "What is stored of a person"

    user_id = fields.Many2one(
        "res.users",
        "Person",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    employee_id = fields.Many2one("hr.employee", "Or employee without login")
    may_choose = fields.Boolean(compute="_compute_may_choose")
    with_prints = fields.Boolean(
        "With the records, masked",
        help="Those that name the person, or came from what the person reported, as "
        "far as you may read them: other persons masked. Up to 100 of each kind.",
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends_context("uid")
    def _compute_may_choose(self):
        self.may_choose = self.env.user.has_group("qms.group_quality_manager")

    def action_export(self):
        """Make the file and hand it to the browser."""
        self.ensure_one()
        self._check_may_ask()
        day = fields.Date.context_today(self)
        content, ending = write_workbook(self._get_sheets()), "xlsx"
        if self.with_prints:
            files = [(f"{day}.xlsx", content), *self._make_prints()]
            content, ending = self._zip(files), "zip"
        self.file = b64encode(content)
        self.file_name = f"{day}.{ending}"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file"
            f"?download=true&filename={self.file_name}",
            "target": "download",
        }

    @api.model
    def _zip(self, files):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files:
                archive.writestr(name, content)
        return target.getvalue()

    def _make_prints(self):
        """Name and content per kind of record, as it may be handed out."""
        # sudo: ir.actions.report - which kinds can be printed masked
        reports = self.env["ir.actions.report"].sudo()
        masked = [("report_name", "=like", "qms%\\_masked")]
        for report in reports.search(masked, order="model"):
            records = self._printed(self.env[report.model])[:MOST_PRINTED]
            if records:
                # no PDF: a hundred of them would take minutes
                page = self.env["ir.qweb"]._render(
                    "qms.records_file",
                    {
                        "docs": records.with_context(qms_masked=True),
                        "title": report.name,
                        "language": (self.env.lang or "en").replace("_", "-"),
                    },
                )
                yield f"{report.model}.html", f"<!DOCTYPE html>\n{page}"

    def _printed(self, model):
        """Hook: the records of ``model`` that are printed with it."""
        found = model.union(*(rows for _name, rows in self._named_in(model)))
        return self._readable(found & self._told(found))

    def _check_may_ask(self):
        """:raise AccessError: unless it is about oneself or about somebody here"""
        if self._is_about_self():
            return
        # sudo: which companies he belongs to
        person = self.sudo()
        here = person.employee_id.company_id or person.user_id.company_ids
        manages = self.env.user.has_group("qms.group_quality_manager")
        if not manages or not here & self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "You see what is stored of yourself; of others a quality manager "
                    "of their company."
                )
            )

    # ------------------------------------------------------------
    # Who
    # ------------------------------------------------------------

    def _people(self):
        """Ids of this person per model, over all companies."""
        # sudo: all accounts and employees of the person
        person = self.sudo().with_context(active_test=False)
        employee = person.employee_id
        users = employee.user_id if employee else person.user_id
        employees = employee | person.env["hr.employee"].search(
            [("user_id", "in", users.ids)]
        )
        return {
            "res.users": users.ids,
            "res.partner": users.partner_id.ids,
            "hr.employee": employees.ids,
            "hr.employee.public": employees.ids,
        }

    def _readable(self, records):
        """Those that whoever makes the file may read."""
        return records.with_env(self.env)._filtered_access("read")

    # ------------------------------------------------------------
    # What
    # ------------------------------------------------------------

    def _get_sheets(self):
        """Hook: the sheets of the file."""
        return [
            Sheet(
                self.env._("Named in"),
                [
                    Column(self.env._("Kind")),
                    Column(self.env._("Record")),
                    Column(self.env._("As")),
                    Column(self.env._("Since"), "date"),
                ],
                self._named_rows(),
            ),
            Sheet(
                self.env._("Decisions"),
                [
                    Column(self.env._("Record")),
                    Column(self.env._("Step")),
                    Column(self.env._("On"), "datetime"),
                    Column(self.env._("In the capacity of")),
                    Column(self.env._("Reason")),
                ],
                self._decision_rows(),
            ),
        ]

    def _named_models(self):
        for name in sorted(self.env.registry):
            cls = self.env.registry[name]
            if name.startswith("qms.") and cls._auto:
                if not cls._abstract and not cls._transient:
                    yield self.env[name]

    def _named_rows(self):
        # sudo: ir.model - what the kinds are called
        kinds = self.env["ir.model"].sudo()
        for model in self._named_models():
            for name, found in self._named_in(model):
                label = self._label_of(model, name)
                for record in found & self._told(found):
                    made = "create_date" in record and record.create_date
                    yield [
                        kinds._get(model._name).name,
                        record.display_name,
                        label,
                        made.date() if made else None,
                    ]

    def _named_in(self, model):
        """Per field of ``model``, the records that name the person there."""
        people = self._people()
        # sudo: that the person is named; type and number only
        rows = model.sudo().with_context(active_test=False)
        for name, field in model._fields.items():
            if not field.store or field.comodel_name not in people or name in UNTOLD:
                continue
            if field.type in ("many2one", "many2many"):
                named = Domain(name, "in", people[field.comodel_name])
                yield name, rows.search(named & self._told_domain(model))

    def _label_of(self, model, name):
        if name in PERSON_LOGS:
            return self.env._("Entered by")
        return model._fields[name].get_description(self.env)["string"]

    def _told_domain(self, model):
        """Hook: of which records of ``model`` the person may be told."""
        domain = Domain.TRUE
        if "company_id" in model._fields:
            here = self.env.user.company_ids.ids
            domain &= Domain("company_id", "in", [False, *here])
        if "hidden_from_id" in model._fields:
            users = self._people()["res.users"]
            domain &= Domain("hidden_from_id", "not in", users)
        return domain

    def _is_about_self(self):
        return self.user_id == self.env.user and not self.employee_id

    def _told(self, records):
        """Those that are told of: all to the person himself; to whoever makes it for
        him what he may read, or know that it is there."""
        if self._is_about_self():
            return records
        # sudo: as the records themselves
        known = self._readable(records).sudo() | self._told_blindly(records)
        is_about = {"res_model", "res_id"} <= set(records._fields)
        if is_about and not hasattr(records, "_lifecycle_start"):
            return known & self._told_about(known)
        return known

    def _told_about(self, rows):
        """Those of ``rows`` whose record is told of."""
        told = rows.browse()
        for model, part in rows.grouped("res_model").items():
            if model in self.env:
                # sudo: as the rows themselves
                records = self.env[model].sudo().browse(part.mapped("res_id"))
                ids = set(self._told(records.exists()).ids)
                told |= part.filtered(lambda row, ids=ids: row.res_id in ids)
        return told

    def _told_blindly(self, records):
        """Hook: of which records the quality manager knows type and number anyway."""
        return records.browse()

    def _decision_rows(self):
        users = self._people()["res.users"]
        # sudo: what the person decided; reasons only of what may be read
        decisions = self.env["qms.decision"].sudo()
        details = self.env["qms.decision.detail"].sudo()
        found = details.search([("user_ref", "in", users)])
        here = Domain("company_ref", "in", self.env.user.company_ids.ids)
        taken = decisions.search(
            here & Domain("id", "in", found.mapped("decision_ref")), order="date, id"
        )
        by_ref = {detail.decision_ref: detail for detail in found}
        readable = self._readable_pairs(taken)
        for decision in taken:
            known = (decision.res_model, decision.res_id) in readable
            yield [
                decision.record_name,
                decision.step_label,
                fields.Datetime.context_timestamp(self, decision.date),
                decision.role_label,
                by_ref[decision.id].reason if known else None,
            ]

    def _readable_pairs(self, decisions):
        pairs = set()
        for model, rows in decisions.grouped("res_model").items():
            if model in self.env:
                records = self.env[model].browse(set(rows.mapped("res_id")))
                readable = self._readable(records.exists())
                pairs |= {(model, res_id) for res_id in readable.ids}
        return pairs
