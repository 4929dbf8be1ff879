"""What a view is given: a bound session, the actor, and the action it was declared for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from portal.access import decide
from portal.access.actions import Action
from portal.access.actor import Actor
from portal.core.config import Settings
from portal.core.keys import Keys
from portal.db.base import Base

T = TypeVar("T", bound=Base)


@dataclass(slots=True)
class Context:
    session: Session
    actor: Actor
    action: Action
    settings: Settings
    keys: Keys
    asked: bool = field(default=False, init=False)

    def fetch(self, model: type[T], id: UUID) -> T:
        """The row, if the actor may do this view's action to it; else `NotFound`, `NotAllowed`."""
        self.asked = True
        return decide.fetch(self.session, self.actor, self.action, model, id)

    def require(self, thing: Any) -> None:
        """Raise unless the actor may do this view's action to the thing (or own workspace)."""
        self.asked = True
        decide.require(self.actor, self.action, thing)

    def within(self, model: type[Base], action: Action | None = None) -> ColumnElement[bool]:
        """The rows of `model` to which the actor may do this view's action, as a condition."""
        self.asked = True
        return decide.within(self.actor, action or self.action, model)

    def may(self, action: Action, thing: Any) -> bool:
        """For showing or not showing a button."""
        return decide.may(self.actor, action, thing)

    def might(self, action: Action) -> bool:
        """For showing or not showing a part of the menu."""
        return decide.might(self.actor, action)
