from babel.dates import format_skeleton, get_month_names

from odoo import models
from odoo.tools import babel_locale_parse
from odoo.tools.misc import format_date, get_lang

from ..tools.drawing import Wheel, draw
from ..tools.lanes import Item

LETTERS = "ABCDEFG"
# of the picture's middle
NEXT = 3


class QmsWheelDrawing(models.AbstractModel):
    """How occurrences become what :mod:`~odoo.addons.qms_wheel.tools.drawing` draws."""

    _name = "qms.wheel.drawing"
    _description = "Drawing of the year wheel"

    def _wheel_draw(self, edition, rings="kind", **options):
        """The picture of these, in the reader's language.

        :param options: of :class:`~odoo.addons.qms_wheel.tools.drawing.Wheel`
        :return: the drawing, and what the letters of its rings stand for
        """
        ring_of = getattr(self, f"_wheel_rings_by_{rings}")()
        ring_of, names = self._wheel_merge(ring_of)
        # without anything in it the wheel has its rings all the same
        letters = list(zip(names, LETTERS, strict=False)) or [(None, LETTERS[0])]
        wheel = Wheel(
            rings=letters,
            items=[each._wheel_item(ring_of[each]) for each in self],
            **self._wheel_words(edition, options.get("is_small")),
            **{"prefix": f"w{edition.id}", **options},
        )
        return {
            "svg": draw(wheel).svg,
            "rings": [
                {"letter": letter, "name": names[key]}
                for key, letter in letters
                if key in names
            ],
        }

    # ------------------------------------------------------------
    # Rings: per occurrence a key that sorts, and a name
    # ------------------------------------------------------------

    def _wheel_rings_by_kind(self):
        kinds = self.kind_id.sorted()
        names = {}
        for kind in kinds:
            names.setdefault(kind.ring, []).append(kind.name)
        return {
            each: ((each.kind_id.ring, ""), ", ".join(names[each.kind_id.ring]))
            for each in self
        }

    def _wheel_rings_by_team(self):
        """Units; what is the whole company's by the role that does it."""
        return {each: each._wheel_team() for each in self}

    def _wheel_team(self):
        # sudo: names of units and roles, which every reader of the wheel sees
        known = self.sudo()
        if known.department_id:
            return (2, known.department_id.name), known.department_id.name
        if known.owner_group_id:
            return (1, known.owner_group_id.name), known.owner_group_id.name
        return (0, ""), known.company_id.name

    def _wheel_merge(self, ring_of):
        """At most as many rings as there are letters; the last holds all others."""
        names = dict(sorted(set(ring_of.values())))
        if len(names) <= len(LETTERS):
            return {each: key for each, (key, _name) in ring_of.items()}, names
        own = list(names)[: len(LETTERS) - 1]
        others = (9, "")
        merged = {
            each: key if key in own else others for each, (key, _) in ring_of.items()
        }
        return merged, {key: names[key] for key in own} | {others: self.env._("Others")}

    # ------------------------------------------------------------
    # Items and words
    # ------------------------------------------------------------

    def _wheel_item(self, ring):
        state = self._wheel_state()
        label = self.env._(
            "%(number)s: %(name)s, %(date)s, %(state)s",
            number=self.sort,
            name=self.display_name,
            date=self._wheel_day("yMMMMd"),
            state=self._wheel_states()[state],
        )
        return Item(
            self.id,
            self.sort,
            self.name,
            self.date_start or self.date_planned,
            self.date_planned,
            state,
            ring,
            self.kind_id.sequence,
            label,
        )

    def _wheel_day(self, skeleton):
        """The planned day, as the reader's country writes it."""
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_skeleton(skeleton, self.date_planned, locale=locale)

    def _wheel_when(self):
        """Its day; what is not simply planned says so."""
        state = self._wheel_state()
        word = state != "planned" and self._wheel_states()[state]
        return " · ".join(filter(None, [self._wheel_day("MMMMd"), word]))

    def _wheel_words(self, edition, is_small):
        locale = babel_locale_parse(get_lang(self.env).code)
        form = "abbreviated" if is_small else "wide"
        months = get_month_names(form, "stand-alone", locale)
        today = edition.company_id._qms_today()
        coming = self.filtered(lambda each: each.state in ("planned", "due"))[:NEXT]
        return {
            "year": edition.year,
            # sudo: a name everybody in it knows
            "title": edition.sudo().company_id.name,
            "label": edition.display_name,
            "months": [months[number].rstrip(".") for number in range(1, 13)],
            "quarters": [self.env._("Quarter %s", number) for number in range(1, 5)],
            "coming_title": self.env._("What comes next"),
            "coming": [(each.sort, each.name, each._wheel_when()) for each in coming],
            "legend": list(self._wheel_states().items()),
            "today": today if today.year == edition.year else None,
            "today_label": self.env._("Today, %s", format_date(self.env, today)),
        }
