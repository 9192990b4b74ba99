from odoo.http import request

from .public import PublicController, public_route

# an hour and page: what is asked for often costs a statement of counting each time
VIEW_LIMIT = 600


class UnitPage(PublicController):
    """A unit's own page: what its poster leads to. Whoever has the address reads it."""

    @public_route("/qms/unit/<string:key>")
    def unit(self, key, **kwargs):
        """What can be done here."""
        page = self._find_page(key)
        if not page:
            return self._respond_not_open()
        if not page.department_id:
            # a company's page has nothing but the report
            return request.redirect(page._get_path())
        return self._respond("qms_deviation.unit_start", page=page)

    @public_route("/qms/unit/<string:key>/outcomes")
    def outcomes(self, key, **kwargs):
        """What came of the unit's reports, nobody's name or text in it."""
        page = self._find_page(key)
        if not page.department_id:
            return self._respond_not_open()
        counts = request.env["qms.public.count"]
        if counts._count_hour(f"unit:{page.id}") > VIEW_LIMIT:
            return self._respond_message(
                request.env._("Many are reading just now"),
                request.env._("Wait an hour and open the page again."),
                429,
            )
        outcomes = page._get_outcomes()
        return self._respond("qms_deviation.unit_outcomes", page=page, **outcomes)
