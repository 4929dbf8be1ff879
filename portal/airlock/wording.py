"""Whether prose says more than the facets that the gate lets through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from portal.airlock.fields import Fields, Problem
from portal.core.text import fold
from portal.privacy.gate_facets import Facets
from portal.privacy.identifiers.places import countries, subdivisions, towns
from portal.reference import audits, places, products, sectors, taxonomy
from portal.reference.documents import document

N_: Final = str

FINER_PLACE: Final = N_(
    "“%(said)s” tells the place more exactly than the gate allows. Write it in other words."
)
FINER_SECTOR: Final = N_(
    "“%(said)s” tells the sector more exactly than the gate allows. Write it in other words."
)


FINER_PERIOD: Final = N_(
    "“%(said)s” tells the time more exactly than half a year. Write it in other words."
)
TELLS_SCHEME: Final = N_(
    "“%(said)s” is a scheme's own word: it could point at the audit. Write it in other words."
)
TELLS_AUTHOR: Final = N_(
    "“%(said)s” tells that no company wrote this. It leaves as a finding like those of companies:"
    " write it as any of them could have written it."
)
_OUR_KIND: Final = re.compile(
    r"\b(?:our|we(?:,)? (?:are )?(?:an?|the)|as an?)\s+(?:\w+[\s-]){0,2}?"
    r"(?:ngos?|non-governmental|civil society|charit(?:y|ies)|unions?|federation|hot-?lines?"
    r"|help-?lines?|shelters?|monitors?|caseworkers?|case workers|paralegals?|volunteers"
    r"|organi[sz]ers?|rank and file|constituents|field (?:team|staff|office|workers|monitors)"
    r"|legal aid|members|membership|affiliates)\b",
    re.IGNORECASE,
)
"""How an organization that is no company speaks of itself: "our hotline", "as a union"."""
_QUARTER: Final = re.compile(
    r"\b(?:q[1-4]|[1-4]q|(?:first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) quarter)\b",
    re.IGNORECASE,
)
_SCORE: Final = re.compile(
    r"\b(?:scor(?:e|ed|ing)|rat(?:ed|ing)|graded?)(?: of| was| is|:)? (?:[A-E]\b|\d[\d.,]*)"
    r"|\b\d{1,3}(?:[.,]\d+)?(?: ?%|(?: points)?(?: out of| of| ?/) ?(?:100|200)\b| points\b)",
    re.IGNORECASE,
)
"""Shares are no score, yet beside an audit nobody can tell which they are."""


def finer_place(folded: str, shown: str) -> bool:
    """Whether a place in the text lies below the place that may be shown.

    A place elsewhere in the world is another matter, which the author decides.
    """
    country = countries().get(folded)
    inside = country or subdivisions().get(folded) or towns().get(folded)
    if inside is None:
        return True  # an address, or a place that no list knows
    if country is not None:
        return shown in places.path(country) and shown != country
    above = places.place(shown)
    if above.rung == "subdivision":
        return inside == above.parent and fold(above.name).replace(" ", "") != folded
    return shown in places.path(inside)


def finer_than_facets(texts: Mapping[str, str], typed: Fields, shown: Facets) -> Iterator[Problem]:
    """What the texts, as they would leave, tell beyond the place, sector and product shown."""
    for at, text in texts.items():
        for said in _regions(text, shown.place):
            yield Problem(at, FINER_PLACE, {"said": said})
        for said in _sector_words(text, typed, shown):
            yield Problem(at, FINER_SECTOR, {"said": said})
        if typed.of.is_audit:
            yield from _of_audit(at, text)
        if typed.of.is_field and (found := _OUR_KIND.search(text)):
            yield Problem(at, TELLS_AUTHOR, {"said": found.group()})


def _of_audit(at: str, text: str) -> Iterator[Problem]:
    """A quarter, a scheme, a score or a scheme's own value: with the rest they name the audit."""
    if found := _QUARTER.search(text):
        yield Problem(at, FINER_PERIOD, {"said": found.group()})
    if found := _SCORE.search(text) or _scheme_words().search(text):
        yield Problem(at, TELLS_SCHEME, {"said": found.group()})


@cache
def _scheme_words() -> re.Pattern[str]:
    """Names of schemes and their own values, but for those that are neutral or plain words."""
    neutral = {fold(each.label) for each in audits.SEVERITIES}
    named = (
        each for each in taxonomy.AUDIT_SCHEMES if each.wider in {"multi_stakeholder", "industry"}
    )
    names = {name for scheme in named for name in _names(scheme.label)}
    values = {
        value
        for scheme in audits.SCHEMES
        for value in audits.values_of(scheme.code)
        if " " in value and fold(value) not in neutral
    }
    names_, values_ = (
        "|".join(map(re.escape, sorted(each, reverse=True))) for each in (names, values)
    )
    return re.compile(rf"(?<!\w)(?:{names_}|(?i:{values_}))(?!\w)")


def _names(label: str) -> Iterator[str]:
    """Of "amfori BSCI" the whole and each word that is written like a name of its own."""
    yield label
    yield from (word for word in re.findall(r"\w+", label) if len(word) > 2 and word.isupper())


def _regions(text: str, shown: str) -> Iterator[str]:
    below = (
        region
        for country in places.countries()
        for region in places.path(country.code)[1:-1]
        if region != shown and shown in places.path(region)
    )
    for code in dict.fromkeys(below):
        name = places.place(code).name
        if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            yield name


def _sector_words(text: str, typed: Fields, shown: Facets) -> Iterator[str]:
    written = sectors.path(typed.sector)
    hidden = set(written[: written.index(shown.sector)])
    words = [
        word
        for row in document("sector_words")["sectors"]
        if hidden & set(sectors.path(row["code"]))
        for word in row["words"]
    ]
    if typed.product and shown.product != typed.product:
        name = products.product(typed.product).name
        words += [name, name.removesuffix("s")]
    for word in dict.fromkeys(words):
        if found := re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
            yield found.group()
            return
