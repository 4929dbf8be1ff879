"""A draft begun with an audit of the own board: what of it may leave at all, in neutral words."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from portal.airlock.fields import Fields
from portal.airlock.kinds import AUDIT
from portal.audit_lists.outcome import Outcome
from portal.audit_records.progress import rung
from portal.reference import periods
from portal.reference.indicators import Strength

MOST_ISSUES: Final = 20


def begun_with(audit_id: UUID, outcome: Outcome) -> Fields:
    """Never the scheme's own value, score or reference; of the day its quarter, which coarsens yet.

    The issues are the tenant's own words: they stand in the draft, where the detectors read them.
    """
    found = outcome.findings
    states = [action.state for each in found for action in each.actions]
    codes = dict.fromkeys(code for each in found for code in each.indicators)
    return Fields(
        kind=AUDIT.code.value,
        narrative="\n".join(each.issue for each in found[:MOST_ISSUES] if each.issue),
        country=outcome.country,
        period=periods.at(outcome.audited_on, "quarter") if outcome.audited_on else "",
        scheme=outcome.scheme,
        grade=outcome.severity,
        cap_progress=rung(states),
        announcement=outcome.announcement,
        collaborative="yes" if any(each.collaborative for each in found) else "",
        indicators=dict.fromkeys(codes, Strength.MEDIUM.value),
        supplier=outcome.supplier_id,
        audit=str(audit_id),
    )
