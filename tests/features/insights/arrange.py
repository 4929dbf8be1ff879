"""Released figures as the job leaves them, written as the administrator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import NullPool, create_engine, insert

from portal.models import InsightCell, InsightMedian, InsightRelease
from portal.reference import indicators
from tests.world import World

Cells = dict[tuple[str, str, str], int]
SECTORS: Final = ("01", "03", "10", "13", "14", "26", "41")
REGIONS: Final = ("034", "035", "145", "030", "013")
COUNTRIES: Final = ("BD", "IN", "PK", "VN", "TH", "MY", "KH", "CN", "TR", "JO", "MX", "QA", "ET")
QUARTERS: Final = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
HIDDEN: Final = 2
"""The place of the quarter that is not shown."""

ALL: Final = tuple(each.code for each in indicators.INDICATORS)


def release(
    world: World,
    quarter: str,
    cells: Cells,
    *,
    audience: str = "group_and_observers",
    state: str = "released",
    medians: Iterable[tuple[str, str, str]] = (),
) -> UUID:
    """A release with exactly these published cells."""
    release_id = uuid4()
    row = {
        "id": release_id,
        "association_id": world.association_id,
        "group_id": world.group_id,
        "quarter": quarter,
        "state": state,
        "audience": audience,
        "tlp": "TLP:CLEAR" if audience == "public" else "TLP:GREEN",
        "computed_on": date(2026, 10, 5),
        "released_on": date(2026, 10, 12) if state == "released" else None,
        "k": 5,
        "version": 1,
    }
    figures: list[dict[str, Any]] = [
        {
            "insight_release_id": release_id,
            "table_name": table,
            "row_code": code,
            "column_code": column,
            "reports": max(5, reports),
        }
        for (table, code, column), reports in cells.items()
    ]
    bands = [
        {"insight_release_id": release_id, "table_name": table, "row_code": code, "time_code": time}
        for table, code, time in medians
    ]
    engine = create_engine(world.site.admin_url_of_database, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(insert(InsightRelease), row)
        if figures:
            connection.execute(insert(InsightCell), figures)
        if bands:
            connection.execute(insert(InsightMedian), bands)
    return release_id


def full(step: int = 0) -> Cells:
    """A release in which most tables have figures, and some cells of each are missing."""
    return {
        ("total", "", ""): 128 + step,
        ("remediation", "remediated", ""): 47 + step,
        **_by_indicator(step),
        **_by_region(step),
        **{("country", code, ""): 5 + (n * 7) % 22 for n, code in enumerate(COUNTRIES)},
        **{("quarter", code, ""): 15 + 2 * n for n, code in enumerate(QUARTERS) if n != HIDDEN},
        **{
            ("remediation*quarter", "remediated", code): 5 + n
            for n, code in enumerate(QUARTERS)
            if n > 0
        },
    }


def _by_indicator(step: int) -> Cells:
    cells: Cells = {}
    for number, code in enumerate(ALL[:9]):
        cells["indicator", code, ""] = 41 - 4 * number + step
        cells["indicator*remediation", code, "remediated"] = 17 - 2 * number if number < 6 else 5
        cells |= {
            ("indicator*sector", code, sector): 22 - number - 2 * place + step
            for place, sector in enumerate(SECTORS)
            if (number + place) % 3
        }
        cells |= {
            ("indicator*region", code, region): 19 - 2 * number - 2 * place
            for place, region in enumerate(REGIONS[:3])
            if number < 7 - place
        }
    return cells


def _by_region(step: int) -> Cells:
    cells: Cells = {}
    for place, region in enumerate(REGIONS):
        cells["region", region, ""] = 60 - 11 * place + step
        cells["region*remediation", region, "remediated"] = 21 - 4 * place
        cells |= {
            ("region*quarter", region, quarter): 7 + number + 3 * place
            for number, quarter in enumerate(QUARTERS)
            if number != 1 + place and place < 2
        }
    return cells
