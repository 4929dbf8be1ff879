"""Codes that no figure tells apart count as one: what is true of one of them is true of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from portal.privacy.insights.counting import DIMENSIONS_OF
from portal.privacy.insights.declared import NOT_TOLD, Report
from portal.privacy.insights.history import Place

STATES: Final = ("open", "under_way", "remediated")
REST: Final = "*"
LENGTHS: Final = {"indicator": 11, "severity": 4}
"""How many codes a list has that is known to be short and closed. Of every other list there is
always one more code that nobody used: it must be as well hidden as those that were used."""
GROUPED: Final = ("indicator", "region", "sector", "severity", "scheme", "country")
Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classes:
    """The code or class that stands for each code, and which stand for more codes than one."""

    of: Mapping[str, Mapping[str, str]]
    names: Mapping[str, tuple[str, ...]]
    many: frozenset[tuple[str, str]]
    countries: tuple[tuple[str, str], ...]  # (region, country) as far as they go together

    @classmethod
    def of_all(cls, reports: Iterable[Report], told: Collection[Place]) -> Classes:
        """`told`: every cell that was ever told or may be now."""
        seen: dict[str, set[str]] = defaultdict(set)
        pairs: set[tuple[str, str]] = set()
        for report in reports:
            for name in GROUPED:
                seen[name].add(report.codes[name])
            pairs.add((report.codes["region"], report.codes["country"]))
        apart: dict[str, set[str]] = defaultdict(set)
        for table, codes in told:
            for name, code in zip(DIMENSIONS_OF[table], codes, strict=True):
                apart[name].add(code)
        of: dict[str, dict[str, str]] = {}
        names: dict[str, tuple[str, ...]] = {}
        many: set[tuple[str, str]] = set()
        for name in GROUPED:
            of[name] = {code: code if code in apart[name] else REST for code in seen[name]}
            merged = sum(1 for each in of[name].values() if each == REST)
            if len(seen[name] - {NOT_TOLD}) < LENGTHS.get(name, len(seen[name]) + 2):
                merged += 1
            names[name] = tuple(sorted(set(of[name].values()) | ({REST} if merged else set())))
            if merged > 1:
                many.add((name, REST))
        of["remediation"] = {each: each for each in STATES}
        names["remediation"] = STATES
        together = {(of["region"][region], of["country"][country]) for region, country in pairs}
        if REST in names["country"]:
            together |= {(region, REST) for region in names["region"]}
        if NOT_TOLD in names["country"]:
            together |= {(region, NOT_TOLD) for region in names["region"]}
        return cls(of, names, frozenset(many), tuple(sorted(together)))

    def place(self, place: Place) -> Place:
        """The cell of classes that a cell is in; a quarter stays as it is."""
        table, codes = place
        named = zip(DIMENSIONS_OF[table], codes, strict=True)
        return table, tuple(self.of[n][c] if n in self.of else c for n, c in named)

    def is_shared(self, place: Place) -> bool:
        """Whether the cell of classes stands for more than one cell."""
        table, codes = place
        return any(each in self.many for each in zip(DIMENSIONS_OF[table], codes, strict=True))
