"""The declared cube: its dimensions, the tables that are published, and what one report is."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final

DIMENSIONS: Final = (
    "indicator",  # ILO indicator
    "region",  # M49 subregion
    "country",  # ISO 3166-1 alpha-2; refines region
    "sector",  # ISIC division
    "quarter",  # in which the group read it: "2026-Q1"
    "severity",  # "1" (least) to "4"
    "remediation",  # open, under_way, remediated
    "scheme",  # kind of audit scheme
)
NOT_TOLD: Final = "-"
"""The code of a dimension that the gate let nobody say, or that was not said."""

ONE_WAY: Final = tuple((each,) for each in DIMENSIONS)
TWO_WAY: Final = (
    ("indicator", "sector"),
    ("indicator", "region"),
    ("indicator", "quarter"),
    ("indicator", "remediation"),
    ("indicator", "severity"),
    ("indicator", "scheme"),
    ("region", "quarter"),
    ("sector", "quarter"),
    ("remediation", "quarter"),
    ("region", "remediation"),
    ("sector", "remediation"),
)
"""Nothing is published by more than two dimensions at once.

With nonnegative consistent margins of (indicator, region, quarter, remediation), (indicator,
sector, quarter, remediation), (indicator, quarter, severity), (indicator, quarter, scheme) and
(region, quarter, country) a whole cube exists (the sets form a junction tree), so bounds over these
variables are what an attacker could find over the whole cube.
"""
TABLES: Final = ((), *ONE_WAY, *TWO_WAY)
"""`()` is the total. Tables with a quarter hold one quarter for each release and are never revised;
the others count from the group's first quarter to the release's."""


def table_name(dimensions: tuple[str, ...]) -> str:
    """Its name in rows, addresses and exports: "total", "sector", "indicator*sector"."""
    return "*".join(dimensions) or "total"


TABLE_NAMES: Final = tuple(table_name(each) for each in TABLES)


@dataclass(frozen=True, slots=True)
class Report:
    """One family's word on one indicator in one region, sector and quarter: what is counted.

    `codes` has a code for each of DIMENSIONS. `time` is a code of `TIMES` for a report that is
    remediated and says how long it took, else "". A family has at most one report for each
    (indicator, region, sector, quarter).
    """

    family: Hashable
    codes: Mapping[str, str]
    time: str = ""


TIMES: Final = ("under_1", "1_3", "3_6", "6_12", "over_12")
"""Bands of months from the day it was known to the day remedy was delivered, ascending."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A published figure: `codes` in the order of the table's dimensions; only these leave.

    What is empty, hidden for having too few families or hidden to protect another has no cell.
    """

    table: str
    codes: tuple[str, ...]
    reports: int


@dataclass(frozen=True, slots=True)
class Median:
    """The band in which the median time to remediation lies, for a cell of total or of one way."""

    table: str
    codes: tuple[str, ...]
    time: str
