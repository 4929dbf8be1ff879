"""Audits as a company hands them in, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.audit_lists.outcome import Action, AuditFinding, Outcome


def action(text: str = "Pay the fees back.", **given: Any) -> Action:
    return Action(text=text, **given)


def finding(issue: str = "Workers paid recruitment fees.", **given: Any) -> AuditFinding:
    usual: dict[str, Any] = {
        "value": "Major",
        "severity": "major",
        "indicators": ("debt_bondage",),
        "actions": (action(),),
    }
    return AuditFinding(issue=issue, **(usual | given))


def outcome(supplier: str = "Meridian Garments", **given: Any) -> Outcome:
    usual: dict[str, Any] = {
        "scheme": "smeta",
        "reference": "ZAA-17",
        "audited_on": date(2026, 9, 14),
        "announcement": "unannounced",
        "purpose": "periodic",
        "mode": "on_site",
        "findings": (finding(),),
    }
    return Outcome(supplier=supplier, **(usual | given))
