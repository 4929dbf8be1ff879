"""What the operator does at the command line as the owner role: found organizations and people."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from portal.core.keys import Keys
from portal.core.passwords import Hashing, email_tag, enroll
from portal.db.encrypted import new_tenant_key


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """`kind` is one of `OrganizationKind`, `country` an ISO 3166-1 alpha-2 code."""

    name: str
    kind: str
    country: str
    family_name: str
    family_id: UUID = field(default_factory=uuid4)
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True, repr=False)
class NewPerson:
    """`role` is one of `OrganizationRole`."""

    organization_id: UUID
    name: str
    email: str
    role: str
    password: str
    id: UUID = field(default_factory=uuid4)


def found(connection: Connection, keys: Keys, new: NewOrganization) -> None:
    """Make the organization, its family if that is new, and its key."""
    connection.execute(
        text(
            "select guard.found_organization(:id, :family, :family_name, :kind, :name, :country,"
            " :key)"
        ),
        {
            "id": new.id,
            "family": new.family_id,
            "family_name": new.family_name,
            "kind": new.kind,
            "name": new.name,
            "country": new.country,
            "key": new_tenant_key(keys.derive("workspace"), new.id),
        },
    )


def enroll_person(connection: Connection, keys: Keys, hashing: Hashing, new: NewPerson) -> None:
    """Make the person, who can sign in at once."""
    secret = enroll(new.password, keys, hashing)
    connection.execute(
        text(
            "select guard.enroll(:id, :organization, :tag, :email, :name, :role, :salt, :proof,"
            " :hashing)"
        ),
        {
            "id": new.id,
            "organization": new.organization_id,
            "tag": email_tag(new.email, keys),
            "email": new.email,
            "name": new.name,
            "role": new.role,
            "salt": secret.salt,
            "proof": secret.proof,
            "hashing": secret.hashing,
        },
    )
