"""What civil society answers to figures, in words, and what of it may be shown beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import SignalCount, SignalVerdict
from portal.web.figures import dimensions_of, heading, label

LABELS: Final[Mapping[str, LazyString]] = {
    SignalVerdict.AGREE: lazy_gettext("Our field data agree"),
    SignalVerdict.CONTRADICT: lazy_gettext("Our field data contradict this figure"),
    SignalVerdict.WORSE: lazy_gettext("Our field data are worse"),
}
ICONS: Final[Mapping[str, str]] = {
    SignalVerdict.AGREE: "check-circle",
    SignalVerdict.CONTRADICT: "slash-circle",
    SignalVerdict.WORSE: "exclamation-triangle",
}
Place = tuple[str, str, str]
"""A figure's table, row and column; the codes that a table does not have are empty."""


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of answer to a figure that enough organizations gave."""

    verdict: str
    icon: str
    words: str


def read_answers(session: Session, insight_id: UUID) -> dict[Place, tuple[Told, ...]]:
    """By figure, what may be shown of the last count; to outsiders the database shows nothing."""
    rows = session.scalars(select(SignalCount).where(SignalCount.insight_release_id == insight_id))
    found: dict[Place, dict[str, int]] = {}
    for each in rows:
        place = each.table_name, each.row_code, each.column_code
        found.setdefault(place, {})[each.verdict] = each.families
    return {
        place: tuple(
            Told(verdict, ICONS[verdict], words(verdict, counts[verdict]))
            for verdict in SignalVerdict
            if verdict in counts
        )
        for place, counts in found.items()
    }


def words(verdict: str, families: int) -> str:
    """How many organizations say it."""
    if verdict == SignalVerdict.AGREE:
        return ngettext(
            "%(num)s organization's field data agree",
            "%(num)s organizations' field data agree",
            families,
        )
    if verdict == SignalVerdict.CONTRADICT:
        return ngettext(
            "%(num)s organization's field data contradict it",
            "%(num)s organizations' field data contradict it",
            families,
        )
    return ngettext(
        "%(num)s organization's field data are worse",
        "%(num)s organizations' field data are worse",
        families,
    )


def name_of(place: Place) -> str:
    """The figure in words: "Indicator by sector: Debt bondage, Manufacture of wearing apparel"."""
    table, *codes = place
    named = [label(*pair) for pair in zip(dimensions_of(table), codes, strict=False)]
    if not named:
        return heading(table)
    return gettext("%(table)s: %(codes)s", table=heading(table), codes=", ".join(named))
