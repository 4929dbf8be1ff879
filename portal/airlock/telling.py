"""How exact a text is about place, time, trade and product: where a bundle would say less."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from portal.airlock.wording import finer_place
from portal.privacy import bundles
from portal.privacy.identifiers.page import Page
from portal.privacy.identifiers.places import Places, countries
from portal.reference import periods, places, products, sectors
from portal.reference.documents import document

ANY: Final = "any"
_PEOPLES: Final[Mapping[str, str]] = {
    "chinese": "CN", "turkish": "TR", "burmese": "MM", "filipino": "PH", "british": "GB",
    "vietnamese": "VN", "nepali": "NP", "nepalese": "NP", "congolese": "CD", "dutch": "NL",
    "mexican": "MX", "ivorian": "CI", "peruvian": "PE", "argentine": "AR", "spanish": "ES",
    "moroccan": "MA", "burkinabe": "BF", "french": "FR", "greek": "GR", "polish": "PL",
}  # fmt: skip
"""Peoples whose name does not begin or end like their country's."""
_PEOPLE_OF: Final = ("n", "an", "ian", "i", "ese", "ish", "is", "ns", "ans", "ians")
_COUNTRY_OF: Final = ("land", "istan", "stan", "ia", "ey")
_SEASONS: Final = (
    "(?:of|since|until|last|this|late|early|mid|by|during) (?:spring|summer|autumn|winter)"
)
_PERIODS: Final = (
    rf"\b(?:q[1-4]|(?:first|second|third|fourth|last) quarter|{_SEASONS})\b",
    r"\b(?:h[12]|(?:first|second) half of)\b",
    r"\b(?:19|20)\d\d\b",
)
"""For each rung of the period the words that say as much; no list knows every way to say a time."""


def codes(facets: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """The facets of a released item as `bundles.Row.codes`."""
    period = facets.get("period")
    return (
        _climbed(
            places.path(facets["place"]), places.RUNGS[1:], lambda code: places.place(code).rung
        ),
        (*_climbed(periods.path(period) if period else (ANY,), periods.RUNGS[2:], _span), ANY),
        _climbed(
            sectors.path(facets["sector"]), sectors.RUNGS, lambda code: sectors.sector(code).rung
        ),
        (facets.get("product") or ANY, ANY),
    )


def told(text: str, facets: Mapping[str, Any]) -> tuple[int, ...]:
    """`bundles.Row.told` of a text that may stand beside these facets in the group.

    A rung counts as long as the text says nothing of the item that the rung's code does not say.
    """
    place, period, sector, product = codes(facets)
    named, trades = _named(text), _trades(text)
    return (
        _reach(place, lambda code: not _places_below(text, named, code)),
        next(
            (rung for rung, said in enumerate(_PERIODS) if re.search(said, text, re.IGNORECASE)),
            len(period) - 1,
        ),
        _reach(sector, lambda code: not trades & set(sector[: sector.index(code)])),
        0 if facets.get("product") and _says(text, _names_of(product[0])) else 1,
    )


def _climbed(
    path: Sequence[str], rungs: Sequence[str], rung_of: Callable[[str], str]
) -> tuple[str, ...]:
    """For each rung the code on it; on rungs below where the path begins, its first code."""
    on = {rung_of(code): code for code in path}
    here = next((on[rung] for rung in rungs if rung in on), path[0])
    found = []
    for rung in rungs:
        here = on.get(rung, here)
        found.append(here)
    return tuple(found)


def _span(period: str) -> str:
    return ANY if period == ANY else periods.rung(period)


def _reach(ladder: Sequence[str], says_no_more: Callable[[str], bool]) -> int:
    """The coarsest rung up to which every code says as much as the text; NOWHERE if none does."""
    reached = bundles.NOWHERE
    for rung, code in enumerate(ladder):
        if not says_no_more(code):
            break
        reached = rung
    return reached


def _named(text: str) -> set[str]:
    """Places and peoples that the text names, folded as the gazetteer's keys."""
    page = Page(text)
    found = {
        "".join(token.folded for token in page.tokens if span.start <= token.start < span.end)
        for span in Places().find(page)
    }
    return found | {
        country for token in page.tokens if token.capitalized for country in _home_of(token.folded)
    }


def _home_of(people: str) -> Iterator[str]:
    known = _countries_by_code()
    if people in _PEOPLES:
        yield known[_PEOPLES[people]]
    for ending in _PEOPLE_OF:
        stem = people.removesuffix(ending)
        if stem != people and len(stem) > 2:
            yield from (name for name in (stem, f"{stem}a", f"{stem}e") if name in countries())
    yield from (name for name in (people + more for more in _COUNTRY_OF) if name in countries())


@cache
def _countries_by_code() -> dict[str, str]:
    return {code: name for name, code in countries().items()}


def _places_below(text: str, named: set[str], shown: str) -> bool:
    """Does the text name a place inside the one that is shown?"""
    if any(finer_place(each, shown) for each in named):
        return True
    return any(
        _says(text, [place.name])
        for place in _regions()
        if place.code != shown and shown in places.path(place.code)
    )


@cache
def _regions() -> tuple[places.Place, ...]:
    above = {code for country in places.countries() for code in places.path(country.code)[1:-1]}
    return tuple(places.place(code) for code in sorted(above))


def _trades(text: str) -> set[str]:
    """Every sector that the text has a word for, with what lies above it."""
    return {
        code
        for row in document("sector_words")["sectors"]
        if _says(text, row["words"])
        for code in sectors.path(row["code"])
    }


def _names_of(product: str) -> list[str]:
    if product.startswith("hs"):
        return [products.label(product)]
    name = products.product(product).name
    return [name, name.removesuffix("s")]


def _says(text: str, words: Sequence[str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in words)
