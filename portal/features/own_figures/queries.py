"""The own part of published figures: counted by the same rule, out of one's own record alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.airlock.drafts import opened
from portal.airlock.reports import reports
from portal.airlock.tracking import all_whereabouts
from portal.models import Contribution, Group, InsightRelease
from portal.privacy.insights.declared import DIMENSIONS, Report
from portal.web.figures import TOTAL, Figures, order


class Beside(StrEnum):
    """What stands in the group's column."""

    SHOWN = "shown"
    UNPUBLISHED = "unpublished"
    WITHHELD = "withheld"
    """Published, but beside one's own part it would tell too much of the others'."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: `group` is there where `beside` is `SHOWN`."""

    code: str
    own: int
    group: int | None
    beside: Beside


@dataclass(frozen=True, slots=True)
class Compared:
    """A one-way table, or the total, with one line for each code that either side knows."""

    table: str
    lines: tuple[Line, ...]


def own_reports(
    session: Session, actor: Actor, release: InsightRelease, within: ColumnElement[bool]
) -> Sequence[Report]:
    """What this person's items say up to the release's quarter, as the group reads them now."""
    group = str(release.group_id)
    written = session.scalars(select(Contribution).where(within))
    drafts = [
        draft
        for draft in (opened(session, each) for each in written)
        if draft.fields.group == group
    ]
    found = (each.release for each in all_whereabouts(session, drafts))
    counted = reports((actor.family_id, each) for each in found if each is not None)
    return [each for each in counted if each.codes["quarter"] <= release.quarter]


def beside(figures: Figures, own: Sequence[Report], k: int) -> tuple[Compared, ...]:
    """The total and every one-way table in which there is anything of one's own."""
    tables = (TOTAL, *DIMENSIONS)
    return tuple(Compared(each, tuple(_lines(figures, each, own, k))) for each in tables if own)


def line(code: str, own: int, group: int | None, k: int) -> Line:
    """The group's figure beside one's own, if the others' part of it is no smaller and enough.

    The dominance rule of the figures with the reader as the one who might hold too much: whoever
    subtracts the own part must be left with at least k reports of others, and half of the cell.
    """
    if group is None:
        return Line(code, own, None, Beside.UNPUBLISHED)
    if 2 * own > group or group - own < k:
        return Line(code, own, None, Beside.WITHHELD)
    return Line(code, own, group, Beside.SHOWN)


def group_name(session: Session, release: InsightRelease) -> str:
    """The working group's name."""
    name = select(Group.name).where(Group.id == release.group_id)
    return session.scalars(name).one_or_none() or ""


def _lines(figures: Figures, table: str, own: Sequence[Report], k: int) -> Iterator[Line]:
    said = Counter("" if table == TOTAL else each.codes[table] for each in own)
    for code in sorted({*said, *figures.rows(table)}, key=order(table)):
        yield line(code, said[code], figures.value(table, code), k)
