"""Towns, countries and addresses of the made texts, as the trade writes them."""

import random
from functools import cache

import pycountry

from training.lists.reading import listed
from training.people import family_name, given_name
from training.wordlist import cities

LISTS: dict[str, list[str]] = listed("places")
SOURCING = LISTS["SOURCING"]
STREETS = LISTS["STREETS"]
PREFIXED_STREETS = LISTS["PREFIXED_STREETS"]
SUFFIXED_STREETS = LISTS["SUFFIXED_STREETS"]
ZONES = LISTS["ZONES"]
AREAS = LISTS["AREAS"]


@cache
def _towns() -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    by_country: dict[str, list[str]] = {}
    for name, country, _ in cities():
        if len(name) > 2 and len(name) < 30:
            by_country.setdefault(country, []).append(name)
    return {key: tuple(names) for key, names in by_country.items()}, tuple(
        name for names in by_country.values() for name in names
    )


def town_of(code: str, rng: random.Random) -> str:
    names = _towns()[0].get(code) or _towns()[1]
    # Half the time one of the well-known ones.
    return rng.choice(names[:40] if rng.random() < 0.4 else names)


def any_town(rng: random.Random) -> str:
    if rng.random() < 0.7:
        return town_of(rng.choice(SOURCING), rng)
    return rng.choice(_towns()[1])


def country_name(code: str) -> str:
    country = pycountry.countries.get(alpha_2=code)
    name = getattr(country, "common_name", None) or country.name
    return name.split(",")[0].replace("Türkiye", "Turkey").replace("Viet Nam", "Vietnam")


def any_country(rng: random.Random) -> str:
    if rng.random() < 0.8:
        return country_name(rng.choice(SOURCING))
    return country_name(rng.choice([country.alpha_2 for country in pycountry.countries]))


def zone(rng: random.Random, code: str) -> str:
    name = rng.choice(ZONES).format(t=town_of(code, rng))
    if rng.random() < 0.3:
        name += rng.choice((" Phase II", " Phase 2", " Zone B", " Block C", " 2", " Lot 14"))
    return name


def area(rng: random.Random, code: str) -> str:
    return rng.choice(AREAS).format(t=town_of(code, rng))


def street(rng: random.Random) -> str:
    name = rng.choice((family_name, given_name, any_town, any_town))(rng)
    kind = rng.random()
    if kind < 0.4:
        return f"{name} {rng.choice(STREETS)}"
    if kind < 0.75:
        return f"{rng.choice(PREFIXED_STREETS)} {name}"
    if kind < 0.9 and name.isalpha():
        return f"{name}{rng.choice(SUFFIXED_STREETS)}"
    return name


def _four(rng: random.Random) -> int:
    return rng.randint(1000, 9999)


def _five(rng: random.Random) -> int:
    return rng.randint(10000, 99999)


def address(rng: random.Random, code: str | None = None) -> str:
    code = code or rng.choice(SOURCING)
    number = rng.choice(
        (
            str(rng.randint(1, 300)),
            f"{rng.randint(1, 99)}/{rng.choice('ABCD')}",
            str(rng.randint(1, 9999)),
        )
    )
    lead = rng.choice(
        (
            f"{number} {street(rng)}",
            f"{number}, {street(rng)}",
            f"No. {number}, {street(rng)}",
            f"{street(rng)} {number}",
            f"{street(rng)} No. {number}",
            f"Plot {number}, {street(rng)}",
            f"Plot No. {number}, Block {rng.choice('ABCDEF')}, Road {rng.randint(1, 30)}",
            f"House {rng.randint(1, 90)}, Road {rng.randint(1, 30)}, Sector {rng.randint(1, 14)}",
            f"Lot {rng.randint(1, 999)}, {zone(rng, code)}",
            f"Building {rng.randint(1, 20)}, {zone(rng, code)}",
            f"Unit {rng.randint(1, 40)}, {number} {street(rng)}",
            f"P.O. Box {rng.randint(10, 9999)}",
            f"{rng.randint(1, 40)}th floor, {number} {street(rng)}",
            f"Km {rng.randint(1, 80)}, {street(rng)}",
            f"{street(rng)} and {street(rng)} {rng.randint(1, 200)}",
            f"the corner of {street(rng)} and {street(rng)}",
            f"{rng.randint(1, 999)} {number} {street(rng)}",
        )
    )
    if rng.random() < 0.05:
        return rng.choice(
            (
                f"PSC {_four(rng)}, Box {rng.randint(100, 9999)}\nAPO AP {_five(rng)}",
                f"Unit {_four(rng)} Box {_four(rng)}\nDPO AE {_five(rng)}",
                f"USS {street(rng).split()[0]}\nFPO AA {_five(rng)}",
            )
        )
    parts = [lead]
    if rng.random() < 0.2:
        parts.append(f"{rng.choice(('Apt.', 'Suite', 'Flat', 'Room'))} {rng.randint(1, 900)}")
    if rng.random() < 0.85:
        town = town_of(code, rng)
        if rng.random() < 0.45:
            post = str(rng.randint(1000, 99999))
            town = rng.choice((f"{town} {post}", f"{post} {town}", f"{town}-{post}"))
        parts.append(town)
    if rng.random() < 0.5:
        parts.append(country_name(code))
    joiner = rng.choice((", ", ", ", ", ", "\n", "\n ", " ", ",\n"))
    return joiner.join(parts)
