import csv
import io

from .common import DeviationCase

TITLES = {
    "old_number": "Nr.",
    "type_id": "Kategorie",
    "place": "Ort",
    "state": "Zustand",
    "date_reported": "Erstellt",
    "date_closed": "Bearbeitet",
}
# how the import screen calls the server when nothing was chosen on its side panel
OPTIONS = {
    "encoding": "",
    "separator": "",
    "quoting": '"',
    "has_headers": True,
    "date_format": "",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "limit": 2000,
    "skip": 0,
    "sheet": "",
    "sheets": [],
    "fallback_values": {},
    "import_set_empty_fields": [],
    "import_skip_records": [],
    "name_create_enabled_fields": {},
    "tracking_disable": True,
}


class TakeoverCase(DeviationCase):
    """An old register in German words, taken over as the import screen does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.opinion = cls.env["qms.deviation.type"].create(
            {"name": "Opinion", "code": "test_opinion"}
        )
        cls.words = cls.env["qms.takeover.word"].with_user(cls.manager)
        cls.words.create(
            [
                cls._word(state="closed", word="Behoben"),
                cls._word(state="analysis", word="In Arbeit"),
                cls._word(state="reported", word="Eingetroffen"),
                cls._word(kind="type", type_id=cls.opinion.id, word="Straßenlampe"),
            ]
        )

    @classmethod
    def _word(cls, **kwargs):
        return {"kind": "state", "company_id": cls.company.id, **kwargs}

    def _row(self, **kwargs):
        """A closed opinion about a lamp, reported at New Year's Eve."""
        return {
            "old_number": "abc1",
            "type_id": "Straßenlampe",
            "place": "Rosenweg 1",
            "state": "Behoben",
            "date_reported": "2013-12-31T18:46:00+01:00",
            "date_closed": "2014-01-02T08:00:00+01:00",
            **kwargs,
        }

    def _file(self, rows, titles=None):
        """``rows`` as a file with foreign titles."""
        titles = titles or {name: TITLES.get(name, name) for name in rows[0]}
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(titles.values())
        writer.writerows([row.get(name, "") for name in titles] for row in rows)
        return text.getvalue().encode()

    def _screen(self, content, user=None, company=None):
        user = user or self.manager
        company = company or user.company_id
        screen = self.env["base_import.import"].with_user(user)
        return screen.with_context(allowed_company_ids=company.ids).create(
            {
                "res_model": "qms.deviation",
                "file": content,
                "file_name": "register.csv",
                "file_type": "text/csv",
            }
        )

    def _load(self, content, names, user=None, company=None, test=False, **options):
        """What the screen gets for a file whose columns are mapped to ``names``."""
        return self._screen(content, user, company).execute_import(
            list(names), list(map(str, names)), {**OPTIONS, **options}, dryrun=test
        )

    def _import(self, *rows, **kwargs):
        rows = rows or (self._row(),)
        return self._load(self._file(rows), rows[0], **kwargs)

    def _taken_over(self, *rows, **kwargs):
        """The cases made of ``rows``, as nobody in particular."""
        result = self._import(*rows, **kwargs)
        self.assertEqual(result["messages"], [])
        return self.env["qms.deviation"].browse(result["ids"])

    def _assert_refused(self, result, *parts):
        """Nothing came in, and the messages say these words."""
        self.assertFalse(result["ids"])
        text = "\n".join(message["message"] for message in result["messages"])
        for part in parts:
            self.assertIn(part, text)
        self.assertFalse(
            self.env["qms.deviation"].search_count([("taken_over", "=", True)])
        )
