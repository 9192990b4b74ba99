import codecs
import csv
import io

from odoo import api, models

from odoo.addons.base_import.models.base_import import (
    FIELDS_RECURSION_LIMIT,
    ImportValidationError,
)

from ..tools.old_register import LINE, SURPLUS, Formats, read_moment

# how spreadsheet files begin; all else is text
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# what registers are written in, unless a file says otherwise by its first bytes
ENCODINGS = ("utf-8", "windows-1252")


class BaseImport(models.TransientModel):
    """Odoo's import screen, for models that take over old registers.

    Such a model reads the cells itself, all rows in one go: the screen neither parses
    dates, nor drops rows, nor cuts the file into parts of which the first would stay
    when the second fails.
    """

    _inherit = "base_import.import"

    @api.model
    def _qms_takes_over(self, model):
        return getattr(self.env.get(model), "_takeover_import", False)

    @api.model
    def get_fields_tree(self, model, depth=FIELDS_RECURSION_LIMIT):
        if not self._qms_takes_over(model):
            return super().get_fields_tree(model, depth)
        # as plain text, so that the screen offers no values to fall back on
        kinds = {"day": "date", "moment": "datetime"}
        columns = self.env[model]._takeover_columns
        labels = self.env["qms.takeover"]._column_labels()
        return [
            {
                "id": name,
                "name": name,
                "string": labels[name],
                "required": column.asked,
                "fields": [],
                "type": kinds.get(column.kind, "char"),
                "model_name": model,
            }
            for name, column in columns.items()
        ]

    @api.model
    def _extract_header_types(self, preview_values, options):
        """Moments with an offset are moments, for the screen to suggest such fields."""
        if self._qms_takes_over(self.res_model):
            zone = self.env.company._qms_timezone()
            formats = Formats(None, None, zone)
            texts = [text for text in preview_values if text]
            if texts and all(read_moment(text, formats) for text in texts):
                return ["date", "datetime"]
        return super()._extract_header_types(preview_values, options)

    def execute_import(self, fields, columns, options, dryrun=False):
        if not self._qms_takes_over(self.res_model):
            return super().execute_import(fields, columns, options, dryrun)
        names = ("date_format", "datetime_format")
        source = {name: options.get(name) for name in names}
        source |= {"name": self.file_name, "test": dryrun}
        taking_over = self.with_context(qms_takeover=source)
        return super(BaseImport, taking_over).execute_import(
            fields, columns, {**options, "limit": None, "fallback_values": {}}, dryrun
        )

    @api.model
    def _convert_import_data(self, fields, options):
        """Each row with its line; no row is left out for what it lacks."""
        if not self._qms_takes_over(self.res_model):
            return super()._convert_import_data(fields, options)
        rows = self._qms_numbered_rows(options)
        self._qms_check_mapping(fields, rows)
        wide = len(fields)
        start = options.get("skip") or 0
        data = [
            [*(row[i] for i in self._qms_used(fields)), line, surplus]
            for line, row, surplus in (
                (line, [*row, *[""] * (wide - len(row))], any(row[wide:]))
                for line, row in rows[bool(options.get("has_headers")) :]
            )
        ]
        return data[start:], [name for name in fields if name] + [LINE, SURPLUS]

    @api.model
    def _qms_used(self, fields):
        return [place for place, name in enumerate(fields) if name]

    @api.model
    def _qms_check_mapping(self, fields, rows):
        used = [name for name in fields if name]
        columns = self.env[self.res_model]._takeover_columns
        twice = {
            name
            for name in used
            if used.count(name) > 1 and name in columns and columns[name].kind != "text"
        }
        if not used:
            raise ImportValidationError(
                self.env._("Choose a field for a column first.")
            )
        if not rows or len(rows[0][1]) != len(fields):
            raise ImportValidationError(
                self.env._(
                    "The file has another number of columns than was read before. "
                    "Check the separator and read it again."
                )
            )
        if twice:
            labels = self.env["qms.takeover"]._column_labels()
            raise ImportValidationError(
                self.env._(
                    "Only one column of the file can be: %s.",
                    ", ".join(sorted(labels[name] for name in twice)),
                )
            )

    def _read_csv(self, options):
        """The screen's guess takes a few umlauts in UTF-8 for something else."""
        if self._qms_takes_over(self.res_model) and not options.get("encoding"):
            options["encoding"] = self._qms_guess_encoding()
        return super()._read_csv(options)

    def _qms_guess_encoding(self):
        content = self.file or b""
        # marks of UTF-8 and UTF-16, which the screen knows
        if content.startswith(codecs.BOM_UTF8) or b"\0" in content:
            return ""
        for encoding in ENCODINGS:
            try:
                content.decode(encoding)
                return encoding
            except UnicodeDecodeError:
                continue
        return ""

    def _qms_numbered_rows(self, options):
        """The rows of the file that are not empty, as a spreadsheet numbers them."""
        _length, rows = self._read_file(options) or (0, [])
        lines = range(1, len(rows) + 1)
        if not (self.file or b"").startswith(SPREADSHEETS):
            reader = csv.reader(
                io.StringIO(self.file.decode(options["encoding"])),
                quotechar=options["quoting"],
                delimiter=options.get("separator") or ",",
            )
            lines = [
                line
                for line, row in enumerate(reader, 1)
                if any(cell.strip() for cell in row)
            ]
        return list(zip(lines, rows, strict=True))

    def _parse_import_data(self, data, import_fields, options):
        if not self._qms_takes_over(self.res_model):
            return super()._parse_import_data(data, import_fields, options)
        return data
