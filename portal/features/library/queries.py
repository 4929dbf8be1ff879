"""What the library, the editions of a practice and the sheets show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from portal.airlock.kinds import BREAK
from portal.db.pages import cut
from portal.models import Group, Release, Tally

PAGE: Final = 25
MOST_PRINTED: Final = 100
OPENS, CLOSES = "\x02", "\x03"
"""Around a word that was found: no text has them (`core.text.tidy`), so none can forge a mark."""
Practice: TypeAlias = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Filters:
    """Codes of the reference data. `signed` is "named", "anonymous" or empty."""

    words: str = ""
    indicator: str = ""
    place: str = ""
    sector: str = ""
    requirement: str = ""
    cost: str = ""
    effort: str = ""
    signed: str = ""
    adopted: bool = False
    by_title: bool = False

    @property
    def narrowed(self) -> bool:
        """Is anything asked for beside the order?"""
        said = (self.words, self.indicator, self.place, self.sector, self.requirement)
        return self.adopted or any((*said, self.cost, self.effort, self.signed))


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page begins: after this place in the order, or `backward` before it.

    `key` is the day in ISO form, or the beginning of the title in small letters.
    """

    key: str
    position: UUID
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page in its order, and the edges from which the pages beside it begin."""

    rows: Sequence[Practice]
    before: Edge | None
    after: Edge | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it was looked for."""

    text: str
    found: bool


_KEY: Final = func.lower(func.left(Release.title, 200))
_SHEET: Final = (
    *(Release.id, Release.group_id, Release.association_id, Release.bundle_id, Release.audience),
    *(Release.released_on, Release.position, Release.kind, Release.tlp, Release.title),
    *(Release.narrative, Release.facets, Release.indicators, Release.withdrawn, Release.byline),
    *(Release.lineage_id, Release.edition, Group.name.label("group_name"), _KEY.label("key")),
)
_FOUND: Final = text(
    "select id from guard.find_practices(:shelf, :words, :indicator, :place, :sector,"
    " :requirement, :cost, :effort, :signed, :adopted, :by_title, :edge_on, :edge_title,"
    " :edge_position, :backward, :wanted) as found (id)"
).columns(id=Release.id.type)
_MARKS: Final = f'StartSel="{OPENS}", StopSel="{CLOSES}"'
_HEADLINE: Final = f'{_MARKS}, MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=" … "'


def group(session: Session, id: UUID) -> Group | None:
    """The group, if the reader may know of it."""
    return session.scalars(select(Group).where(Group.id == id)).one_or_none()


def has_enough_families(session: Session, group_id: UUID) -> bool:
    """Could anything be shared here without an author being known?"""
    return bool(session.scalar(select(func.guard.has_enough_families(group_id))))


def listing(
    session: Session, shelf: UUID | None, filters: Filters, edge: Edge | None, size: int = PAGE
) -> Listing:
    """The latest editions that the reader may read: of one group, or of all (None)."""
    found = _FOUND.bindparams(**_asked(shelf, filters, edge, size + 1)).subquery("found")
    query = (
        select(*_SHEET)
        .select_from(found)
        .join(Release, Release.id == found.c.id)
        .outerjoin(Group, Group.id == Release.group_id)
    )
    if filters.by_title:
        query = query.order_by(_KEY.collate("C"), Release.position)
    else:
        query = query.order_by(Release.released_on.desc(), Release.position.desc())
    return _page(session.execute(query).all(), filters, edge, size)


def release(session: Session, id: UUID) -> Practice | None:
    """Any release; a hidden one takes as long as an absent one (`guard.find_release`)."""
    found = func.guard.find_release(id).table_valued("id", name="found").render_derived()
    query = (
        select(*_SHEET)
        .select_from(found)
        .join(Release, Release.id == found.c.id)
        .outerjoin(Group, Group.id == Release.group_id)
    )
    return session.execute(query).one_or_none()


def editions(session: Session, practice: Practice) -> Sequence[Practice]:
    """Those of its lineage that the reader may read, the latest first."""
    if practice.lineage_id is None:
        return [practice]
    query = (
        select(*_SHEET)
        .outerjoin(Group, Group.id == Release.group_id)
        .where(Release.lineage_id == practice.lineage_id)
    )
    return session.execute(query.order_by(Release.edition.desc(), Release.id)).all()


def tallies(session: Session, ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """How many families answered what, where that may be told; by release and kind of answer."""
    wanted = select(Tally.release_id, Tally.kind, Tally.families)
    told: dict[UUID, dict[str, int]] = {}
    for row in session.execute(wanted.where(Tally.release_id.in_(list(ids)))):
        told.setdefault(row.release_id, {})[row.kind] = row.families
    return told


def headlines(
    session: Session, ids: Iterable[UUID], words: str
) -> dict[UUID, tuple[list[Piece], list[Piece]]]:
    """Title and the places of the text where the words stand, of what the reader may read."""
    asked = func.websearch_to_tsquery("english", words)
    said = func.replace(Release.narrative, BREAK, " \n")
    query = select(
        Release.id,
        func.ts_headline("english", Release.title, asked, f"{_MARKS}, HighlightAll=true"),
        func.ts_headline("english", said, asked, _HEADLINE),
    ).where(Release.id.in_(list(ids)))
    return {row[0]: (pieces(row[1]), pieces(row[2])) for row in session.execute(query)}


def pieces(marked: str) -> list[Piece]:
    """A headline as stretches of text."""
    found: list[Piece] = []
    for number, part in enumerate(marked.split(OPENS)):
        hit, closed, rest = part.partition(CLOSES)
        if number and closed:
            found.append(Piece(hit, found=True))
            found.append(Piece(rest, found=False))
        else:
            found.append(Piece(part, found=False))
    return [piece for piece in found if piece.text]


def _asked(
    shelf: UUID | None, filters: Filters, edge: Edge | None, wanted: int
) -> dict[str, object]:
    return {
        "shelf": shelf,
        "words": filters.words or None,
        "indicator": filters.indicator or None,
        "place": filters.place or None,
        "sector": filters.sector or None,
        "requirement": filters.requirement or None,
        "cost": filters.cost or None,
        "effort": filters.effort or None,
        "signed": filters.signed == "named" if filters.signed else None,
        "adopted": filters.adopted,
        "by_title": filters.by_title,
        "edge_on": date.fromisoformat(edge.key) if edge and not filters.by_title else None,
        "edge_title": edge.key if edge and filters.by_title else None,
        "edge_position": edge and edge.position,
        "backward": edge is not None and edge.backward,
        "wanted": wanted,
    }


def _page(rows: Sequence[Practice], filters: Filters, edge: Edge | None, size: int) -> Listing:
    found = cut(rows, size, edge)

    def at(row: Practice | None, *, backward: bool) -> Edge | None:
        if row is None:
            return None
        key = row.key if filters.by_title else row.released_on.isoformat()
        return Edge(key, row.position, backward)

    return Listing(found.rows, at(found.before, backward=True), at(found.after, backward=False))
