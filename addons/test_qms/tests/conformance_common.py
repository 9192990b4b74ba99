from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase


class ConformanceCase(TransactionCase):
    """Rules over everything of ours that is installed; each finding names its place."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = [("state", "=", "installed"), ("name", "=like", "%qms%")]
        cls.modules = cls.env["ir.module.module"].search(domain).mapped("name")
        cls.models = {
            name: cls.env[name]
            for name in sorted(cls.registry)
            if name.startswith("qms.") or name == "test.qms.record"
        }
        cls.tables = {
            name: model for name, model in cls.models.items() if not model._abstract
        }
        cls.lifecycles = {
            name: model
            for name, model in cls.tables.items()
            if hasattr(model, "_lifecycle_transitions")
        }

    def _paths(self, *suffixes, folder=""):
        """Files of our modules, outside of their tests."""
        for module in self.modules:
            root = Path(get_module_path(module))
            for path in sorted((root / folder).rglob("*")):
                inside = path.relative_to(root)
                if path.suffix in suffixes and inside.parts[0] != "tests":
                    yield module, inside, path

    def _own(self, model):
        """Records of ``model`` that our modules brought, with their xml id."""
        data = self.env["ir.model.data"].search(
            [("model", "=", model), ("module", "in", self.modules)]
        )
        for row in data:
            yield row.complete_name, self.env[model].browse(row.res_id)

    def _assert_none(self, findings):
        findings = list(findings)
        self.assertFalse(findings, "\n" + "\n".join(map(str, findings)))
