"""How a new contribution begins: its kind and group, and what its address asks to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import request
from flask_babel import gettext, lazy_gettext
from sqlalchemy import select
from wtforms import RadioField, SelectField

from portal.access.actions import Action
from portal.airlock import audit_drafts, editions
from portal.airlock.fields import Fields
from portal.airlock.kinds import Kind, first_of, kinds_of
from portal.audit_records.records import opened
from portal.core.errors import NotFound
from portal.models import Audit
from portal.web.context import Context
from portal.web.forms import PortalForm


class StartForm(PortalForm):
    kind = RadioField(lazy_gettext("What do you want to share?"))
    group = SelectField(
        lazy_gettext("Working group"),
        description=lazy_gettext("You can choose another one until you send it for review."),
    )

    def offer(self, kinds: Mapping[str, Kind], groups: Mapping[str, str]) -> None:
        self.kind.choices = [(code, gettext(each.name)) for code, each in kinds.items()]
        self.group.choices = list(groups.items())


def beginning(ctx: Context) -> Fields:
    """`?kind=`, `?audit=` (of the own board), `?edition_of=` (a release), or the first own kind."""
    audit_id = request.args.get("audit", type=UUID)
    edition_of = request.args.get("edition_of", type=UUID)
    if audit_id is not None:
        own = select(Audit).where(ctx.within(Audit, Action.AUDIT_VIEW), Audit.id == audit_id)
        audit = ctx.session.scalars(own).one_or_none()
        if audit is None:
            raise NotFound(audit_id)
        return audit_drafts.begun_with(audit_id, opened(ctx.session, audit))
    if edition_of is not None:
        return editions.begun_with(editions.base(ctx.session, ctx.actor, edition_of))
    kind = request.args.get("kind", "")
    kinds = kinds_of(ctx.actor.organization_kind)
    return Fields(kind=kind if kind in kinds else first_of(ctx.actor.organization_kind).code.value)
