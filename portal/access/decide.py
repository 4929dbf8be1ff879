"""The questions that code may ask of the policy."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.policy import POLICY
from portal.access.scopes import NEVER
from portal.core.errors import NotAllowed, NotFound
from portal.db.base import Base

T = TypeVar("T", bound=Base)


def might(actor: Actor, action: Action) -> bool:
    """Is there any thing that this actor could do this to?"""
    return any(POLICY[action][role] is not NEVER for role in actor.roles)


def may(actor: Actor, action: Action, thing: Any) -> bool:
    """Does one of the actor's roles reach this thing?"""
    return any(POLICY[action][role].admits(actor, role, thing) for role in actor.roles)


def require(actor: Actor, action: Action, thing: Any) -> None:
    """Raise unless the actor may; the first line of every command."""
    if not may(actor, action.viewing, thing):
        raise NotFound(action)
    if not may(actor, action, thing):
        raise NotAllowed(action)


def within(actor: Actor, action: Action, model: type[Base]) -> ColumnElement[bool]:
    """The same rule as `may`, as a condition on rows of `model`."""
    return or_(*(POLICY[action][role].where(actor, role, model) for role in sorted(actor.roles)))


def fetch(session: Session, actor: Actor, action: Action, model: type[T], id: UUID) -> T:
    """Load one row for doing `action` to it: the only way that a view gets hold of a row."""
    thing = session.scalars(select(model).where(model.id == id)).one_or_none()  # type: ignore[attr-defined]  # rows that have a page have an id
    if thing is None:
        raise NotFound(model.__name__)
    require(actor, action, thing)
    return thing
