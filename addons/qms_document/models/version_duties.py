from odoo import api, fields, models

# working days to go on with a draft that was refused or begun
WRITE_DAYS = 20


class QmsDocumentVersionDuties(models.AbstractModel):
    """Who owes what by when."""

    _name = "qms.document.version.duties"
    _description = "Who owes what on a version"

    def _duty_fields(self):
        return {"document_id"}

    def _get_duties(self):
        return [duty for version in self for duty in version._get_own_duties()]

    def _get_own_duties(self):
        if self.state == "draft":
            begun = (self.create_date or fields.Datetime.now()).date()
            due = self.company_id._qms_add_workdays(begun, WRITE_DAYS)
            return [self._duty_of("write_document", self.document_id.owner_id, due)]
        if self.state == "submitted":
            return self._approval_duties()
        review = self.document_id.date_review
        if self.state == "valid" and review:
            owner = self.document_id.owner_id
            return [self._duty_of("review_document", owner, review)]
        return []

    def _approval_duties(self):
        turn, due = self._turn(), self._due_to_approve()
        return [self._duty_of("approve", user, due) for user in turn[:1]]

    def _duty_of(self, verb, user, due):
        return {
            "record": self,
            "verb": verb,
            "user": user,
            "unit": self.department_id,
            "deadline": due,
        }


class QmsDuty(models.Model):
    _inherit = "qms.duty"

    @api.model
    def _get_verbs(self):
        return super()._get_verbs() | {
            "write_document": self.env._("Write on"),
            "review_document": self.env._("Review"),
        }
