from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified

_SHELVED: Final = "kind = 'practice' and not withdrawn"
_OPEN: Final = "audience = any (array['association', 'public'])"


class Release(Identified, Base):
    """What others read: immutable but for withdrawal; bears no author, no time but its batch's.

    With a batch it is what the group reads, with a bundle it is what outsiders read of the same
    item, under an id of its own: nobody reads both, and no column leads from one to the other.
    What an organization signs has no second row: outsiders whom its audience names read the first.

    `place_path`, `sector_path` and `period_path` hold the shown code and everything above it, so
    that a filter for a region finds its countries. `search` indexes released text only.
    """

    __tablename__ = "releases"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
        ForeignKeyConstraint(
            ["bundle_id", "group_id", "released_on", "audience"],
            ["bundles.id", "bundles.group_id", "bundles.frozen_on", "bundles.audience"],
        ),
        CheckConstraint("(batch_id is null) <> (bundle_id is null)", name="batch_or_bundle"),
        Index("ix_releases_bundle_id", "bundle_id"),
        Index(
            "ix_releases_shelf",
            *("group_id", "released_on", "position"),
            postgresql_where=_SHELVED,
        ),
        Index(
            "ix_releases_shelf_by_title",
            *("group_id", text("lower(left(title, 200))"), "position"),
            postgresql_where=_SHELVED,
        ),
        Index(
            "ix_releases_open_shelf",
            *("association_id", "released_on", "position"),
            postgresql_where=f"{_SHELVED} and {_OPEN}",
        ),
        Index(
            "ix_releases_open_shelf_by_title",
            *("association_id", text("lower(left(title, 200))"), "position"),
            postgresql_where=f"{_SHELVED} and {_OPEN}",
        ),
        Index(
            "ix_releases_bands",
            text("(array[facets ->> 'cost', facets ->> 'effort', facets ->> 'requirement'])"),
            postgresql_using="gin",
            postgresql_where=_SHELVED,
        ),
        Index("ix_releases_lineage_id", "lineage_id"),
        Index("ix_releases_feed", "group_id", "released_on", "position"),
        Index("ix_releases_search", "search", postgresql_using="gin"),
        Index(
            "ix_releases_facets",
            *("indicators", "place_path", "sector_path", "period_path"),
            postgresql_using="gin",
        ),
        Index("ix_releases_marks", text("(array[kind, tlp, status])"), postgresql_using="gin"),
        Index(
            "ix_releases_beyond",
            *("group_id", "released_on", "position"),
            postgresql_where="bundle_id is not null or byline <> ''",
        ),
        Index(
            "ix_releases_open",
            *("association_id", "released_on", "position"),
            postgresql_where="audience = any (array['association', 'public'])",
        ),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID]
    batch_id: Mapped[UUID | None]
    bundle_id: Mapped[UUID | None]
    released_on: Mapped[date]
    position: Mapped[UUID]
    kind: Mapped[str]
    audience: Mapped[str]
    tlp: Mapped[str]
    title: Mapped[str]
    narrative: Mapped[str]
    facets: Mapped[dict[str, Any]]
    indicators: Mapped[list[str]]
    place_path: Mapped[list[str]]
    sector_path: Mapped[list[str]]
    period_path: Mapped[list[str]]
    status: Mapped[str]
    withdrawn: Mapped[bool]
    search: Mapped[str | None] = mapped_column(TSVECTOR, deferred=True)
    byline: Mapped[str] = mapped_column(server_default="", default="")
    """Name of the organization that signs a practice; empty for everything that is anonymous."""
    lineage_id: Mapped[UUID | None]
    """The id of a practice's first edition, the same for all. No outsiders' copy has it."""
    edition: Mapped[int] = mapped_column(server_default=text("1"), default=1)
