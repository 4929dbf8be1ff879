"""What fills the slots of the made texts: each slot its words and the type they are marked with."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from training import values
from training.companies import agency, brand, factory, public_body, short_form
from training.people import BY_HAND, family_name, full_name, given_name
from training.places import (
    SOURCING,
    address,
    any_country,
    any_town,
    area,
    country_name,
    street,
    town_of,
    zone,
)

NEAR = frozenset({"BD", "IN", "NP", "MM", "KH", "VN", "CN", "PH", "LK", "ID", "ET", "KR"})
# Who works in Malaysia.
GUESTS = ("NP", "BD", "MM", "ID", "CN", "IN")
# New words each time a slot is met.
FRESH: dict[str, tuple[Callable[[random.Random], str], str]] = {
    "public": (public_body, "ORG"),
    "anygiven": (given_name, "PERSON"),
    "anyperson": (full_name, "PERSON"),
    "anyfamily": (family_name, "PERSON"),
    "anytown": (any_town, "LOC"),
    "street": (street, "LOC"),
    "anycountry": (any_country, "LOC"),
    "nation": (lambda rng: rng.choice(values.NATIONS), "DEM"),
    "people": (lambda rng: rng.choice(values.GROUPS), "DEM"),
    "job": (values.job, "DEM"),
    "age": (lambda rng: str(rng.randint(12, 62)), "DEM"),
    "date": (values.date, "DATETIME"),
    "month": (values.month, "DATETIME"),
    "dates": (values.span_of_dates, "DATETIME"),
    "time": (values.time_of_day, ""),
    "weekday": (lambda rng: rng.choice(values.DAYS), ""),
    "number": (values.number, "QUANTITY"),
    "money": (values.money, "QUANTITY"),
    "hours": (lambda rng: str(rng.randint(9, 20)), ""),
    "few": (lambda rng: rng.choice(values.FEW), ""),
    "code": (values.code, "CODE"),
    "phone": (values.phone, "CODE"),
    "email": (values.email, "CODE"),
    "url": (values.url, "CODE"),
    "card": (values.card, "CODE"),
    "ip": (values.ip, "CODE"),
}
# The same words throughout a text.
LASTING: dict[str, tuple[Callable[[random.Random], str], str]] = {
    "factory": (factory, "ORG"),
    "agency": (agency, "ORG"),
    "brand": (brand, "ORG"),
}
SHORT = {"factoryshort": "factory", "agencyshort": "agency"}


@dataclass
class World:
    """One report's cast: the same factory, agency, persons and country throughout it."""

    rng: random.Random
    code: str = ""
    cast: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.code = self.rng.choice(SOURCING)

    def same(self, key: str, make: Callable[[], str]) -> str:
        if key not in self.cast:
            self.cast[key] = make()
        return self.cast[key]

    def fill(self, slot: str) -> tuple[str, str]:
        """The words for a slot and their type, "" for words that identify nobody."""
        rng = self.rng
        kind, _, which = slot.partition(".")
        if kind in FRESH:
            make, type_ = FRESH[kind]
            return make(rng), type_
        if kind in LASTING:
            make, type_ = LASTING[kind]
            return self.same(slot, lambda: make(rng)), type_
        if kind in SHORT:
            make, type_ = LASTING[SHORT[kind]]
            name = self.same(SHORT[kind], lambda: make(rng))
            return self.same(slot, lambda: short_form(name, rng)), type_
        if kind in {"person", "family", "given"}:
            words = self.same(f"person.{which}" if which else "person", self._person)
            parts = words.split()
            return {"person": words, "family": parts[-1], "given": parts[0]}[kind], "PERSON"
        return self._place(kind, slot), "LOC"

    def _place(self, kind: str, slot: str) -> str:
        rng = self.rng
        if kind == "town":
            return self.same(slot, lambda: town_of(self.code, rng))
        if kind == "address":
            return address(rng, self.code if rng.random() < 0.7 else None)
        if kind == "country":
            return country_name(self.code)
        return {"area": area, "zone": zone}[kind](rng, self.code)

    def _person(self) -> str:
        key = self.code if self.code in NEAR and self.rng.random() < 0.5 else None
        if self.code == "MY" and self.rng.random() < 0.5:
            key = self.rng.choice(GUESTS)
        return full_name(self.rng, key if key in BY_HAND else None)
