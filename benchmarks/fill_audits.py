"""Audits of one tenant with so many corrective actions, spread as a company's are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_records.records import add_outcomes
from portal.core.clock import now
from portal.reference import audits
from portal.reference.indicators import INDICATORS

ACTIONS_OF_AN_AUDIT: Final = 8
SCHEMES: Final = ("smeta", "bsci", "rba_vap", "sa8000", "slcp", "own_code")
STATES: Final = [each.code for each in audits.CAP_STATES]
WEIGHTS: Final = (8, 8, 5, 2, 20, 10, 40, 3, 3, 1)
"""Of the states in their order: most actions of the past are closed."""


def fill(session: Session, cap_items: int) -> None:
    """For the tenant that the session acts for; the same figures every time but for the days.

    A supplier has about forty actions, and days lie between two years ago and one year ahead.
    """
    add_outcomes(session, list(outcomes(cap_items, now().date())))


def outcomes(cap_items: int, today: date) -> Iterator[Outcome]:
    """Audits with so many actions together."""
    draw = random.Random(cap_items)
    left, suppliers = cap_items, max(1, cap_items // 40)
    while left > 0:
        scheme = draw.choice(SCHEMES)
        here = min(left, ACTIONS_OF_AN_AUDIT)
        left -= here
        day = today - timedelta(days=draw.randrange(730))
        yield Outcome(
            supplier=f"Supplier {draw.randrange(suppliers):05}",
            scheme=scheme,
            reference=f"R-{left:06}",
            audited_on=day,
            announcement="unannounced",
            purpose="periodic",
            mode="on_site",
            findings=tuple(_finding(draw, scheme, day) for _ in range(here)),
        )


def _finding(draw: random.Random, scheme: str, audited_on: date) -> AuditFinding:
    value = draw.choice([each for each in audits.scheme(scheme).values if not each.is_result])
    due = audited_on + timedelta(days=draw.randrange(14, 365)) if draw.random() < 0.9 else None
    return AuditFinding(
        issue="Workers at the site said that they had paid fees before they were hired.",
        indicators=(draw.choice(INDICATORS).code,),
        value=value.value,
        severity=value.severity,
        collaborative=value.collaborative,
        actions=(
            Action(
                text="Pay the fees back to every worker who paid them, and stop the agency.",
                state=draw.choices(STATES, WEIGHTS)[0],
                owner="Human resources",
                due_on=due,
            ),
        ),
    )
