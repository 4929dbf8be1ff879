"""The choices of a finding: headcount, tier, severity, source confidence, remediation state."""

from dataclasses import dataclass
from typing import Final

from portal.reference.documents import document


@dataclass(frozen=True)
class Choice:
    """`label` and `description` are English message ids."""

    code: str
    label: str
    description: str


def _choices(key: str) -> tuple[Choice, ...]:
    return tuple(Choice(**row) for row in document("taxonomy")[key])


HEADCOUNT_BANDS: Final = _choices("headcount_bands")
TIERS: Final = _choices("tiers")
SCALE: Final = _choices("scale")
SCOPE: Final = _choices("scope")
IRREMEDIABILITY: Final = _choices("irremediability")
SOURCE_RELIABILITY: Final = _choices("source_reliability")
INFORMATION_CREDIBILITY: Final = _choices("information_credibility")
REMEDIATION_STATES: Final = _choices("remediation_states")  # in the order they are gone through
REMEDIATION_SIDE_STATES: Final = _choices("remediation_side_states")

LISTS: Final[dict[str, tuple[Choice, ...]]] = {
    "headcount_band": HEADCOUNT_BANDS,
    "tier": TIERS,
    "scale": SCALE,
    "scope": SCOPE,
    "irremediability": IRREMEDIABILITY,
    "source_reliability": SOURCE_RELIABILITY,
    "information_credibility": INFORMATION_CREDIBILITY,
    "remediation_state": REMEDIATION_STATES + REMEDIATION_SIDE_STATES,
}


def choice(list_name: str, code: str) -> Choice:
    """One choice of a list of LISTS; KeyError for an unknown list or code."""
    return {each.code: each for each in LISTS[list_name]}[code]
