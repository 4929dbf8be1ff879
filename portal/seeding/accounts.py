"""The accounts of a demonstration: a file for the sign-in page and the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.table import Table

from portal.seeding.cast import PASSWORD


def write(home: Path, organizations: list[dict[str, Any]]) -> None:
    """`accounts.json` under `home`: e-mail, password, name, organization, kind, roles, featured."""
    rows = [
        {
            "email": person["email"],
            "password": PASSWORD,
            "name": person["name"],
            "organization": row["name"],
            "kind": row["kind"],
            "roles": [person["role"], *sorted({a["kind"] for a in person["appointments"]})],
            "featured": person["featured"],
        }
        for row in organizations
        for person in row["people"]
    ]
    (home / "accounts.json").write_text(json.dumps(rows, indent=1))


def table(rows: list[dict[str, Any]]) -> Table:
    """For the console."""
    shown = Table("E-mail", "Organization", "Kind", "Roles", title=f"Password of all: {PASSWORD}")
    for row in rows:
        shown.add_row(row["email"], row["organization"], row["kind"], ", ".join(row["roles"]))
    return shown
