"""What the feed and the page of a release show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import Session, aliased

from portal.airlock.own_marks import act_as_witness
from portal.db.pages import Edge, cut, newest_first
from portal.models import Group, Release, Sighting, Tally

PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Feed:
    """A group's list of releases, as a thing that the policy can be asked about."""

    group_id: UUID
    association_id: UUID
    audience: str = "group_and_observers"
    bundled: bool = True

    @property
    def bundle_id(self) -> UUID | None:
        """Something where bundles are meant, nothing where the group's own copies are."""
        return self.group_id if self.bundled else None


@dataclass(frozen=True, slots=True)
class Filters:
    """Codes of the reference data. `elsewhere`: from the other groups of the association."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    tlps: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    indicator: str = ""
    place: str = ""
    sector: str = ""
    period: str = ""
    elsewhere: bool = False

    @property
    def narrowed(self) -> bool:
        """Is anything asked for beside where it comes from?"""
        lists = self.kinds or self.tlps or self.statuses
        return bool(
            self.words or lists or self.indicator or self.place or self.sector or self.period
        )


@dataclass(frozen=True, slots=True)
class Entry:
    id: UUID
    released_on: date
    position: UUID
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page, the newest first, and the edges from which the pages beside it begin."""

    entries: Sequence[Entry]
    newer: Edge | None
    older: Edge | None


_ENTRY: Final = (Release.id, Release.released_on, Release.position, Release.withdrawn)
_CARD: Final = (
    *(Release.id, Release.released_on, Release.kind, Release.tlp, Release.title, Release.narrative),
    *(Release.facets, Release.indicators, Release.status, Release.withdrawn, Release.bundle_id),
    *(Release.byline, Release.edition),
)
# The literal lets the planner see that the partial index fits.
_OPEN: Final[ColumnElement[bool]] = literal_column(
    "audience = any (array['association', 'public'])"
)
_BEYOND: Final[ColumnElement[bool]] = literal_column("(bundle_id is not null or byline <> '')")
_FOUND: Final = text(
    "select r.id, r.released_on, r.position, r.withdrawn"
    " from guard.find_releases(:feed, :elsewhere, :words, :kinds, :tlps, :statuses, :indicator,"
    " :place, :sector, :period, :edge_on, :edge_position, :backward, :wanted) as found (id)"
    " join releases r on r.id = found.id order by r.released_on desc, r.position desc"
)

_SIMILAR: Final = text(
    "select r.id, r.kind, r.tlp, r.title, r.released_on, r.bundle_id, r.byline"
    " from guard.find_similar(:id) as found join releases r on r.id = found.id order by found.place"
)


def group(session: Session, id: UUID) -> Group | None:
    """The group, if the reader may know of it."""
    return session.scalars(select(Group).where(Group.id == id)).one_or_none()


def listing(
    session: Session, feed: Feed, filters: Filters, edge: Edge | None, *, whole: bool
) -> Listing:
    """A page of what the reader may see; `whole`: of what the group reads, whatever its audience.

    Everybody else reads what was frozen in bundles. Withdrawn releases stand in their place, but
    filters and words do not find them.
    """
    if filters.narrowed:
        rows = list(session.execute(_FOUND, _asked(feed, filters, edge)))
    else:
        rows = list(session.execute(_plain(feed, filters, edge, whole=whole)))
        if edge is not None and edge.backward:
            rows.reverse()
    return _page([Entry(*row) for row in rows], edge)


def cards(session: Session, ids: Iterable[UUID]) -> Sequence[Row[*tuple[object, ...]]]:
    """What the cards of these releases show, in no order."""
    return session.execute(select(*_CARD).where(Release.id.in_(list(ids)))).all()


def release(session: Session, id: UUID) -> Row[*tuple[object, ...]] | None:
    """The release with its group's name (None where the reader may not know of the group).

    What the reader may see is worked out before the row is looked for, so that a hidden release
    takes as long as an absent one.
    """
    found = func.guard.find_release(id).table_valued("id", name="found").render_derived()
    query = (
        select(
            *_CARD,
            *(Release.group_id, Release.association_id, Release.audience, Release.lineage_id),
            Group.name.label("group_name"),
            _newer().label("newer_id"),
        )
        .select_from(found)
        .join(Release, Release.id == found.c.id)
        .outerjoin(Group, Group.id == Release.group_id)
    )
    return session.execute(query).one_or_none()


def similar(session: Session, id: UUID) -> Sequence[Row[*tuple[object, ...]]]:
    """At most five that say something alike and that the reader may open, the most alike first."""
    return session.execute(_SIMILAR, {"id": id}).all()


def tallies(session: Session, id: UUID) -> Mapping[str, Tally]:
    """What may be shown of others' answers to a release, by kind, as of the last count."""
    rows = session.scalars(select(Tally).where(Tally.release_id == id))
    return {row.kind: row for row in rows}


def own_answer(session: Session, id: UUID) -> Sighting | None:
    """What the reader's own organization answered."""
    tag = act_as_witness(session, id)
    mine = select(Sighting).where(Sighting.release_id == id, Sighting.owner_tag == tag)
    return session.scalars(mine).one_or_none()


def has_enough_families(session: Session, group_id: UUID) -> bool:
    """Could anything be shared here without an author being known?"""
    return bool(session.scalar(select(func.guard.has_enough_families(group_id))))


def _newer() -> ScalarSelect[UUID]:
    """The latest edition of the same practice, if that is not the one that is looked at."""
    other = aliased(Release)
    return (
        select(other.id)
        .where(
            other.lineage_id == Release.lineage_id,
            other.edition > Release.edition,
            other.withdrawn.is_(False),
        )
        .order_by(other.edition.desc())
        .limit(1)
        .scalar_subquery()
    )


def _plain(
    feed: Feed, filters: Filters, edge: Edge | None, *, whole: bool
) -> Select[UUID, date, UUID, bool]:
    if filters.elsewhere:
        within = and_(
            Release.association_id == feed.association_id, Release.group_id != feed.group_id, _OPEN
        )
    else:
        within = Release.group_id == feed.group_id
        within = and_(within, Release.bundle_id.is_(None) if whole else _BEYOND)
    return newest_first(
        select(*_ENTRY).where(within), Release.released_on, Release.position, edge, PAGE
    )


def _asked(feed: Feed, filters: Filters, edge: Edge | None) -> dict[str, object]:
    return {
        "feed": feed.group_id,
        "elsewhere": filters.elsewhere,
        "words": filters.words or None,
        "kinds": list(filters.kinds) or None,
        "tlps": list(filters.tlps) or None,
        "statuses": list(filters.statuses) or None,
        "indicator": filters.indicator or None,
        "place": filters.place or None,
        "sector": filters.sector or None,
        "period": filters.period or None,
        "edge_on": edge and edge.day,
        "edge_position": edge and edge.id,
        "backward": edge is not None and edge.backward,
        "wanted": PAGE + 1,
    }


def _page(entries: list[Entry], edge: Edge | None) -> Listing:
    found = cut(entries, PAGE, edge)
    first, last = found.before, found.after
    return Listing(
        found.rows,
        Edge(first.released_on, first.position, backward=True) if first else None,
        Edge(last.released_on, last.position) if last else None,
    )
