"""What coordinators look at before figures are released: nothing but what would be published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.models import InsightApproval, InsightRelease, InsightState, Person
from portal.privacy.insights.calendar import quarters
from portal.privacy.insights.declared import NOT_TOLD, TABLE_NAMES
from portal.reference import indicators, places, sectors, taxonomy
from portal.web.figures import (
    REMEDIATION,
    SEVERITIES,
    Figures,
    dimensions_of,
    heading,
    label,
)


class Step(StrEnum):
    """What became of a figure since the release before."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Line:
    """A published figure: its codes in words, and what stood there before."""

    names: tuple[str, ...]
    before: int | None
    now: int
    step: Step


@dataclass(frozen=True, slots=True)
class Table:
    """`declared` is how many figures it could have: the same whatever was reported."""

    name: str
    heading: str
    lines: tuple[Line, ...]
    declared: int

    def count(self, step: str) -> int:
        """How many of its figures are new, changed or the same."""
        return sum(line.step == step for line in self.lines)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The insight releases of a group by what became of them, the newest first."""

    waiting: tuple[InsightRelease, ...]
    decided: tuple[InsightRelease, ...]


def shelf(session: Session, group_id: UUID, allowed: ColumnElement[bool]) -> Shelf:
    """Waiting ones in the order in which they are to be decided."""
    found = session.scalars(
        select(InsightRelease)
        .where(InsightRelease.group_id == group_id, allowed)
        .order_by(InsightRelease.quarter)
    ).all()
    waiting = tuple(each for each in found if each.state == InsightState.WAITING)
    decided = tuple(each for each in reversed(found) if each.state != InsightState.WAITING)
    return Shelf(waiting, decided)


def first_quarter(session: Session, group_id: UUID) -> str:
    """That of the group's first release: there is one whatever was in it."""
    first = select(func.min(InsightRelease.quarter)).where(InsightRelease.group_id == group_id)
    return session.scalars(first).one() or ""


def approvers(session: Session, release: InsightRelease) -> Sequence[Person]:
    """Whoever has approved it as it stands, by name."""
    return session.scalars(
        select(Person)
        .join(InsightApproval, InsightApproval.person_id == Person.id)
        .where(
            InsightApproval.insight_release_id == release.id,
            InsightApproval.version == release.version,
        )
        .order_by(Person.name, Person.id)
    ).all()


def tables(now: Figures, before: Figures, first: str, quarter: str) -> Iterator[Table]:
    """Every declared table, with its figures beside those of the release before."""
    sizes = _sizes(first, quarter)
    for name in TABLE_NAMES:
        declared = 1
        for dimension in dimensions_of(name):
            declared *= sizes[dimension]
        yield Table(name, heading(name), tuple(_lines(name, now, before)), declared)


def _lines(table: str, now: Figures, before: Figures) -> Iterator[Line]:
    names = dimensions_of(table)
    for figure in now.cells(table):
        codes = (figure.row, figure.column)[: len(names)]
        was = before.value(table, figure.row, figure.column)
        words = tuple(label(name, code) for name, code in zip(names, codes, strict=True))
        yield Line(words, was, figure.reports, _step(was, figure.reports))


def _step(before: int | None, now: int) -> Step:
    if before is None:
        return Step.NEW
    return Step.SAME if before == now else Step.CHANGED


def _sizes(first: str, quarter: str) -> dict[str, int]:
    """How many codes each dimension has, the one for what was not told included."""
    subregions = {
        code
        for country in places.countries()
        for code in places.path(country.code)
        if places.place(code).rung == "subregion"
    }
    return {
        "indicator": len(indicators.INDICATORS),
        "region": len(subregions | {NOT_TOLD}),
        "country": len(places.countries()) + 1,
        "sector": len(sectors.sectors("division")) + 1,
        "quarter": len(quarters(first, quarter)),
        "severity": len(SEVERITIES) + 1,
        "remediation": len(REMEDIATION),
        "scheme": len({each.wider or each.code for each in taxonomy.AUDIT_SCHEMES}) + 1,
    }
