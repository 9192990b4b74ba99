from lxml import html

from odoo.tests import HttpCase, new_test_user

from .common import DeviationCase


class AnonymousCase(DeviationCase, HttpCase):
    """The pages without login, as a browser uses them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.env["qms.public.page"].create({"company_id": cls.company.id})
        cls.env["qms.public.count"].search([]).unlink()

    def _open(self, path=None, **options):
        return self.url_open(path or f"/qms/report/{self.page.key}", **options)

    def _document(self, response):
        return html.fromstring(response.content)

    def _sheet(self, path=None):
        """A fresh form's hidden fields."""
        document = self._document(self._open(path))
        names = document.xpath("//form//input[@type='hidden']")
        return {field.get("name"): field.get("value") or "" for field in names}

    def _post(self, values=None, files=(), path=None, **options):
        """Fill in a fresh form and press Send."""
        data = {
            **self._sheet(path),
            "description": "The door stood open",
            "department_id": str(self.home_care.id),
            **(values or {}),
        }
        parts = [("files", (name, content)) for name, content in files]
        return self._open(path, data=data, files=parts or None, **options)

    def _code(self, response):
        return self._document(response).xpath("string(//*[@class='code'])").strip()

    def _errors(self, response):
        texts = self._document(response).xpath("//*[@role='alert']//li")
        return [" ".join(text.text_content().split()) for text in texts]

    def _reports(self):
        self.env.invalidate_all()
        return self.env["qms.report"].search([("is_anonymous", "=", True)])

    def _sent(self, **values):
        """A report sent anonymously, and its code."""
        before = self._reports()
        response = self._post(values)
        self.assertEqual(response.status_code, 200, response.text)
        return self._reports() - before, self._code(response)

    def _enter(self, code, **values):
        """What the page for receipt codes answers."""
        data = {"code": code, **values}
        return self._open("/qms/receipt", data=data)

    @classmethod
    def _telltale(cls):
        """A user of the home care and her employee, whose ids are found in any row."""
        for table, number in (
            ("res_users", 71234567),
            ("res_partner", 72345678),
            ("hr_employee", 73456789),
        ):
            cls._start_ids_at(table, number)
        user = new_test_user(
            cls.env,
            login="nightingale_login",
            name="Nanna Nightingale",
            email="nightingale@example.test",
            groups="base.group_user",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        return user, cls._new_employee(user, cls.home_care)

    @classmethod
    def _start_ids_at(cls, table, number):
        """Sequences outlive the test's rollback: what is changed is put back."""
        sequence = f"{table}_id_seq"
        cls.env.cr.execute(f"SELECT last_value FROM {sequence}")
        before = cls.env.cr.fetchone()[0]
        cls.env.cr.execute("SELECT setval(%s, %s)", [sequence, number])

        def put_back():
            cls.env.cr.execute("SELECT setval(%s, %s)", [sequence, before])

        cls.addClassCleanup(put_back)
