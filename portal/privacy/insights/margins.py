"""The margins in which the cube is held, and of which of their parts each cell is the sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

from portal.privacy.insights.classes import Classes, Codes
from portal.privacy.insights.counting import DIMENSIONS_OF
from portal.privacy.insights.declared import Report
from portal.privacy.insights.history import Place

MARGINS: Final = {
    "regions": ("indicator", "region", "remediation"),
    "sectors": ("indicator", "sector", "remediation"),
    "severities": ("indicator", "severity"),
    "schemes": ("indicator", "scheme"),
    "countries": ("region", "country"),
}
MOVING: Final = ("regions", "sectors")
"""Those in which a report moves while it stands: by its state of remediation."""
LINKS: Final = (
    ("regions", "sectors", ("indicator", "remediation")),
    ("regions", "severities", ("indicator",)),
    ("severities", "schemes", ("indicator",)),
    ("regions", "countries", ("region",)),
)
"""Two margins and what they have in common, where they must agree."""
Part = tuple[str, Codes]
"""One number of one margin."""


def margin_of(table: str) -> str:
    """The margin from which a table is summed up."""
    wanted = set(DIMENSIONS_OF[table]) - {"quarter"}
    return next(name for name, dimensions in MARGINS.items() if wanted <= set(dimensions))


@dataclass(frozen=True)
class Margins:
    """All parts, by the classes of codes that are told apart."""

    classes: Classes

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        names = self.classes.names
        plain = (
            (margin, codes)
            for margin, dimensions in MARGINS.items()
            if margin != "countries"
            for codes in product(*(names[each] for each in dimensions))
        )
        return (*plain, *(("countries", pair) for pair in self.classes.countries))

    @cached_property
    def sums(self) -> Mapping[str, Mapping[Codes, tuple[Part, ...]]]:
        """For each table, without its quarter, its cells and the parts that each is the sum of."""
        found: dict[str, dict[Codes, list[Part]]] = {}
        for table, dimensions in DIMENSIONS_OF.items():
            cells: dict[Codes, list[Part]] = defaultdict(list)
            margin = margin_of(table)
            at = [MARGINS[margin].index(each) for each in dimensions if each != "quarter"]
            for part in self.parts:
                if part[0] == margin:
                    cells[tuple(part[1][each] for each in at)].append(part)
            found[table] = cells
        return {
            table: {codes: tuple(parts) for codes, parts in cells.items()}
            for table, cells in found.items()
        }

    def agreeing(self, parts: Iterable[Part]) -> Iterator[tuple[list[Part], list[Part]]]:
        """Pairs of sums that are equal in every set of reports, of these parts."""
        held: dict[str, list[Part]] = defaultdict(list)
        for part in parts:
            held[part[0]].append(part)
        for one, other, shared in LINKS:
            sides: dict[Codes, tuple[list[Part], list[Part]]] = defaultdict(lambda: ([], []))
            for side, margin in enumerate((one, other)):
                at = [MARGINS[margin].index(each) for each in shared]
                for part in held[margin]:
                    sides[tuple(part[1][each] for each in at)][side].append(part)
            yield from sides.values()

    def parts_of(self, report: Report) -> Iterator[Part]:
        """One part of each margin: where the report counts."""
        for margin, dimensions in MARGINS.items():
            yield margin, tuple(self.classes.of[each][report.codes[each]] for each in dimensions)

    def count(self, reports: Iterable[Report]) -> Counter[Part]:
        return Counter(part for report in reports for part in self.parts_of(report))

    def cell(self, place: Place) -> tuple[Part, ...]:
        """The parts of a cell of classes, in whatever quarter."""
        table, codes = place
        named = zip(DIMENSIONS_OF[table], codes, strict=True)
        return self.sums[table][tuple(code for name, code in named if name != "quarter")]
