from lxml import etree

from odoo.tests import freeze_time, tagged

from .common import DmsCase

MODELS = ("dms.file", "dms.directory")
DMS_ONLY = {"category_id", "tag_ids"}


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestScreens(DmsCase):
    """Whoever may read what was placed opens it on the screens of the DMS."""

    def setUp(self):
        super().setUp()
        file = self._placed(self._filed())
        self.placed = {"dms.file": file, "dms.directory": file.directory_id}

    def _fields_of(self, records, view_type):
        """As the screen of this user has them; those of lists within it apart."""
        arch = etree.fromstring(records.get_view(view_type=view_type)["arch"])
        found = arch.xpath("//field[not(ancestor::field)][not(ancestor::searchpanel)]")
        return {node.get("name") for node in found} & set(records._fields)

    def _read_screen(self, records, view_type):
        """What the browser asks for, names of what it leads to included."""
        names = self._fields_of(records, view_type)
        self.assertIn("name", names)
        wanted = {}
        for name in names:
            relational = records._fields[name].relational
            wanted[name] = {"fields": {"display_name": {}}} if relational else {}
        [row] = records.web_read(wanted)
        self.assertLessEqual(names, set(row))
        return names

    def _open_panel(self, records):
        """What stands beside a list to choose from."""
        arch = etree.fromstring(records.get_view(view_type="search")["arch"])
        names = set()
        for node in arch.xpath("//searchpanel/field"):
            kind = "multi_" * (node.get("select") == "multi")
            getattr(records, f"search_panel_select_{kind}range")(node.get("name"))
            names.add(node.get("name"))
        return names

    def test_who_has_no_group_of_the_dms_opens_file_and_directory(self):
        for user in (self.manager, self.team, self.nurse):
            self.assertFalse(user.has_group("dms.group_dms_user"))
            for model in MODELS:
                records = self.placed[model].with_user(user)
                for view_type in ("form", "list", "kanban"):
                    with self.subTest(user=user.login, model=model, view=view_type):
                        names = self._read_screen(records, view_type)
                        self.assertFalse(names & DMS_ONLY)
                with self.subTest(user=user.login, model=model, view="panel"):
                    self.assertFalse(self._open_panel(records) & DMS_ONLY)

    def test_he_gets_no_right_by_it(self):
        """Neither to what the DMS sorts by, nor to write anything."""
        for model in ("dms.category", "dms.tag"):
            for operation in ("read", "write", "create", "unlink"):
                records = self.env[model].with_user(self.manager)
                self.assertFalse(records.has_access(operation), (model, operation))
        for records in self.placed.values():
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.with_user(self.manager).has_access(operation))

    def test_a_user_of_the_dms_sees_them_as_before(self):
        for user in (self.dms_user, self.dms_manager):
            for model in MODELS:
                records = self.placed[model].with_user(user)
                with self.subTest(user=user.login, model=model):
                    self.assertLessEqual(DMS_ONLY, self._read_screen(records, "form"))
                    self.assertIn("category_id", self._open_panel(records))
