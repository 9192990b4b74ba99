from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import Controller, Stream, request, route


class EvidenceController(Controller):
    @route("/qms/evidence/<int:pack_id>", type="http", auth="user", methods=["GET"])
    def fetch(self, pack_id):
        """The file of a pack, streamed to whoever asked for it."""
        pack = request.env["qms.evidence.pack"].browse(pack_id)
        try:
            path = pack._check_fetch()
        except (AccessError, MissingError):
            # not even that there is one
            raise request.not_found() from None
        except UserError as error:
            return request.make_response(str(error), status=410)
        pack._note_fetched()
        stream = Stream(
            type="path",
            path=str(path),
            download_name=pack._file_name(),
            mimetype="application/zip",
            size=path.stat().st_size,
            last_modified=path.stat().st_mtime,
            etag=pack.manifest_digest,
        )
        return stream.get_response(as_attachment=True, max_age=0)
