from collections import Counter

from markupsafe import Markup

from odoo import SUPERUSER_ID, models

from ..tools.identity import mask, mask_html

TEXT_TYPES = ("char", "text", "html")
# digits of the shortest national identity number written out
SHORTEST = 10
MASKABLE_TYPES = (*TEXT_TYPES, "properties")


class QmsMaskValues(models.AbstractModel):
    """National identity numbers in ``_mask_fields`` are masked before they are stored.

    The fields are of type char, text, html or properties and are not translated. The
    numbers meant are those of the country of the record's ``company_id``, or of the
    current company. Whoever typed one is told; so is who typed a bare number that
    could be one, which is left as it is.
    """

    _name = "qms.mask.values"
    _description = "National identity numbers are masked"

    _mask_fields = ()
    # whether bare numbers are asked about
    _mask_asks = True

    def _register_hook(self):
        super()._register_hook()
        for name in self._mask_fields:
            field = self._fields[name]
            if field.type not in MASKABLE_TYPES or field.translate:
                raise TypeError(f"{field}: masked fields hold text in one language")

    def _prepare_create_values(self, vals_list):
        # not in create: the defaults, which may come from the context, are in these
        found = Counter()
        result = [
            self._mask_vals(vals, found)
            for vals in super()._prepare_create_values(vals_list)
        ]
        self._mask_notify(found)
        return result

    def write(self, vals):
        found = Counter()
        result = super().write(self._mask_vals(vals, found))
        self._mask_notify(found)
        return result

    def _mask_vals(self, vals, found):
        """``vals`` with the numbers in it masked; ``found`` counts them."""
        texts = {
            name: vals[name]
            for name in self._mask_fields
            if vals.get(name) and self._mask_may_concern(vals[name])
        }
        if not texts:
            return vals
        codes = self._mask_country_codes(vals)
        for name, value in texts.items():
            texts[name] = self._mask_value(value, self._fields[name].type, codes, found)
        return {**vals, **texts}

    def _mask_may_concern(self, value):
        """Whether it is worth asking whose numbers are meant: enough digits."""
        return not isinstance(value, str) or sum(map(str.isdigit, value)) >= SHORTEST

    def _masked(self, text):
        """``text`` masked as this record's own, for what is stored beside it, such as
        the reason of a decision; who typed it is told."""
        found = Counter()
        text = self._mask_text(text, self._mask_country_codes({}), found)
        self._mask_notify(found)
        return text

    def _mask_country_codes(self, vals):
        """Hook: whose numbers are meant in ``vals`` for ``self``.

        :rtype: set[str]
        """
        # sudo: res.company - country of a company one may not belong to
        companies = self.env["res.company"].sudo().browse(vals.get("company_id") or ())
        if "company_id" in self._fields:
            companies |= self.sudo().company_id
        return {
            company.country_id.code or ""
            for company in companies or self.env.company.sudo()
        }

    def _mask_value(self, value, kind, codes, found):
        if kind == "properties":
            return self._mask_properties(value, codes, found)
        return self._mask_text(value, codes, found, is_html=kind == "html")

    def _mask_text(self, text, codes, found, is_html=False):
        """Mask ``text``, a string, in the numbers of each of the countries."""
        if not isinstance(text, str):
            return text
        kind = type(text)
        asked = 0
        for code in codes:
            result = (mask_html if is_html else mask)(text, code)
            text = result.text
            found["masked"] += result.masked
            asked = max(asked, result.asked)
        found["asked"] += asked
        return Markup(text) if kind is Markup else text

    def _mask_properties(self, value, codes, found):
        """As :meth:`_mask_value` for both forms in which properties are written."""
        if isinstance(value, dict):
            return {
                name: self._mask_text(text, codes, found)
                for name, text in value.items()
            }
        if not isinstance(value, list):
            return value
        return [
            {
                **prop,
                "value": self._mask_text(
                    prop["value"], codes, found, is_html=prop["type"] == "html"
                ),
            }
            if isinstance(prop.get("value"), str) and prop.get("type") in TEXT_TYPES
            else prop
            for prop in value
        ]

    def _mask_notify(self, found):
        """Tell the person at the screen what was found, if there is one."""
        user = self.env.user
        if user.id == SUPERUSER_ID or not user._is_internal():
            return
        if found["masked"]:
            user._bus_send("simple_notification", self._prepare_masked_notice())
        if found["asked"] and self._mask_asks:
            user._bus_send("simple_notification", self._prepare_asked_notice())

    def _prepare_masked_notice(self):
        return {
            "type": "warning",
            "title": self.env._("National identity number"),
            "message": self.env._(
                "A national identity number was masked before it was saved. It does "
                "not belong in quality records."
            ),
        }

    def _prepare_asked_notice(self):
        return {
            "type": "warning",
            "sticky": True,
            "title": self.env._("National identity number?"),
            "message": self.env._(
                "This could be a national identity number; remove it if so."
            ),
        }
