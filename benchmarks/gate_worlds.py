"""Worlds of families whose footprints are drawn from real facility lists, and what they write."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final

from portal.privacy.plausibility import Cell, grid
from portal.reference import places, sectors

# The lists name one sector, apparel; what a facility makes is read from its name where that tells.
CLASSES: Final = {
    "shoe": "1520",
    "footwear": "1520",
    "leather": "1512",
    "bag": "1512",
    "knit": "1430",
    "sock": "1430",
    "sweater": "1430",
    "spinn": "1311",
    "textile": "1312",
    "dye": "1313",
    "print": "1313",
    "embroider": "1313",
    "sport": "3230",
    "optical": "3250",
    "plastic": "2220",
    "metal": "2599",
}
SEWING: Final = "1410"
COMMON: Final = ("1410", "1430", "1520", "1512", "1312", "1313", "3230")
SIZES: Final = (6, 10, 15, 20, 30, 40, 60)

Area = tuple[str, str]


@dataclass(frozen=True)
class World:
    """`findings` are the cells about which something is written, in the order of writing."""

    families: int
    cells: tuple[Cell, ...]
    findings: tuple[Cell, ...]


@cache
def lists() -> tuple[tuple[Area, ...], ...]:
    """Country and class of every facility of the five lists in the repository."""
    folder = files("portal.seeding") / "content" / "facility_lists"
    found = []
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.name.endswith(".csv"):
            rows = csv.DictReader(io.StringIO(each.read_text("utf-8-sig")))
            found.append(
                tuple(
                    (country, _makes(row["name"]))
                    for row in rows
                    if (country := places.find_country(row["country"]))
                )
            )
    return tuple(found)


def world(families: int, random: Random) -> World:
    """A family sources 3 to 300 facilities (log-normal), most of one list and of a few classes."""
    cells, findings = [], []
    for family in range(families):
        areas = _footprint(random)
        own = [
            Cell(family, grid(places.path(place), sectors.path(sector)), sites)
            for (place, sector), sites in areas.items()
        ]
        cells += own
        findings += random.choices(own, [cell.sites for cell in own], k=random.randint(1, 6))
    random.shuffle(findings)
    return World(families, tuple(cells), tuple(findings))


def worlds(rounds: int, seed: int = 7) -> list[World]:
    """Several of each size, always the same for a seed."""
    random = Random(seed)
    return [world(families, random) for families in SIZES for _ in range(rounds)]


def _footprint(random: Random) -> Counter[Area]:
    size = min(300, max(3, int(random.lognormvariate(3.3, 0.9))))
    home = random.choice(lists())
    everything = [area for each in lists() for area in each]
    makes = {SEWING, *random.sample(COMMON, random.randint(2, 5))}
    areas: Counter[Area] = Counter()
    while areas.total() < size:
        area = random.choice(home if random.random() < 0.6 else everything)
        if area[1] in makes or random.random() < 0.1:
            areas[area] += 1
    return areas


def _makes(name: str) -> str:
    said = name.casefold()
    return next((code for word, code in CLASSES.items() if word in said), SEWING)
