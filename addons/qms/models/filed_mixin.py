import hashlib

from odoo import api, models
from odoo.fields import Domain

from ..tools.filing import FiledFile, safe_name


class QmsFiledMixin(models.AbstractModel):
    """A record whose files stand in other systems too, as long as it holds.

    A model says which of its records do (:meth:`_get_filed_domain`), with what files,
    where and for whom, and calls :meth:`_refile` from the steps that change it. Without
    an outlet (see ``qms.filing.outlet``) nothing of it costs anything.
    """

    _name = "qms.filed.mixin"
    _description = "Stands in other systems too"

    # fields on which it depends: whoever writes one of them calls `_refile`
    _filed_fields = ()

    @api.model
    def _get_filed_domain(self):
        """Hook: the records that stand there now; on fields of any reader."""
        return Domain.FALSE

    def _get_filed_files(self):
        """Hook: files of one record as :class:`FiledFile`; costly, not in a step."""
        raise NotImplementedError

    def _get_filed_place(self):
        """Hook: the :class:`Place` of one record."""
        raise NotImplementedError

    def _get_filed_audience(self):
        """Hook: the groups whose members in its company may read it there.

        Not more than may read it here.
        """
        return self.env.ref("qms.group_quality_team") | self.env.ref(
            "qms.group_quality_manager"
        )

    def _get_filed_content(self):
        """Hook: values that tell one content from another."""
        return [self.id]

    def _get_filed_beside(self):
        """Hook: other records of the model whose files tell of these."""
        return self.browse()

    def _filed_stamp(self):
        """What it says to whom, and where it belongs: as two fingerprints."""
        content = [*self._get_filed_content(), *sorted(self._get_filed_audience().ids)]
        said = hashlib.sha256(repr(content).encode()).hexdigest()
        return f"{said}/{self._get_filed_place().key()}"

    def _refile(self):
        """Follow what a step changed: what holds no longer leaves at once."""
        self.env["qms.filing"]._follow(self)

    def write(self, vals):
        result = super().write(vals)
        if not set(self._filed_fields).isdisjoint(vals):
            self._refile()
        return result

    def unlink(self):
        self.env["qms.filing"]._forget(self)
        return super().unlink()

    def _filed_print(self, report, name):
        """The record on paper, in its company's language."""
        company = self.company_id
        reports = self.env["ir.actions.report"].with_company(company)
        lang = company.partner_id.lang or self.env.lang
        reports = reports.with_context(lang=lang, qms_filed=True)
        content, kind = reports._render_qweb_pdf(report, self.ids)
        mimetype = "application/pdf" if kind == "pdf" else "text/html"
        return FiledFile(safe_name(name, f".{kind}"), content, mimetype)
