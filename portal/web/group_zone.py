"""What stands in the zone of a group, as things that the policy can be asked about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from portal.access.actions import Action
from portal.models import InsightState
from portal.reference.tlp import Audience
from portal.web.context import Context


@dataclass(frozen=True, slots=True)
class ReleasesOf:
    """The releases of a group: outsiders' copies, or the group's own."""

    group_id: UUID
    association_id: UUID
    audience: str = Audience.GROUP_AND_OBSERVERS
    bundled: bool = True
    byline: str = ""

    @property
    def bundle_id(self) -> UUID | None:
        """Something where the outsiders' copies are meant, nothing where the group's own are."""
        return self.group_id if self.bundled else None


@dataclass(frozen=True, slots=True)
class FiguresOf:
    """The figures of a group."""

    group_id: UUID
    association_id: UUID
    audience: str = Audience.GROUP_AND_OBSERVERS
    state: str = InsightState.RELEASED


def releases_for(ctx: Context, group_id: UUID, association_id: UUID) -> ReleasesOf:
    """The group's own copies if this person reads those, else what is left to ask about."""
    inside = ReleasesOf(group_id, association_id, Audience.GROUP, bundled=False)
    if ctx.may(Action.RELEASE_VIEW, inside):
        return inside
    return ReleasesOf(group_id, association_id)
