"""Which records are the same facility: normalized names, and names that are nearly alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from portal.core.text import fold
from portal.facility_lists.facility import Facility
from portal.privacy.identifiers.vocabulary import LEGAL_FORMS

ALIKE: Final = 90.0
"""The least similarity of two normalized names, of 100, that is worth a person's look."""
SAME_ADDRESS: Final = 60.0
MOST_SHARING: Final = 40
"""A word in more names than this tells none of them apart, so it does not bring two together."""
SHORTEST_WORD: Final = 4

_ABBREVIATIONS: Final[Mapping[str, str]] = {
    "mfg": "manufacturing",
    "manuf": "manufacturing",
    "mfrs": "manufacturing",
    "manufacturers": "manufacturing",
    "ind": "industries",
    "inds": "industries",
    "industry": "industries",
    "industrial": "industries",
    "intl": "international",
    "int": "international",
    "tex": "textiles",
    "textile": "textiles",
    "garment": "garments",
    "apparel": "apparels",
    "fashion": "fashions",
    "knitwears": "knitwear",
    "mills": "mill",
    "fty": "factory",
    "ent": "enterprises",
    "enterprise": "enterprises",
    "grp": "group",
    "bros": "brothers",
    "exp": "exports",
    "export": "exports",
    "imp": "imports",
    "import": "imports",
    "tech": "technology",
    "technologies": "technology",
    "and": "",
    "the": "",
}
_SINGLE_LETTERS: Final = re.compile(r"\b(?:[a-z] )+[a-z]\b")


class Likeness(StrEnum):
    """Why two records may be one facility."""

    SAME = "same"
    ELSEWHERE = "elsewhere"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and what it may repeat: a record of the registry (its id) or an earlier row."""

    row: int
    likeness: Likeness
    record: str = ""
    earlier_row: int = 0

    @property
    def merges_unless_told(self) -> bool:
        return self.likeness is Likeness.SAME


@lru_cache(8192)
def name_key(name: str) -> str:
    """The name without case, accents, punctuation, legal forms, abbreviations and word order."""
    joined = _SINGLE_LETTERS.sub(lambda found: found.group().replace(" ", ""), fold(name))
    words = [_ABBREVIATIONS.get(word, word) for word in joined.split()]
    telling = [word for word in words if word and word not in LEGAL_FORMS]
    return " ".join(sorted(telling or words))


def key(facility: Facility) -> str:
    """Two facilities with one key have the same name in the same country."""
    return f"{facility.country} {name_key(facility.name)}"


@dataclass(slots=True)
class _Known:
    """Records that later rows are compared with; `who` is a row number or an id."""

    by_key: dict[str, list[int | str]] = field(default_factory=lambda: defaultdict(list))
    by_os_id: dict[str, int | str] = field(default_factory=dict)
    by_word: dict[tuple[str, str], list[int | str]] = field(
        default_factory=lambda: defaultdict(list)
    )
    facilities: dict[int | str, Facility] = field(default_factory=dict)
    names: dict[int | str, str] = field(default_factory=dict)

    def add(self, who: int | str, facility: Facility) -> None:
        name = name_key(facility.name)
        self.facilities[who], self.names[who] = facility, name
        self.by_key[key(facility)].append(who)
        if facility.os_id:
            self.by_os_id.setdefault(facility.os_id, who)
        for word in _telling(name):
            self.by_word[facility.country, word].append(who)

    def like(self, facility: Facility) -> tuple[Likeness, int | str] | None:
        same = self.by_os_id.get(facility.os_id) if facility.os_id else None
        if same is not None:
            return Likeness.SAME, same
        namesakes = self.by_key.get(key(facility), [])
        for who in namesakes:
            if _at_one_address(facility, self.facilities[who]):
                return Likeness.SAME, who
        if namesakes:
            return Likeness.ELSEWHERE, namesakes[0]
        return self._nearly(facility)

    def _nearly(self, facility: Facility) -> tuple[Likeness, int | str] | None:
        name = name_key(facility.name)
        candidates: dict[int | str, str] = {}
        for word in _telling(name):
            sharing = self.by_word.get((facility.country, word), [])
            if len(sharing) <= MOST_SHARING:
                candidates.update((who, self.names[who]) for who in sharing)
        best = process.extractOne(name, candidates, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return (Likeness.ALIKE, best[2]) if best and _digits(best[0]) == _digits(name) else None


def pairs(
    rows: Mapping[int, Facility], registry: Iterable[tuple[str, Facility]]
) -> tuple[Pair, ...]:
    """At most one pair for each row, in order of rows; the registry goes before earlier rows."""
    stored, earlier = _Known(), _Known()
    for record, facility in registry:
        stored.add(record, facility)
    found: list[Pair] = []
    for row in sorted(rows):
        options = [(known, known.like(rows[row])) for known in (stored, earlier)]
        hits = [(hit[0], known is earlier, hit[1]) for known, hit in options if hit]
        if hits:
            likeness, in_file, who = min(hits, key=lambda hit: (_ORDER[hit[0]], hit[1]))
            found.append(
                Pair(row, likeness, earlier_row=int(who))
                if in_file
                else Pair(row, likeness, record=str(who))
            )
        earlier.add(row, rows[row])
    return tuple(found)


_ORDER: Final = {likeness: place for place, likeness in enumerate(Likeness)}


def _telling(name: str) -> set[str]:
    return {word for word in name.split() if len(word) >= SHORTEST_WORD}


def _digits(name: str) -> list[str]:
    # "Unit 2" and "Unit 3" are nearly alike and never the same.
    return re.findall(r"\d+", name)


def _at_one_address(one: Facility, other: Facility) -> bool:
    if not one.address or not other.address:
        return True
    return fuzz.token_set_ratio(fold(one.address), fold(other.address)) >= SAME_ADDRESS
