import base64

from odoo import models
from odoo.exceptions import UserError

from ..tools.photo import UnreadableFile, clean_photo

# what phones send that cannot be made clean here
UNREADABLE = (".heic", ".heif", ".tif", ".tiff")


class IrAttachment(models.Model):
    """Photos on quality records lose place and device data, whoever adds them."""

    _inherit = "ir.attachment"

    def _check_contents(self, values):
        values = super()._check_contents(values)
        # sudo: where the files belong
        touched = {values.get("res_model"), *self.sudo().mapped("res_model")}
        # a picture of a field, such as a logo, is not a photo on a record
        if not values.get("res_field") and any(map(self._qms_is_quality, touched)):
            self._qms_clean_photo(values)
        return values

    def write(self, vals):
        # uploaded before it was known where they belong
        arriving = self.browse()
        if self._qms_is_quality(vals.get("res_model")):
            # sudo: where the files belong
            arriving = self.sudo().filtered(
                lambda file: (
                    not file.res_field and not self._qms_is_quality(file.res_model)
                )
            )
        result = super().write(vals)
        for file in arriving:
            if file._qms_is_photo({"mimetype": file.mimetype}):
                file.write({"raw": file.raw})
        return result

    def _qms_clean_photo(self, values):
        """Core goes on with these very ``values``: they are changed in place."""
        data = values.get("raw") or base64.b64decode(values.get("datas") or b"")
        if not data or not self._qms_is_photo(values):
            return
        try:
            clean = clean_photo(data)
        except UnreadableFile as error:
            raise UserError(
                self.env._(
                    "%s cannot be read as a photo. Save it as JPEG or PNG first.",
                    values.get("name") or self[:1].name or "",
                )
            ) from error
        values.pop("datas", None)
        values.update(raw=clean, mimetype="image/jpeg")

    def _qms_is_photo(self, values):
        name = (values.get("name") or self[:1].name or "").lower()
        mimetype = values.get("mimetype") or ""
        is_picture = mimetype.startswith("image/") and "svg" not in mimetype
        return is_picture or name.endswith(UNREADABLE)

    def _qms_is_quality(self, model):
        return (model or "").startswith("qms.") or self.env[
            "mail.mail"
        ]._qms_is_quality_record(model)
