"""Every address of the portal with its action, and the row of a world that its parameters name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

from typing_extensions import override
from werkzeug.routing import Rule

from portal.access.actions import Action
from portal.app import AREAS, DEMO_AREAS, create_app
from portal.core.config import Settings
from portal.db.base import Base
from portal.models import (
    Audit,
    AuditImport,
    Batch,
    Candidate,
    CapItem,
    Contribution,
    Event,
    FootprintArea,
    Group,
    InsightRelease,
    Invitation,
    Organization,
    Person,
    Post,
    PostReport,
    Printout,
    Question,
    Release,
    SavedView,
    SealedMessage,
    SignIn,
    Supplier,
    SupplierImport,
    Thread,
)

WITHOUT_ACTION: Final = {
    "static",
    "stylesheet",
    "health.healthz",
    "health.readyz",
    "healthz",
    "readyz",
}
"""What has no action: the same bytes for everybody."""

PARAMETERS: Final[Mapping[str, type[Base]]] = {
    "group_id": Group,
    "contribution_id": Contribution,
    "supplier_id": Supplier,
    "import_id": SupplierImport,
    "audit_id": Audit,
    "audit_import_id": AuditImport,
    "cap_item_id": CapItem,
    "candidate_id": Candidate,
    "release_id": Release,
    "session_id": SignIn,
    "invitation_id": Invitation,
    "person_id": Person,
    "organization_id": Organization,
    "area_id": FootprintArea,
    "batch_id": Batch,
    "message_id": SealedMessage,
    "question_id": Question,
    "thread_id": Thread,
    "post_id": Post,
    "report_id": PostReport,
    "event_id": Event,
    "insight_id": InsightRelease,
    "view_id": SavedView,
    "printout_id": Printout,
}
"""The table whose row a parameter names; a rule with another parameter fails `test_routes`."""

VIEWED_AS: Final[Mapping[type[Base], Action]] = {
    Group: Action.GROUP_VIEW,
    Contribution: Action.CONTRIBUTION_VIEW,
    Supplier: Action.SUPPLIER_VIEW,
    SupplierImport: Action.IMPORT_VIEW,
    Audit: Action.AUDIT_VIEW,
    AuditImport: Action.IMPORT_VIEW,
    CapItem: Action.AUDIT_VIEW,
    Candidate: Action.CANDIDATE_VIEW,
    Release: Action.RELEASE_VIEW,
    Question: Action.QUESTION_VIEW,
    SignIn: Action.ACCOUNT_VIEW,
    Invitation: Action.INVITATION_VIEW,
    Person: Action.PERSON_VIEW,
    Organization: Action.ORGANIZATION_VIEW,
    FootprintArea: Action.FOOTPRINT_VIEW,
    Event: Action.EVENT_VIEW,
    InsightRelease: Action.INSIGHT_VIEW,
    SavedView: Action.VIEW_VIEW,
    Printout: Action.PRINTOUT_VIEW,
    Thread: Action.THREAD_VIEW,
    Post: Action.POST_VIEW,
    PostReport: Action.REPORT_VIEW,
}
_PARAMETER: Final = re.compile(r"<(?:([^:<>]+):)?([^<>]+)>")
WORDS: Final[Mapping[str, str]] = {
    "feed": "atom",
    "token": "x",
    "name": "x",
    "code": "x",
    "number": "1",
    "step": "1",
    "kind": "custodian",
    "table": "total",
}
"""What stands for a parameter that is no id; another name fails `test_routes`."""


@dataclass(frozen=True)
class Address:
    """One URL with every method that some rule gives it."""

    rule: str
    actions: Mapping[str, Action] = field(hash=False)
    """By method."""
    open: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Names of the parameters that are ids of rows."""
        return tuple(n for kind, n in _PARAMETER.findall(self.rule) if kind == "uuid")

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(n for kind, n in _PARAMETER.findall(self.rule) if kind != "uuid")

    def url(self, ids: Mapping[str, UUID]) -> str:
        """The address with these ids in it; other parameters become a word."""
        return _PARAMETER.sub(
            lambda found: str(ids[found[2]]) if found[1] == "uuid" else WORDS[found[2]], self.rule
        )

    @override
    def __str__(self) -> str:
        return self.rule


def application() -> Any:
    """The application of a development site; it never connects."""
    settings = Settings(mode="development", database_url="postgresql://nowhere/nothing")
    return create_app(settings)


def actions() -> dict[str, Action]:
    """Of every endpoint of every area."""
    return {e: a for area in (*AREAS, *DEMO_AREAS) for e, a in area.actions.items()}


def addresses(rules: list[Rule]) -> list[Address]:
    """Those with an action, sorted."""
    known, for_all, visitors_too = actions(), opened(), set()
    found: dict[str, dict[str, Action]] = {}
    for rule in rules:
        if rule.endpoint not in known:
            continue
        methods = found.setdefault(rule.rule, {})
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            methods[method] = known[rule.endpoint]
        if rule.endpoint in for_all:
            visitors_too.add(rule.rule)
    return [Address(rule, methods, rule in visitors_too) for rule, methods in sorted(found.items())]


def opened() -> set[str]:
    """The endpoints that answer visitors."""
    return {endpoint for area in (*AREAS, *DEMO_AREAS) for endpoint in area.opened}


APP: Final = application()
RULES: Final = list(APP.url_map.iter_rules())
ADDRESSES: Final = addresses(RULES)


def absent() -> dict[str, UUID]:
    """Ids that name nothing."""
    return {name: uuid4() for name in PARAMETERS}
