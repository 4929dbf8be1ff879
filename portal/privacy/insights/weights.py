"""How much is lost with a figure that stays unsaid: judgment, as data, in this one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import fsum, log2
from typing import Final

from portal.privacy.insights.counting import DIMENSIONS_OF, Tally
from portal.privacy.insights.history import Place

WAYS: Final = (4.0, 2.0, 1.0)
"""By how many dimensions a table has: who reads the whole reads every part of it."""


def weight(place: Place, reports: int) -> float:
    """The first reports of a cell tell more than the hundredth."""
    return WAYS[len(DIMENSIONS_OF[place[0]])] * log2(1 + reports)


def loss(places: Iterable[Place], cells: Mapping[Place, Tally]) -> float:
    return fsum(weight(each, cells[each].reports) for each in places)
