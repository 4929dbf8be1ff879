"""What the invented world consists of, read from `content/*.json`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from portal.facility_lists.facility import Facility


@cache
def read(name: str) -> Any:
    """The JSON document `content/<name>.json`."""
    return json.loads((files("portal.seeding") / "content" / f"{name}.json").read_text("utf-8"))


def organizations() -> list[dict[str, Any]]:
    """Organizations with their people, standings and sourcing profile."""
    return list(read("organizations"))


def groups() -> list[dict[str, Any]]:
    """Working groups with their charters."""
    return list(read("groups"))


def findings(part: str) -> list[dict[str, Any]]:
    """`released`, `waiting` or `drafts`."""
    return list(read("findings")[part])


def suppliers_by_hand(organization: str) -> list[Facility]:
    """The invented suppliers that an organization's drafts speak of."""
    return [
        Facility(name=name, address="", country=row["country"], sector=row["sector"])
        for row in findings("drafts")
        if row["author"] == organization
        for name in row["suppliers"]
    ]
