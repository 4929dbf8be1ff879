"""One audit of a supplier as its owner knows it: what was found, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One item of a corrective action plan; codes are those of `portal.reference.audits`.

    `state` is one of CAP_STATES, `verification` one of VERIFICATIONS or empty. Whether it is
    overdue is derived, never kept.
    """

    text: str
    state: str = "open"
    owner: str = ""
    due_on: date | None = None
    evidence: str = ""
    verification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFinding:
    """`value` is the scheme's own word for how grave it is, verbatim; `severity` the neutral one.

    `indicators` are codes of the ILO's list; `collaborative` marks what takes more than the
    supplier to solve (SMETA's CAR).
    """

    issue: str
    reference: str = ""
    indicators: tuple[str, ...] = ()
    value: str = ""
    severity: str = ""
    collaborative: bool = False
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`supplier` is the name as written, `supplier_id` one of the own registry as text or "".

    `scheme` is a code of AUDIT_SCHEMES, `scheme_name` the name where that is "other"; `value` is
    the scheme's own overall result, verbatim, and `severity` the neutral one of the worst finding,
    or of `value` where there are none. `country` is ISO 3166-1 alpha-2.
    """

    supplier: str
    scheme: str
    reference: str = ""
    supplier_id: str = ""
    country: str = ""
    scheme_name: str = ""
    value: str = ""
    severity: str = ""
    audited_on: date | None = None
    announcement: str = ""
    purpose: str = ""
    mode: str = ""
    findings: tuple[AuditFinding, ...] = ()
