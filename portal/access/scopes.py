"""How far a grant reaches. Each scope says the same thing twice: of a row, and in SQL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true

from portal.access.actor import Actor, Role
from portal.models.organization import FIELD_KINDS


@dataclass(frozen=True, slots=True)
class Scope:
    """`admits` and `where` are told the role under which the grant is held."""

    name: str
    admits: Callable[[Actor, Role, Any], bool]
    where: Callable[[Actor, Role, Any], ColumnElement[bool]]


OPEN_AUDIENCES: Final = ("association", "public")

NEVER: Final = Scope("-", lambda actor, role, thing: False, lambda actor, role, model: false())
ANY: Final = Scope("any", lambda actor, role, thing: True, lambda actor, role, model: true())
SELF: Final = Scope(
    "self",
    lambda actor, role, thing: thing.person_id == actor.person_id,
    lambda actor, role, model: model.person_id == actor.person_id,
)
OWN: Final = Scope(
    "own",
    lambda actor, role, thing: (
        thing.created_by == actor.person_id and thing.organization_id == actor.organization_id
    ),
    lambda actor, role, model: and_(
        model.created_by == actor.person_id, model.organization_id == actor.organization_id
    ),
)
OWN_ORGANIZATION: Final = Scope(
    "organization",
    lambda actor, role, thing: thing.organization_id == actor.organization_id,
    lambda actor, role, model: model.organization_id == actor.organization_id,
)
IN_GROUP: Final = Scope(
    "group",
    lambda actor, role, thing: thing.group_id in actor.groups_as(role),
    lambda actor, role, model: model.group_id.in_(list(actor.groups_as(role))),
)
IN_MEMBER_GROUP: Final = Scope(
    "member group",
    lambda actor, role, thing: thing.group_id in actor.groups_as(Role.MEMBER),
    lambda actor, role, model: model.group_id.in_(list(actor.groups_as(Role.MEMBER))),
)


def _writes_into(actor: Actor) -> frozenset[UUID]:
    """As `guard.writes_into`: members, and observers that speak for workers or civil society."""
    observed = actor.organization_kind in FIELD_KINDS
    return actor.groups_as(Role.MEMBER, *((Role.OBSERVER,) if observed else ()))


IN_WRITTEN_GROUP: Final = Scope(
    "member or field group",
    lambda actor, role, thing: thing.group_id in _writes_into(actor),
    lambda actor, role, model: model.group_id.in_(list(_writes_into(actor))),
)


def _inside(actor: Actor) -> frozenset[UUID]:
    """The groups whose own copies the actor reads: of those nobody reads the outsiders' copies."""
    return actor.groups_as(Role.MEMBER) | actor.groups_as(Role.COORDINATOR)


def _leaves_group(thing: Any) -> bool:
    """An outsiders' copy, or what an organization signs: that has no other copy."""
    signed = getattr(thing, "byline", "") and thing.audience != "group"
    return thing.bundle_id is not None or bool(signed)


def _beyond(model: Any) -> ColumnElement[bool]:
    return or_(model.bundle_id.is_not(None), and_(model.byline != "", model.audience != "group"))


RELEASED_TO_GROUP: Final = Scope(
    "group, association",
    lambda actor, role, thing: (
        (thing.bundle_id is None and thing.group_id in actor.groups_as(role))
        or (
            _leaves_group(thing)
            and thing.group_id not in _inside(actor)
            and thing.association_id in actor.associations
            and thing.audience in OPEN_AUDIENCES
        )
    ),
    lambda actor, role, model: or_(
        and_(model.bundle_id.is_(None), model.group_id.in_(list(actor.groups_as(role)))),
        and_(
            _beyond(model),
            model.group_id.not_in(list(_inside(actor))),
            model.association_id.in_(list(actor.associations)),
            model.audience.in_(OPEN_AUDIENCES),
        ),
    ),
)
RELEASED_BEYOND: Final = Scope(
    "beyond group",
    lambda actor, role, thing: (
        _leaves_group(thing)
        and thing.group_id not in _inside(actor)
        and (
            thing.group_id in actor.groups_as(role)
            or (thing.association_id in actor.associations and thing.audience in OPEN_AUDIENCES)
        )
    ),
    lambda actor, role, model: and_(
        _beyond(model),
        model.group_id.not_in(list(_inside(actor))),
        or_(
            model.group_id.in_(list(actor.groups_as(role))),
            and_(
                model.association_id.in_(list(actor.associations)),
                model.audience.in_(OPEN_AUDIENCES),
            ),
        ),
    ),
)
TOLD_INSIDE: Final = Scope(
    "group, inside",
    lambda actor, role, thing: (
        thing.group_id in actor.groups_as(role) and thing.audience in ("inside", "everyone")
    ),
    lambda actor, role, model: and_(
        model.group_id.in_(list(actor.groups_as(role))), model.audience.in_(["inside", "everyone"])
    ),
)
TOLD_BEYOND: Final = Scope(
    "group, beyond",
    lambda actor, role, thing: (
        thing.group_id in actor.groups_as(role) - _inside(actor)
        and thing.audience in ("beyond", "everyone")
    ),
    lambda actor, role, model: and_(
        model.group_id.in_(list(actor.groups_as(role) - _inside(actor))),
        model.audience.in_(["beyond", "everyone"]),
    ),
)


def _is_open(actor: Actor, thing: Any) -> bool:
    """Released to everybody, or to the associations in which the actor's organization stands."""
    if thing.state != "released":
        return False
    return thing.audience == "public" or (
        thing.audience == "association" and thing.association_id in actor.associations
    )


def _open(actor: Actor, model: Any) -> ColumnElement[bool]:
    near = and_(model.audience == "association", model.association_id.in_(list(actor.associations)))
    return and_(model.state == "released", or_(model.audience == "public", near))


FIGURES_OPEN: Final = Scope(
    "open figures",
    lambda actor, role, thing: _is_open(actor, thing),
    lambda actor, role, model: _open(actor, model),
)
FIGURES_OF_GROUP: Final = Scope(
    "figures",
    lambda actor, role, thing: (
        (thing.state == "released" and thing.group_id in actor.groups_as(role))
        or _is_open(actor, thing)
    ),
    lambda actor, role, model: or_(
        and_(model.state == "released", model.group_id.in_(list(actor.groups_as(role)))),
        _open(actor, model),
    ),
)
FIGURES_OF_MEMBER: Final = Scope(
    "figures, by a member",
    lambda actor, role, thing: (
        thing.state == "released" and thing.group_id in actor.groups_as(Role.MEMBER)
    ),
    lambda actor, role, model: and_(
        model.state == "released", model.group_id.in_(list(actor.groups_as(Role.MEMBER)))
    ),
)
FIGURES_WAITING: Final = Scope(
    "figures, waiting too",
    lambda actor, role, thing: thing.group_id in actor.groups_as(role) or _is_open(actor, thing),
    lambda actor, role, model: or_(
        model.group_id.in_(list(actor.groups_as(role))), _open(actor, model)
    ),
)


def _observes(actor: Actor) -> frozenset[UUID]:
    """Where the actor speaks of what the field knows, and reports nothing as a member."""
    if actor.organization_kind not in FIELD_KINDS:
        return frozenset()
    return actor.groups_as(Role.OBSERVER) - _inside(actor)


FIGURES_FROM_FIELD: Final = Scope(
    "figures, by the field",
    lambda actor, role, thing: (
        thing.state == "released"
        and bool(_observes(actor))
        and (
            thing.group_id in _observes(actor)
            or (
                thing.group_id not in _inside(actor)
                and thing.association_id in actor.associations
                and thing.audience in OPEN_AUDIENCES
            )
        )
    ),
    lambda actor, role, model: (
        and_(
            model.state == "released",
            or_(
                model.group_id.in_(list(_observes(actor))),
                and_(
                    model.group_id.not_in(list(_inside(actor))),
                    model.association_id.in_(list(actor.associations)),
                    model.audience.in_(OPEN_AUDIENCES),
                ),
            ),
        )
        if _observes(actor)
        else false()
    ),
)
CHAIN: Final = Scope(
    "own chain",
    lambda actor, role, thing: (
        thing.chain == "organization"
        and thing.chain_id == actor.organization_id
        and (not thing.personal or thing.actor_id == actor.person_id)
    ),
    lambda actor, role, model: and_(
        model.chain == "organization",
        model.chain_id == actor.organization_id,
        or_(model.personal == false(), model.actor_id == actor.person_id),
    ),
)
GROUP_CHAIN: Final = Scope(
    "group chain",
    lambda actor, role, thing: thing.chain == "group" and thing.chain_id in actor.groups_as(role),
    lambda actor, role, model: and_(
        model.chain == "group", model.chain_id.in_(list(actor.groups_as(role)))
    ),
)
