"""The eleven ILO indicators of forced labor; a number of indicators is never a verdict."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from portal.reference.documents import document


class Strength(StrEnum):
    STRONG = "strong"
    MEDIUM = "medium"

    @property
    def label(self) -> str:
        """English message id."""
        return _strengths()[self.value][0]

    @property
    def description(self) -> str:
        """English message id, one sentence."""
        return _strengths()[self.value][1]


@dataclass(frozen=True)
class Indicator:
    """`name`, `dimension_label` and `description` are English message ids."""

    number: int  # 1 to 11, the ILO's own order
    code: str
    name: str
    dimension: str
    dimension_label: str
    description: str


@cache
def _strengths() -> dict[str, tuple[str, str]]:
    rows = document("indicators")["strengths"]
    return {row["code"]: (row["label"], row["description"]) for row in rows}


def _read() -> tuple[Indicator, ...]:
    source = document("indicators")
    dimensions = {row["code"]: row["label"] for row in source["dimensions"]}
    return tuple(
        Indicator(number=number, dimension_label=dimensions[row["dimension"]], **row)
        for number, row in enumerate(source["indicators"], start=1)
    )


INDICATORS: Final[tuple[Indicator, ...]] = _read()
_BY_CODE: Final = {each.code: each for each in INDICATORS}


def indicator(code: str) -> Indicator:
    """The indicator of this code; KeyError if it is none of the eleven."""
    return _BY_CODE[code]
