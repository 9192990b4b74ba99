import ast
import re
from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tests import tagged

from .conformance_common import ConformanceCase

# a display name is type and number, a company's name is known to all
SUDO = re.compile(r"""\.sudo\(\)(?!\.(display_name\b|name\b|mapped\("display_name"))""")
LOADED = ("data", "demo", "views", "security", "wizard", "report")


@tagged("post_install", "-at_install", "qms")
class TestConformanceFiles(ConformanceCase):
    """Every file of ours."""

    def _manifest(self, module):
        path = Path(get_module_path(module)) / "__manifest__.py"
        return ast.literal_eval(path.read_text())

    def _named(self, module):
        manifest = self._manifest(module)
        return [*manifest.get("data", ()), *manifest.get("demo", ())]

    def test_files_in_the_manifest_exist(self):
        self._assert_none(
            f"{module}/{name}"
            for module in self.modules
            for name in self._named(module)
            if not (Path(get_module_path(module)) / name).is_file()
        )

    def test_files_of_data_and_views_are_in_the_manifest(self):
        self._assert_none(
            f"{module}/{inside}"
            for folder in LOADED
            for module, inside, _path in self._paths(".xml", ".csv", folder=folder)
            if str(inside) not in self._named(module)
        )

    def test_files_are_named_once(self):
        self._assert_none(
            f"{module}/{name}"
            for module in self.modules
            for name in set(self._named(module))
            if self._named(module).count(name) > 1
        )

    # ------------------------------------------------------------
    # Python
    # ------------------------------------------------------------

    def _statements(self):
        for module, inside, path in self._paths(".py"):
            for node in ast.walk(ast.parse(path.read_text())):
                yield f"{module}/{inside}:{getattr(node, 'lineno', 0)}", node

    def _name(self, node):
        """The last name of what is called, such as '_' or 'UserError'."""
        function = node.func
        return function.attr if isinstance(function, ast.Attribute) else function.id

    def _is_named_call(self, node):
        return isinstance(node, ast.Call) and isinstance(
            node.func, ast.Attribute | ast.Name
        )

    def test_no_message_is_made_and_forgotten(self):
        """A translated text or an error alone on its line: the raise is missing."""
        self._assert_none(
            place
            for place, node in self._statements()
            if isinstance(node, ast.Expr) and self._is_named_call(node.value)
            if self._name(node.value) in ("_", "_lt")
            or self._name(node.value).endswith("Error")
        )

    def test_no_error_is_returned_to_where_nobody_raises_it(self):
        """Errors are made by methods that say so in their name."""
        findings = []
        for place, node in self._statements():
            if isinstance(node, ast.FunctionDef) and not node.name.endswith("_error"):
                findings += [
                    f"{place} {node.name}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Return)
                    and self._is_named_call(inner.value)
                    and self._name(inner.value).endswith("Error")
                ]
        self._assert_none(findings)

    def test_every_sudo_says_why(self):
        """Somewhere above it in its function; a name in a message speaks for itself."""
        findings = []
        for module, inside, path in self._paths(".py"):
            if inside.parts[0] == "demo":
                continue
            lines = path.read_text().splitlines()
            for number, line in enumerate(lines):
                if not SUDO.search(line) or line.strip().startswith("#"):
                    continue
                if not any("# sudo:" in above for above in self._block(lines, number)):
                    findings.append(f"{module}/{inside}:{number + 1}")
        self._assert_none(findings)

    def _block(self, lines, number):
        """The lines of the function up to this one."""
        start = number
        while start and not lines[start].lstrip().startswith(("def ", "async def ")):
            start -= 1
        return lines[start : number + 1]
