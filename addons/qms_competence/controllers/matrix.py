from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MatrixController(Controller):
    @route("/qms/competence/matrix", type="http", auth="user", methods=["POST"])
    def download_matrix(self, unit_id=None, process_id=None, scope=None, **_kwargs):
        """The whole matrix as an Excel file, for who sees its people."""
        matrix = request.env["qms.competence.matrix"]
        content = matrix._workbook(
            int(unit_id or 0), int(process_id or 0) or None, scope
        )
        name = request.env._("Competence matrix") + ".xlsx"
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(content, headers)
