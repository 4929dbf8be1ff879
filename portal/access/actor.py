"""Who is asking: the only form in which code below the web layer knows a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID


class Role(StrEnum):
    """What a person is: of the organization, of a group through it, or by appointment."""

    VISITOR = "visitor"
    READER = "reader"
    CONTRIBUTOR = "contributor"
    ADMIN = "admin"
    MEMBER = "member"
    OBSERVER = "observer"
    LIAISON = "liaison"
    COORDINATOR = "coordinator"
    CUSTODIAN = "custodian"
    HOST = "host"


NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Workspace:
    """One's own workspace, as the thing that an action is about when there is no row yet."""

    organization_id: UUID
    created_by: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """`groups` maps each role to the groups in which the person has it."""

    person_id: UUID
    organization_id: UUID
    family_id: UUID
    organization_kind: str
    name: str
    organization_name: str
    theme: str
    roles: frozenset[Role]
    groups: Mapping[Role, frozenset[UUID]]
    associations: frozenset[UUID]
    session_id: UUID | None = None
    touch_due: bool = False

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.organization_id, self.person_id)

    def groups_as(self, *roles: Role) -> frozenset[UUID]:
        """The groups in which the person is any of these."""
        none: frozenset[UUID] = frozenset()
        return none.union(*(self.groups.get(role, none) for role in roles))

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Actor:
        """Make the actor from what `guard.read_actor()` answers."""
        groups: dict[Role, set[UUID]] = {}
        for grant in (*row["standings"], *row["appointments"]):
            groups.setdefault(Role(grant["kind"]), set()).add(UUID(grant["group_id"]))
        if row["role"] == Role.ADMIN and row["hosted"]:
            groups[Role.HOST] = {UUID(group) for group in row["hosted"]}
        if row["role"] == Role.ADMIN and row["organization_kind"] == "association":
            groups.setdefault(Role.HOST, set())
        return cls(
            person_id=UUID(row["person_id"]),
            organization_id=UUID(row["organization_id"]),
            family_id=UUID(row["family_id"]),
            organization_kind=row["organization_kind"],
            name=row["name"],
            organization_name=row["organization_name"],
            theme=row["theme"],
            roles=frozenset({Role(row["role"]), *groups}),
            groups={role: frozenset(ids) for role, ids in groups.items()},
            associations=frozenset(UUID(grant["association_id"]) for grant in row["standings"]),
            session_id=UUID(row["session_id"]) if row["session_id"] else None,
            touch_due=row["touch_due"],
        )


VISITOR: Final = Actor(
    NOBODY, NOBODY, NOBODY, "", "", "", "", frozenset({Role.VISITOR}), {}, frozenset()
)
