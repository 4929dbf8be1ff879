"""One's own account and sessions, and in a demo the accounts that one may try."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.models import Person, SignIn


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody of the demo: `kind` of the organization, what the person is, what one can do."""

    email: str
    password: str
    name: str
    organization: str
    kind: str
    role: str
    line: str


def sessions(session: Session, within: ColumnElement[bool]) -> Sequence[SignIn]:
    """The newest first."""
    return session.scalars(select(SignIn).where(within).order_by(SignIn.started_at.desc())).all()


def email_of(session: Session, person_id: UUID) -> str:
    """The address with which somebody of one's own organization signs in."""
    return session.scalars(select(Person.email).where(Person.id == person_id)).one()


def demo_accounts(home: Path) -> list[DemoAccount]:
    """The featured accounts that the seeding left under `home`; without its file there are none."""
    file = home / "accounts.json"
    if not file.exists():
        return []
    return [
        DemoAccount(
            **{key: row[key] for key in ("email", "password", "name", "organization", "kind")},
            role=row["featured"]["as"],
            line=row["featured"]["line"],
        )
        for row in json.loads(file.read_text(encoding="utf-8"))
        if row["featured"]
    ]
