from odoo import models


class QmsErasableMixin(models.AbstractModel):
    """A record of which a text or a file can be erased now, by ``qms.erasure``."""

    _name = "qms.erasable.mixin"
    _description = "Of which texts and files can be erased"

    def _erasure_scope(self):
        """Hook: what hangs together with it, each part with the record that decides.

        The same text may stand in several of them; each is asked for its own mandate.

        :return: pairs of a record with a chain of decisions and a list of recordsets
        """
        return [(record, [record]) for record in self]

    def _erasure_obstacles(self):
        """Hook: why nothing of it may be erased now, as sentences."""
        return []

    def _erasure_mandate(self, kind):
        """Texts a quality manager, who need not be able to read them; files also
        whoever reads first.

        :param kind: 'text' or 'file'
        """
        # sudo: whose record it is
        company = self.sudo().company_id
        if mandate := self.env.user._qms_manager_mandate(company):
            return mandate
        return self._erasure_first_reader() if kind == "file" else None

    def _erasure_first_reader(self):
        """Hook: the current user's mandate as first reader."""
        return None
