"""The Department of Labor list beside what one reader may read of a group."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final
from uuid import UUID

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.models import ContributionKind, Release
from portal.reference import places, products, sectors
from portal.reference.documents import document
from portal.reference.dol import ListedGood, goods
from portal.web.context import Context
from portal.web.group_zone import releases_for

MOST_OF_PANEL: Final = 5
# As in the feed: the literals let the planner see that the partial index fits.
_BEYOND: Final[ColumnElement[bool]] = literal_column("(bundle_id is not null or byline <> '')")
_WORDS: Final = {"A": "Agriculture", "B": "Mining", "C": "Manufacturing"}
"""Sections of ISIC by the list's own words for them; all others are its Other."""


class Standing(StrEnum):
    """What a reader may read of a good in a country."""

    NAMED = "named"  # the country and this good
    NEAR = "near"  # the country, and a wider good or a trade that includes this one
    SILENT = "silent"  # neither


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a release says of where and what; codes, empty where it says less than a country."""

    country: str
    product: str
    sector: str


@dataclass(frozen=True, slots=True)
class Row:
    """A good of a country; `listed` is its line of the list, or None."""

    country: str  # ISO 3166-1 alpha-2
    good: str  # in the reader's language where we have it, else in the list's
    sector: str  # the list's own word
    standing: Standing
    listed: ListedGood | None

    @property
    def country_name(self) -> str:
        return gettext(places.place(self.country).name)

    @property
    def subregion(self) -> str:
        return places.place(self.country).parent or ""


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    publisher: str
    year: str


@dataclass(frozen=True, slots=True)
class Panel:
    """For `listed_goods/_panel.html`: some lines of either, and where the rest is."""

    named: tuple[Row, ...]
    silent: tuple[Row, ...]
    href: str
    source: Source


class Comparison:
    """The list beside what was said; it knows nothing of who said it, nor how often."""

    def __init__(self, said: Collection[Spoken]) -> None:
        self.countries = {each.country for each in said}
        self._pairs = {(each.country, each.product) for each in said}
        self._trades = {(each.country, each.sector) for each in said}

    @cached_property
    def listed(self) -> tuple[Row, ...]:
        """Every line of the list, by country and good in the reader's language."""
        return _sorted(
            Row(each.country, _name(each), each.sector, self._standing(each), each)
            for each in goods()
        )

    @cached_property
    def spoken(self) -> tuple[Row, ...]:
        """The country-and-good pairs that were spoken of, whether or not they are listed."""
        lines = {(each.country, each.product): each for each in goods() if each.product}
        return _sorted(
            Row(country, gettext(known.name), _word(known), Standing.NAMED, lines.get(pair))
            for pair in self._pairs
            for country, slug in [pair]
            for known in [_product(slug)]
            if known
        )

    @property
    def of_countries(self) -> tuple[Row, ...]:
        """What is listed of the countries that were spoken of."""
        return tuple(row for row in self.listed if row.country in self.countries)

    @property
    def silent(self) -> tuple[Row, ...]:
        """What is listed for forced labor and nothing that the reader may read speaks of."""
        return tuple(row for row in self.listed if _forced(row) and row.standing is Standing.SILENT)

    def _standing(self, line: ListedGood) -> Standing:
        if line.product is None:
            return Standing.SILENT
        if (line.country, line.product) in self._pairs:
            return Standing.NAMED
        wider = products.path(line.product)[1:-1]
        trades = sectors.path(products.product(line.product).sector)
        below_section = [code for code in trades if sectors.sector(code).rung in sectors.RUNGS[:3]]
        is_near = any((line.country, code) in self._pairs for code in wider) or any(
            (line.country, code) in self._trades for code in below_section
        )
        return Standing.NEAR if is_near else Standing.SILENT


def said(session: Session, group_id: UUID, *, whole: bool) -> frozenset[Spoken]:
    """What the group's findings and audit outcomes name, as far as row-level security shows them.

    `whole`: the group's own copies; everybody else reads what was frozen in bundles. Good practices
    are advice, not a look at a place. The database answers with the distinct codes only.
    """
    facets = [Release.facets[name].astext for name in ("place", "product", "sector")]
    asked = (
        select(*facets)
        .where(Release.group_id == group_id, Release.withdrawn.is_(False))
        .where(Release.kind != ContributionKind.PRACTICE)
        .where(Release.bundle_id.is_(None) if whole else _BEYOND)
        .distinct()
    )
    found = (
        Spoken(_country(place), product or "", sector or "")
        for place, product, sector in session.execute(asked)
    )
    return frozenset(each for each in found if each.country)


def panel(ctx: Context, group_id: UUID, association_id: UUID) -> Panel | None:
    """The beginning of the comparison, for another page of the group, in one statement.

    Nothing for who reads nothing that the group said, in its own words or in bundles.
    """
    releases = releases_for(ctx, group_id, association_id)
    if not ctx.may(Action.RELEASE_VIEW, releases):
        return None
    compared = Comparison(said(ctx.session, group_id, whole=not releases.bundled))
    named = [row for row in compared.spoken if row.listed]
    near = [row for row in compared.silent if row.country in compared.countries]
    return Panel(
        tuple(named[:MOST_OF_PANEL]),
        tuple(near[:MOST_OF_PANEL]),
        url_for("listed_goods.list_goods", group_id=group_id),
        source(),
    )


def source() -> Source:
    """Of which edition of the list the lines are."""
    known = document("dol_goods")
    return Source(gettext(known["title"]), known["source"], known["edition"])


def _sorted(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.country_name.casefold(), row.good.casefold())))


def _country(place: str | None) -> str:
    """The country in which a place lies; nothing for what is wider."""
    above = places.path(place) if place else ()
    return next((code for code in above if places.place(code).rung == "country"), "")


def _name(line: ListedGood) -> str:
    return gettext(products.product(line.product).name) if line.product else line.good


def _product(code: str) -> products.Product | None:
    """Nothing for a heading or chapter: those name no good."""
    return products.product(code) if code and not code.startswith("hs") else None


def _word(product: products.Product) -> str:
    section = next(
        code for code in sectors.path(product.sector) if sectors.sector(code).rung == "section"
    )
    return _WORDS.get(section, "Other")


def _forced(row: Row) -> bool:
    line = row.listed
    return line is not None and (line.forced_labor or line.forced_child_labor)
