import json
from collections import Counter

from odoo.http import request, route

from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.mail.tools.discuss import add_guest_to_context
from odoo.addons.web.controllers.binary import Binary


def upload_problem(model, file):
    """Why ``file`` is not taken on a record of ``model``, if it is not."""
    attachments = request.env["ir.attachment"]
    if not attachments._qms_is_judged(model):
        return ""
    content = file.read()
    file.seek(0)
    return attachments._qms_upload_problem(file.filename, content)


class MaskedAttachmentController(AttachmentController):
    @route()
    @add_guest_to_context
    def mail_attachment_upload(
        self, ufile, thread_id, thread_model, is_pending=False, **kwargs
    ):
        """A file waits under its name for the message it belongs to: mask it now."""
        attachments = request.env["ir.attachment"]
        place = {"res_model": thread_model, "res_id": int(thread_id)}
        found = Counter()
        vals = attachments._mask_vals({"name": ufile.filename, **place}, found)
        ufile.filename = vals["name"]
        # whether a bare number could be one is asked when the message is posted
        attachments._mask_notify(Counter(masked=found["masked"]))
        if problem := upload_problem(thread_model, ufile):
            return request.make_json_response({"error": problem})
        return super().mail_attachment_upload(
            ufile, thread_id, thread_model, is_pending=is_pending, **kwargs
        )


class BinaryController(Binary):
    @route()
    def upload_attachment(self, model, id, ufile, callback=None):  # noqa: A002
        """Say why a file is not taken, where core says that something went wrong."""
        files = request.httprequest.files.getlist("ufile")
        problems = [upload_problem(model, file) for file in files]
        if any(problems):
            return json.dumps([{"error": problem} for problem in problems if problem])
        return super().upload_attachment(model, id, ufile, callback=callback)
