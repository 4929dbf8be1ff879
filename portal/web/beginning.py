"""What the address of a new contribution asks to begin with: a kind, an audit, a practice."""

from __future__ import annotations

from uuid import UUID

from flask import request
from sqlalchemy import select

from portal.access.actions import Action
from portal.airlock import audit_drafts, editions
from portal.airlock.fields import Fields
from portal.airlock.kinds import KINDS
from portal.audit_records.records import opened
from portal.core.errors import NotFound
from portal.models import Audit, ContributionKind
from portal.web.context import Context


def beginning(ctx: Context) -> Fields:
    """`?kind=`, `?audit=` (of the own board) or `?edition_of=` (a release); else a finding."""
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
    return Fields(kind=kind if kind in KINDS else ContributionKind.FINDING.value)
