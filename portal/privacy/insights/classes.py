"""Codes that no figure tells apart count as one: what is true of one of them is true of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from portal.privacy.insights.counting import DIMENSIONS_OF
from portal.privacy.insights.declared import Report
from portal.privacy.insights.history import Place

STATES: Final = ("open", "under_way", "remediated")
REST: Final = "*"
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
        """By reports and by every cell that was ever told or may be now (`told`).

        Only codes that occur: an attacker is taken to know which these are. Countries count as one
        only within the same regions, and a region of which a country is told stands for itself.
        """
        seen: dict[str, set[str]] = defaultdict(set)
        regions: dict[str, set[str]] = defaultdict(set)
        for report in reports:
            for name in GROUPED:
                seen[name].add(report.codes[name])
            regions[report.codes["country"]].add(report.codes["region"])
        apart: dict[str, set[str]] = defaultdict(set)
        for table, codes in told:
            for name, code in zip(DIMENSIONS_OF[table], codes, strict=True):
                apart[name].add(code)
        for country in apart["country"]:
            apart["region"] |= regions[country]
        of: dict[str, dict[str, str]] = {
            name: {code: code if code in apart[name] else REST for code in seen[name]}
            for name in GROUPED
        }
        for country in seen["country"] - apart["country"]:
            of["country"][country] = " ".join((REST, *sorted(regions[country])))
        of["remediation"] = {each: each for each in STATES}
        held = {name: Counter(each.values()) for name, each in of.items()}
        return cls(
            of,
            {name: STATES if name == "remediation" else tuple(sorted(held[name])) for name in held},
            frozenset((n, c) for n, each in held.items() for c, count in each.items() if count > 1),
            tuple(
                sorted(
                    {
                        (of["region"][region], of["country"][country])
                        for country, found in regions.items()
                        for region in found
                    }
                )
            ),
        )

    def place(self, place: Place) -> Place:
        """The cell of classes that a cell is in; a quarter stays as it is."""
        table, codes = place
        named = zip(DIMENSIONS_OF[table], codes, strict=True)
        return table, tuple(self.of[n][c] if n in self.of else c for n, c in named)

    def is_shared(self, place: Place) -> bool:
        """Whether the cell of classes stands for more than one cell."""
        table, codes = place
        return any(each in self.many for each in zip(DIMENSIONS_OF[table], codes, strict=True))
