"""The choices of a finding: headcount, tier, audit scheme, severity, confidence, remediation."""

from dataclasses import dataclass
from typing import Final

from portal.reference.documents import document


@dataclass(frozen=True)
class Choice:
    """`label` and `description` are English message ids; `wider` is the code one rung up."""

    code: str
    label: str
    description: str
    wider: str | None = None


ANY: Final = "any"
"""The top of every ladder: nothing is told."""


def _choices(key: str) -> tuple[Choice, ...]:
    return tuple(Choice(**row) for row in document("taxonomy")[key])


HEADCOUNT_BANDS: Final = _choices("headcount_bands")
TIERS: Final = _choices("tiers")
AUDIT_SCHEMES: Final = _choices("audit_schemes")
SITE_ESTIMATES: Final = _choices("site_estimates")
SCALE: Final = _choices("scale")
SCOPE: Final = _choices("scope")
IRREMEDIABILITY: Final = _choices("irremediability")
SOURCE_RELIABILITY: Final = _choices("source_reliability")
INFORMATION_CREDIBILITY: Final = _choices("information_credibility")
REMEDIATION_STATES: Final = _choices("remediation_states")  # in the order they are gone through
REMEDIATION_SIDE_STATES: Final = _choices("remediation_side_states")
REMEDIED: Final = frozenset({"remedy_delivered", "verified_with_workers", "closed"})
"""The states in which remedy has been delivered."""

LISTS: Final[dict[str, tuple[Choice, ...]]] = {
    "headcount_band": HEADCOUNT_BANDS,
    "tier": TIERS,
    "scheme": AUDIT_SCHEMES,
    "sites": SITE_ESTIMATES,
    "scale": SCALE,
    "scope": SCOPE,
    "irremediability": IRREMEDIABILITY,
    "source_reliability": SOURCE_RELIABILITY,
    "information_credibility": INFORMATION_CREDIBILITY,
    "remediation_state": REMEDIATION_STATES + REMEDIATION_SIDE_STATES,
    "remedied_in": _choices("remedy_times"),
}


_COARSER: Final[dict[str, tuple[Choice, ...]]] = {
    "headcount_band": _choices("headcount_groups"),
    "tier": _choices("tier_stages"),
    "scheme": _choices("audit_kinds") + _choices("audit_known"),
}
"""What nobody chooses and the gate may show instead."""


def choice(list_name: str, code: str) -> Choice:
    """One choice of a list of LISTS, or what is wider; KeyError for an unknown list or code."""
    known = LISTS[list_name] + _COARSER.get(list_name, ())
    return {each.code: each for each in known}[code]


def path(list_name: str, code: str) -> tuple[str, ...]:
    """A code and all that is wider, up to "any"; KeyError for an unknown list or code."""
    here = choice(list_name, code)
    return (code, *(path(list_name, here.wider) if here.wider else (ANY,)))


def estimate(code: str) -> tuple[int, int | None]:
    """Fewest and most of a band of `sites`; None where it is open. KeyError for another code."""
    low, _, high = choice("sites", code).code.rstrip("+").partition("-")
    return int(low), int(high) if high else None


def estimate_of(sites: int) -> str:
    """The band of `sites` that a number lies in; ValueError for less than one."""
    if sites < 1:
        raise ValueError("an estimate counts at least the site itself")
    return [each.code for each in SITE_ESTIMATES if estimate(each.code)[0] <= sites][-1]
