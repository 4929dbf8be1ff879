"""The choices of a practice: cost, effort, requirement; and what an audit's actions take."""

from typing import Final

from portal.reference.documents import document
from portal.reference.taxonomy import Choice


def _choices(key: str) -> tuple[Choice, ...]:
    return tuple(Choice(**row) for row in document("practices")[key])


COSTS: Final = _choices("costs")
EFFORTS: Final = _choices("efforts")
REQUIREMENTS: Final = _choices("requirements")
"""The six forced-labor requirements of CTPAT Trade Compliance, in their order."""
COLLABORATIVE: Final = _choices("collaborative")
