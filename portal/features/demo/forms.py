"""Invented figures from which the style guide draws its charts."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext

from portal.reference.tiles import tiles
from portal.web import charts
from portal.web.charts import Series
from portal.web.figures import label

BARS: Final = ((41, 17), (28, 14), (16, 5), (9, None))
QUARTERS: Final = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
REPORTED: Final = (6, 9, 7, 12, 15, 11)
REMEDIATED: Final = (None, 5, None, 5, 6, 8)
COUNTRIES: Final = dict(
    zip(
        ("MX", "TR", "JO", "PK", "IN", "BD", "CN", "VN", "TH", "MY", "ID", "BR", "ET", "US"),
        (6, 13, 10, 14, 24, 19, 22, 16, 13, 21, 12, 12, 9, 5),
        strict=True,
    )
)


def chart_samples() -> dict[str, Any]:
    """One chart of each kind, with a gap in a line and tiles of every step."""
    found = charts.classes(list(COUNTRIES.values()), 5)
    lines = [Series(gettext("Reported"), REPORTED), Series(gettext("Remediated"), REMEDIATED)]
    return {
        "bars": [(whole, charts.part(whole, part, BARS[0][0])) for whole, part in BARS],
        "plot": charts.plot(lines, [label("quarter", each) for each in QUARTERS]),
        "tiles": charts.tile_map(COUNTRIES, found),
        "classes": found,
        "names": {each.country: label("country", each.country) for each in tiles()},
    }
