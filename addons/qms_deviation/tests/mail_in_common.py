from email.message import EmailMessage

from .common import DeviationCase

SECRET = "Quokkafish"


class MailInCase(DeviationCase):
    """Mails as a server hands them over, to the address of the town for reports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "in.example.test"})
        cls.company.alias_domain_id = domain
        cls.company.qms_mail_name = "deviation"
        cls.address = "deviation@in.example.test"
        cls.count = 0

    @classmethod
    def _new_mail(cls, text="The cabinet stood open", sender=None, html=None, **head):
        cls.count += 1
        mail = EmailMessage()
        headers = {
            "From": sender or "Nurse <nurse@example.test>",
            "To": cls.address,
            "Subject": "Medicine",
            "Message-ID": f"<mail-{cls.count}@phone.example.test>",
            **{name.replace("_", "-"): value for name, value in head.items()},
        }
        for name, value in headers.items():
            if value:
                mail[name] = value
        if text is not None:
            mail.set_content(text)
        if html:
            if text is None:
                mail.set_content(html, subtype="html")
            else:
                mail.add_alternative(html, subtype="html")
        return mail

    def _hand_over(self, mail):
        """What the gateway does; the report that came of it."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        found = self.env["mail.thread"].message_process(False, raw)
        self.env.flush_all()
        return self.env["qms.report"].browse(found or ())

    def _reports(self):
        return self.env["qms.report"].search([("company_id", "=", self.company.id)])

    def _unread(self):
        domain = [("company_id", "=", self.company.id)]
        return self.env["qms.unread.mail"].search(domain)

    def _mails_to(self, address):
        return self.env["mail.mail"].search([("email_to", "ilike", address)])

    def _outcomes(self):
        domain = [("company_id", "=", self.company.id)]
        return self.env["qms.mail.trace"].search(domain, order="id").mapped("outcome")

    def _tables_with(self, word):
        """Every table of the database in whose text columns ``word`` stands."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = current_schema AND data_type IN
                      ('text', 'character varying', 'jsonb')"""
        )
        found = set()
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT 1 FROM "{table}" WHERE "{column}"::text ILIKE %s LIMIT 1',
                [f"%{word}%"],
            )
            if self.env.cr.fetchone():
                found.add(table)
        return found
