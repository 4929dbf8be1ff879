"""How far an audit's corrective actions have come, as one of four rungs."""

from collections.abc import Sequence
from typing import Final

VERIFIED: Final = "verified_closed"


def rung(states: Sequence[str]) -> str:
    """`none`, `some`, `most` (more than half) or `all` verified and closed; "" without actions."""
    closed = sum(state == VERIFIED for state in states)
    if not states:
        return ""
    if closed == len(states):
        return "all"
    return "none" if not closed else "most" if 2 * closed > len(states) else "some"
