from .requirement_common import RequirementCase


class ExternalCase(RequirementCase):
    """A physiotherapist from outside works for the home care; its leader looks after
    this, the nurse works with her."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create(
            {"name": "Vera", "email": "vera@outside.test", "lang": "en_US"}
        )
        cls.external = cls._new_external(cls.partner)

    @classmethod
    def _new_external(cls, partner, user=None, **kwargs):
        return (
            cls.env["qms.external.person"]
            .with_user(user or cls.leader)
            .create(
                {
                    "partner_id": partner.id,
                    "task": "Trains citizens at home",
                    "rules": "Wash your hands before each visit.",
                    "department_id": cls.home_care.id,
                    "company_id": cls.company.id,
                    **kwargs,
                }
            )
        )

    @classmethod
    def _elsewhere(cls):
        """Somebody of whom the leader of the home care knows nothing."""
        partner = cls.env["res.partner"].create({"name": "Bo"})
        unit = cls.administration.id
        return cls._new_external(partner, cls.manager, department_id=unit)

    @classmethod
    def _assignment(cls, user=None, **kwargs):
        return (
            cls.env["qms.external.assignment"]
            .with_user(user or cls.leader)
            .create(
                {
                    "name": "Training in Elm Street",
                    "external_id": cls.external.id,
                    "process_id": cls.process.id,
                    "date_from": "2026-03-02",
                    "company_id": cls.company.id,
                    **kwargs,
                }
            )
        )

    @classmethod
    def _rounds(cls, external=None):
        external = external or cls.external
        return cls.env["qms.external.confirmation"].search(
            [("external_id", "=", external.id)]
        )

    @classmethod
    def _confirmed_now(cls, external=None):
        """As if she had pressed the button behind her link."""
        external = external or cls.external
        external.with_user(cls.leader).action_ask()
        cls._rounds(external)[:1]._confirm("Gladly")
        external.invalidate_recordset()
