"""Whether prose says more than the facets that the gate lets through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from portal.airlock.fields import Fields, Problem
from portal.core.text import fold
from portal.privacy.gate_facets import Facets
from portal.privacy.identifiers.places import countries, subdivisions, towns
from portal.reference import places, products, sectors
from portal.reference.documents import document

N_: Final = str

FINER_PLACE: Final = N_(
    "“%(said)s” tells the place more exactly than the gate allows. Write it in other words."
)
FINER_SECTOR: Final = N_(
    "“%(said)s” tells the sector more exactly than the gate allows. Write it in other words."
)


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
