import os

from werkzeug.wsgi import wrap_file

from odoo.exceptions import AccessError, UserError
from odoo.http import Controller, content_disposition, request, route


class PaperController(Controller):
    @route(
        "/qms/paper/<string:model>/<int:res_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def paper(self, model, res_id):
        """A record with all that belongs to it, as one PDF, made on the spot."""
        papers = request.env["qms.evidence.paper"]
        try:
            record = papers._paper_record(model, res_id)
            file = papers._make(record)
        except AccessError:
            # not even that there is one
            raise request.not_found() from None
        except UserError as error:
            return request.make_response(str(error), status=503)
        size = os.fstat(file.fileno()).st_size
        headers = {
            "Content-Type": "application/pdf",
            "Content-Length": size,
            "Content-Disposition": content_disposition(papers._paper_name(record)),
            "Cache-Control": "no-store",
        }
        pieces = wrap_file(request.httprequest.environ, file)
        response = request.make_response(pieces, headers=list(headers.items()))
        response.direct_passthrough = True
        return response
