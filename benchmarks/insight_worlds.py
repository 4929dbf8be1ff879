"""Worlds of families that join, report, remedy, withdraw and leave, drawn by a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from portal.privacy.insights.declared import NOT_TOLD, TIMES, Report

INDICATORS: Final = (
    "excessive_overtime",
    "abusive_working_and_living_conditions",
    "withholding_of_wages",
    "debt_bondage",
    "retention_of_identity_documents",
    "deception",
    "abuse_of_vulnerability",
    "intimidation_and_threats",
    "restriction_of_movement",
    "isolation",
    "physical_and_sexual_violence",
)
REGIONS: Final = {
    "034": ("BD", "IN", "PK", "LK"),
    "035": ("VN", "KH", "ID", "MY", "TH"),
    "030": ("CN", "TW"),
    "145": ("TR", "JO", "QA"),
    "013": ("MX", "HN"),
    "015": ("MA", "TN", "EG"),
    "014": ("ET", "MG", "MU"),
    "039": ("PT", "IT"),
    "151": ("RO", "BG"),
    "005": ("BR", "PE"),
}
SECTORS: Final = ("14", "15", "13", "26", "10", "01", "41", "22")
SCHEMES: Final = ("industry", "own", "multi_stakeholder", "public")
SEVERITIES: Final = ("2", "3", "1", "4")
PLACES: Final = len(REGIONS) * len(SECTORS)
NEVER: Final = 10**6
UNTOLD: Final = 0.1
"""How often the gate let nobody say a country, a scheme or a sector."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One report over time; `read`, `moved`, `remedied`, `withdrawn` are numbers of quarters."""

    family: str
    codes: tuple[tuple[str, str], ...]  # of every dimension but remediation
    read: int
    moved: int
    remedied: int
    withdrawn: int
    time: str

    def at(self, release: int) -> Report | None:
        """As it stands at the release of this quarter; None if it is not there."""
        if not self.read <= release < self.withdrawn:
            return None
        state, time = "open", ""
        if self.remedied <= release:
            state, time = "remediated", self.time
        elif self.moved <= release:
            state = "under_way"
        return Report(self.family, {**dict(self.codes), "remediation": state}, time)


@dataclass(frozen=True)
class World:
    """All reports that families ever made, in the order of the quarters."""

    families: int
    quarters: tuple[str, ...]
    entries: tuple[Entry, ...]

    def reports(self, release: int) -> tuple[Report, ...]:
        """Those that stand at the release of this quarter, of its own and all earlier ones."""
        found = (each.at(release) for each in self.entries)
        return tuple(each for each in found if each is not None)

    def without(self, family: str) -> World:
        """What is left when the family takes its own reports away."""
        kept = tuple(each for each in self.entries if each.family != family)
        return replace(self, families=self.families - 1, entries=kept)


def quarters(count: int) -> tuple[str, ...]:
    """The first `count` quarters from 2024 on, as reports name them."""
    return tuple(f"{2024 + at // 4}-Q{at % 4 + 1}" for at in range(count))


def draw(families: int, count: int, seed: int, *, withdrawn: float = 0.01) -> World:
    """`count` quarters; `withdrawn` is the chance of each report in each later quarter."""
    chance = Random(f"{families} {count} {seed}")
    entries: list[Entry] = []
    for number in range(families):
        entries += _family(chance, f"family{number}", count, withdrawn)
    chance.shuffle(entries)
    entries.sort(key=lambda each: each.read)
    return World(families, quarters(count), tuple(entries))


def _family(chance: Random, name: str, count: int, withdrawn: float) -> Iterator[Entry]:
    """Two of three are there from the start, one of seven leaves: what it said stays."""
    joins = 0 if chance.random() < 2 / 3 else chance.randrange(1, max(2, count))
    leaves = chance.randrange(joins + 1, joins + 1 + count) if chance.random() < 0.3 else count
    rate = min(chance.lognormvariate(0.7, 0.8), 14.0)
    homes = _some(chance, tuple(REGIONS), chance.choice((1, 1, 2, 2, 3)))
    trades = _some(chance, SECTORS, chance.choice((1, 1, 2)))
    for read in range(joins, min(leaves, count)):
        said = set()
        for _ in range(_number(chance, rate)):
            indicator, region = _one(chance, INDICATORS), chance.choice(homes)
            sector = NOT_TOLD if chance.random() < UNTOLD else chance.choice(trades)
            if (indicator, region, sector) in said:
                continue
            said.add((indicator, region, sector))
            yield _entry(chance, name, read, (indicator, region, sector), withdrawn)


def _entry(
    chance: Random, name: str, read: int, said: tuple[str, str, str], withdrawn: float
) -> Entry:
    indicator, region, sector = said
    codes = {
        "indicator": indicator,
        "region": region,
        "country": NOT_TOLD if chance.random() < UNTOLD else _one(chance, REGIONS[region]),
        "sector": sector,
        "quarter": quarters(read + 1)[read],
        "severity": _one(chance, SEVERITIES),
        "scheme": NOT_TOLD if chance.random() < UNTOLD else _one(chance, SCHEMES),
    }
    moved = read + _wait(chance, 0.45)
    remedied = moved + _wait(chance, 0.3)
    gone = read + 1 + _wait(chance, withdrawn)
    waited = min(len(TIMES) - 1, (remedied - read) // 2 + chance.randrange(2))
    return Entry(name, tuple(codes.items()), read, moved, remedied, gone, TIMES[waited])


def _wait(chance: Random, each: float) -> int:
    """Quarters until what has this chance in each of them."""
    if each <= 0:
        return NEVER
    waited = 0
    while chance.random() >= each:
        waited += 1
    return waited


def _number(chance: Random, rate: float) -> int:
    """How many a quarter, by Poisson's law."""
    left, count = chance.expovariate(1), 0
    while left < rate:
        count += 1
        left += chance.expovariate(1)
    return count


def _one(chance: Random, codes: Sequence[str]) -> str:
    """The first is the most frequent, the n-th about n times rarer."""
    return chance.choices(codes, [1 / (1 + at) for at in range(len(codes))])[0]


def _some(chance: Random, codes: Sequence[str], count: int) -> list[str]:
    return list(dict.fromkeys(_one(chance, codes) for _ in range(count)))
