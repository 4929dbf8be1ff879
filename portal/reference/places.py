"""Places from subdivision to world, and the country that a messy name on a list means."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import pycountry
from anyascii import anyascii
from babel import Locale

from portal.reference.documents import document

WORLD: Final = "001"
RUNGS: Final = ("subdivision", "country", "subregion", "region", "world")

_PARENTHESES: Final = re.compile(r"\([^)]*\)")
_INITIALS: Final = re.compile(r"\b(?:[a-z] )+[a-z]\b")
_EMPTY_WORDS: Final = {"the", "of", "and"}


@dataclass(frozen=True)
class Place:
    """`code`: ISO 3166-2, ISO 3166-1 alpha-2 or M49; `rung`: one of RUNGS; `parent`: a code."""

    code: str
    name: str  # English; countries as in Unicode CLDR
    rung: str
    parent: str | None


@cache
def _regions_and_countries() -> dict[str, Place]:
    m49 = document("m49")
    names = Locale("en").territories
    found = [Place(WORLD, m49["world"]["name"], "world", None)]
    found += [Place(row["code"], row["name"], "region", WORLD) for row in m49["regions"]]
    for row in m49["subregions"]:
        found.append(Place(row["code"], row["name"], "subregion", row["region"]))
        found += [Place(code, names[code], "country", row["code"]) for code in row["countries"]]
    return {each.code: each for each in found}


@cache
def _subdivisions() -> dict[str, Place]:
    return {
        each.code: Place(each.code, each.name, "subdivision", each.country_code)
        for each in pycountry.subdivisions
    }


def place(code: str) -> Place:
    """The place of this code; KeyError if there is none."""
    found = _regions_and_countries().get(code)
    return found or _subdivisions()[code]


def path(code: str) -> tuple[str, ...]:
    """Codes from this place up to the world: at most five; KeyError for an unknown code."""
    here = place(code)
    return (code,) if here.parent is None else (code, *path(here.parent))


@cache
def countries() -> tuple[Place, ...]:
    """All countries, by English name."""
    found = (each for each in _regions_and_countries().values() if each.rung == "country")
    return tuple(sorted(found, key=_by_name))


@cache
def subdivisions(country_code: str) -> tuple[Place, ...]:
    """Every ISO 3166-2 subdivision of a country, by name; empty if it has none."""
    found = (each for each in _subdivisions().values() if each.parent == country_code)
    return tuple(sorted(found, key=_by_name))


def find_country(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that a name or code on a list means, or None.

    Case, accents, punctuation, word order and "the", "of", "and" do not matter.
    """
    code = text.strip().upper()
    by_code, by_name = _codes(), _names()
    return (
        by_code.get(code)
        or by_name.get(_name_key(text))
        or by_name.get(_name_key(_PARENTHESES.sub(" ", text)))
    )


def _by_name(each: Place) -> str:
    return anyascii(each.name).casefold()


def _name_key(text: str) -> str:
    plain = re.sub(r"[.'`]", "", anyascii(text).casefold())
    spaced = " ".join(re.findall(r"[a-z0-9]+", plain))
    joined = _INITIALS.sub(lambda match: match.group().replace(" ", ""), spaced)
    return " ".join(sorted(word for word in joined.split() if word not in _EMPTY_WORDS))


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for each in pycountry.countries:
        found[each.alpha_2] = each.alpha_2
        found[each.alpha_3] = each.alpha_2
    return found


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names in document("country_names")["names"].items():
        found.update({_name_key(name): code for name in names})
    for each in pycountry.countries:
        official = (getattr(each, kind, None) for kind in ("name", "common_name", "official_name"))
        cldr = place(each.alpha_2).name
        for name in (*official, cldr, _PARENTHESES.sub(" ", cldr)):
            # The first wins: our own list settles names that two countries could claim.
            if name:
                found.setdefault(_name_key(name), each.alpha_2)
    found.pop("", None)
    return found
