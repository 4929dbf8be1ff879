"""The List of Goods Produced by Child Labor or Forced Labor (U.S. Department of Labor)."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final
from unicodedata import normalize

from anyascii import anyascii

from portal.reference.documents import DATA, document
from portal.reference.places import find_country
from portal.reference.products import PRODUCTS

YEAR: Final = int(document("dol_goods")["edition"])


@dataclass(frozen=True)
class ListedGood:
    """`product`: a slug of `products`, or None for a good that is no product of a supply chain."""

    country: str  # ISO 3166-1 alpha-2
    good: str
    product: str | None
    sector: str  # the list's own word: Agriculture, Manufacturing, Mining or Other
    child_labor: bool
    forced_labor: bool
    forced_child_labor: bool


def slug(good: str) -> str:
    """Lower case, runs of anything but letters and digits as one hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(normalize("NFC", good)).lower()).strip("-")


def _read() -> Iterator[ListedGood]:
    slugs = {each.slug for each in PRODUCTS}
    text = (DATA / "dol_goods.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        country = find_country(row["country"])
        if country is None:
            raise ValueError(f"no country is called {row['country']!r}")
        yield ListedGood(
            country=country,
            good=normalize("NFC", row["good"]),
            product=slug(row["good"]) if slug(row["good"]) in slugs else None,
            sector=row["sector"],
            child_labor=row["child_labor"] == "Yes",
            forced_labor=row["forced_labor"] == "Yes",
            forced_child_labor=row["forced_child_labor"] == "Yes",
        )


@cache
def goods() -> tuple[ListedGood, ...]:
    """Every row, in the order of the list; ValueError if a country is not understood."""
    return tuple(_read())


@cache
def listed(country_code: str) -> tuple[ListedGood, ...]:
    """The rows of one country; empty if it has none."""
    return tuple(each for each in goods() if each.country == country_code)
