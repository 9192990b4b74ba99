import random
from datetime import date, timedelta

from odoo.tests import BaseCase

from odoo.addons.qms_wheel.tools.drawing import Wheel, draw
from odoo.addons.qms_wheel.tools.lanes import Item

NAMES = [
    "Brandøvelse",
    "Hygiejnetilsyn på plejehjemmene",
    "Arbejdspladsvurdering",
    "Ledelsens evaluering",
    "MUS-samtaler",
    "Tilfredshedsundersøgelse blandt borgere og pårørende",
]


class DrawingCase(BaseCase):
    """Wheels of made-up years, without a database."""

    def _items(self, count, seed=1):
        """``count`` things, meetings among them, in some order over the year."""
        chance = random.Random(seed)
        days = sorted(chance.randrange(365) for _each in range(count))
        return [
            Item(
                number,
                number,
                "Kvalitetsgruppemøde" if number % 3 else chance.choice(NAMES),
                date(2026, 1, 1) + timedelta(days=day - chance.choice([5, 20, 60])),
                date(2026, 1, 1) + timedelta(days=day),
                chance.choice(["planned", "due", "late", "done", "skipped"]),
                chance.choice([1, 2, 3]),
                number % 3,
                f"Label {number}",
            )
            for number, day in enumerate(days, 1)
        ]

    def _wheel(self, items, **kwargs):
        values = {
            "year": 2026,
            "title": "Town",
            "label": "Year wheel 2026",
            "months": [f"Month {number}" for number in range(1, 13)],
            "quarters": [f"Quarter {number}" for number in range(1, 5)],
            "rings": [(1, "A"), (2, "B"), (3, "C")],
            "items": items,
            "coming": [],
            "coming_title": "What comes next",
            "legend": [("done", "Done"), ("late", "Late")],
            **kwargs,
        }
        return Wheel(**values)

    def _draw(self, items, **kwargs):
        return draw(self._wheel(items, **kwargs))
