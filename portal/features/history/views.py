from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from portal.access.actions import Action
from portal.audit.deeds import Deed
from portal.audit.kinds import Kind
from portal.core.errors import NotFound
from portal.features.history import queries
from portal.features.history.queries import Edge, Listing
from portal.models import Event
from portal.web.area import Area
from portal.web.context import Context
from portal.web.directory import ROLES
from portal.web.groups import tabs

area = Area("history", __name__)

WORDS: Final[Mapping[str, LazyString]] = {
    Kind.ACCOUNT_CHANGED: lazy_gettext("Changed their own account"),
    Kind.SESSION_ENDED: lazy_gettext("Ended a session"),
    Kind.PERSON_INVITED: lazy_gettext("Invited somebody"),
    Kind.PERSON_JOINED: lazy_gettext("Joined by an invitation"),
    Kind.PERSON_CHANGED: lazy_gettext("Changed somebody's role"),
    Kind.INVITATION_REVOKED: lazy_gettext("Took an invitation back"),
    Kind.FOOTPRINT_CHANGED: lazy_gettext("Changed the sourcing footprint"),
    Kind.GROUP_FOUNDED: lazy_gettext("Founded the group"),
    Kind.GROUP_CHANGED: lazy_gettext("Changed the group's settings"),
    Kind.STANDING_GRANTED: lazy_gettext("Gave an organization a standing"),
    Kind.STANDING_ENDED: lazy_gettext("Ended the standing of an organization"),
    Kind.APPOINTMENT_MADE: lazy_gettext("Appointed somebody"),
    Kind.APPOINTMENT_ENDED: lazy_gettext("Ended an appointment"),
    Kind.SUPPLIER_ADDED: lazy_gettext("Added a supplier"),
    Kind.SUPPLIER_CHANGED: lazy_gettext("Changed a supplier"),
    Kind.SUPPLIER_DELETED: lazy_gettext("Deleted a supplier"),
    Kind.AUDIT_ADDED: lazy_gettext("Added an audit"),
    Kind.AUDIT_CHANGED: lazy_gettext("Changed an audit"),
    Kind.AUDIT_DELETED: lazy_gettext("Deleted an audit"),
    Kind.CAP_ITEM_ADDED: lazy_gettext("Added a corrective action"),
    Kind.CAP_ITEM_CHANGED: lazy_gettext("Changed a corrective action"),
    Kind.CAP_ITEM_ADVANCED: lazy_gettext("Took a corrective action to its next state"),
    Kind.CAP_ITEM_STEPPED_BACK: lazy_gettext("Took the last step of a corrective action back"),
    Kind.CAP_ITEM_DELETED: lazy_gettext("Deleted a corrective action"),
    Kind.AUDITS_UPLOADED: lazy_gettext("Uploaded a list of audits"),
    Kind.AUDITS_EXPORTED: lazy_gettext("Downloaded all audits"),
    Kind.IMPORT_UPLOADED: lazy_gettext("Uploaded a list of suppliers"),
    Kind.IMPORT_MAPPED: lazy_gettext("Said what the columns of a list mean"),
    Kind.IMPORT_CONFIRMED: lazy_gettext("Confirmed an import"),
    Kind.IMPORT_CANCELED: lazy_gettext("Canceled an import"),
    Kind.IMPORT_UNDONE: lazy_gettext("Undid an import"),
    Kind.CONTRIBUTION_STARTED: lazy_gettext("Started a draft"),
    Kind.CONTRIBUTION_SAVED: lazy_gettext("Saved a draft"),
    Kind.CONTRIBUTION_DECIDED: lazy_gettext("Decided what to hide in a draft"),
    Kind.CONTRIBUTION_GENERALIZED: lazy_gettext("Chose how general a draft is"),
    Kind.CONTRIBUTION_SUBMITTED: lazy_gettext("Sent a draft for review"),
    Kind.CONTRIBUTION_ANSWERED: lazy_gettext("Answered a coordinator"),
    Kind.CONTRIBUTION_LET_GO_ALONE: lazy_gettext("Let a finding leave in a small batch"),
    Kind.CONTRIBUTION_WITHDRAWN: lazy_gettext("Withdrew a finding"),
    Kind.CONTRIBUTION_DELETED: lazy_gettext("Deleted a draft"),
    Kind.ATTACHMENT_ADDED: lazy_gettext("Attached a file to a draft"),
    Kind.ATTACHMENT_REMOVED: lazy_gettext("Removed a file from a draft"),
    Kind.ATTACHMENT_DECIDED: lazy_gettext("Decided what to hide in a file"),
    Kind.ATTACHMENT_REBUILT: lazy_gettext("Had a file rebuilt"),
    Kind.ATTACHMENT_USED: lazy_gettext("Chose a rebuilt file to leave with a finding"),
    Kind.CANDIDATE_APPROVED: lazy_gettext("Approved a candidate"),
    Kind.CANDIDATE_RETURNED: lazy_gettext("Returned a candidate with a question"),
    Kind.CANDIDATE_REFUSED: lazy_gettext("Refused a candidate"),
    Kind.CANDIDATE_REOPENED: lazy_gettext("Took an approval back"),
    Kind.BATCH_REQUESTED: lazy_gettext("Asked for the batch to leave"),
    Kind.BATCH_RELEASED: lazy_gettext("Released a batch"),
    Kind.BUNDLE_FROZEN: lazy_gettext("Held the round of frozen bundles"),
    Kind.INSIGHT_COMPUTED: lazy_gettext("Computed the figures of a quarter"),
    Kind.INSIGHT_CHANGED: lazy_gettext("Changed who reads figures that wait"),
    Kind.INSIGHT_APPROVED: lazy_gettext("Approved figures"),
    Kind.INSIGHT_RELEASED: lazy_gettext("Released figures"),
    Kind.INSIGHT_REFUSED: lazy_gettext("Refused figures"),
    Kind.QUESTION_ASKED: lazy_gettext("Asked a hidden author"),
    Kind.QUESTION_CONTINUED: lazy_gettext("Went on asking a hidden author"),
    Kind.QUESTION_CLOSED: lazy_gettext("Closed a conversation with a hidden author"),
    Kind.QUESTION_ANSWERED: lazy_gettext("Answered as a hidden author"),
    Kind.SIGHTING_KEPT: lazy_gettext("Answered an item for the organization"),
    Kind.SIGHTING_TAKEN_BACK: lazy_gettext("Took the organization's answer to an item back"),
    Kind.SIGNAL_KEPT: lazy_gettext("Answered a figure for the organization"),
    Kind.SIGNAL_TAKEN_BACK: lazy_gettext("Took the organization's answer to a figure back"),
    Kind.THREAD_STARTED: lazy_gettext("Started a topic"),
    Kind.THREAD_LOCKED: lazy_gettext("Locked a thread"),
    Kind.THREAD_UNLOCKED: lazy_gettext("Unlocked a thread"),
    Kind.THREAD_MOVED: lazy_gettext("Moved a thread to another group"),
    Kind.POST_WRITTEN: lazy_gettext("Wrote a post"),
    Kind.POST_EDITED: lazy_gettext("Edited a post"),
    Kind.POST_DELETED: lazy_gettext("Deleted a post"),
    Kind.POST_REPORTED: lazy_gettext("Reported a post"),
    Kind.POST_HIDDEN: lazy_gettext("Hid a post"),
    Kind.POST_SHOWN: lazy_gettext("Showed a hidden post again"),
    Kind.REPORT_DECIDED: lazy_gettext("Decided about a report"),
    Kind.VIEW_SAVED: lazy_gettext("Saved a view of a list"),
    Kind.VIEW_CHANGED: lazy_gettext("Changed a view of a list"),
    Kind.VIEW_DELETED: lazy_gettext("Deleted a view of a list"),
    Kind.VIEW_RESTORED: lazy_gettext("Took a deleted view back"),
    Kind.PRINTOUT_ORDERED: lazy_gettext("Made a PDF"),
    Kind.PRINTOUT_DELETED: lazy_gettext("Deleted a PDF"),
    Kind.NOTICE_CHANGED: lazy_gettext("Chose how often mail comes"),
    Kind.FEED_MADE: lazy_gettext("Made an address for a feed"),
    Kind.FEED_REVOKED: lazy_gettext("Took back the address of a feed"),
}
PORTAL: Final = lazy_gettext("The portal")


@dataclass(frozen=True, slots=True)
class Line:
    """`about` is a name where there is one that may be told."""

    at: datetime
    who: str
    what: str
    about: str
    personal: bool


@area.page("/organization/events", Action.EVENT_VIEW)
def list_events(ctx: Context) -> ResponseReturnValue:
    if not ctx.might(Action.ORGANIZATION_INVITE):
        # Coordinators read their group's chain, not their organization's.
        raise NotFound(ctx.actor.organization_id)
    chain = ("organization", ctx.actor.organization_id)
    listing = queries.listing(ctx.session, ctx.within(Event), chain, _edge())
    return render_template(
        "history/list_events.html",
        ctx=ctx,
        lines=_lines(ctx, listing),
        newer=_href(".list_events", listing.newer),
        older=_href(".list_events", listing.older),
    )


@area.page("/groups/<uuid:group_id>/events", Action.EVENT_VIEW)
def list_group_events(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    within = ctx.within(Event)
    group = queries.group(ctx.session, group_id)
    if group is None or not ctx.may(Action.GROUP_MANAGE, group):
        raise NotFound(group_id)
    listing = queries.listing(ctx.session, within, ("group", group.id), _edge())
    return render_template(
        "history/list_group_events.html",
        ctx=ctx,
        group=group,
        tabs=tabs(ctx, group),
        lines=_lines(ctx, listing),
        newer=_href(".list_group_events", listing.newer, group_id=group.id),
        older=_href(".list_group_events", listing.older, group_id=group.id),
    )


def _lines(ctx: Context, listing: Listing) -> list[Line]:
    names = queries.names(ctx.session, listing.events)
    return [
        Line(
            event.at,
            names.get(event.actor_id) or str(PORTAL),
            _words(event),
            names.get(event.subject_id, "") if event.subject_id != event.actor_id else "",
            event.personal,
        )
        for event in listing.events
    ]


def _words(event: Deed) -> str:
    """The kind in words, with the facts that change its meaning."""
    facts = event.facts
    if event.kind == Kind.PERSON_CHANGED and "active" in facts:
        return (
            gettext("Reactivated somebody") if facts["active"] else gettext("Deactivated somebody")
        )
    if event.kind == Kind.PERSON_CHANGED and "role" in facts:
        before, after = ROLES[facts["before"]], ROLES[facts["role"]]
        return gettext("Changed a role from %(before)s to %(after)s", before=before, after=after)
    if event.kind == Kind.PERSON_INVITED:
        sent = gettext("Sent an invitation again") if facts.get("again") else gettext("Invited")
        return gettext("%(sent)s as %(role)s", sent=sent, role=ROLES[facts["role"]])
    if event.kind in {Kind.STANDING_GRANTED, Kind.APPOINTMENT_MADE, Kind.APPOINTMENT_ENDED}:
        what = ROLES[facts["what"]]
        return gettext("%(done)s: %(what)s", done=WORDS[event.kind], what=what)
    return str(WORDS[event.kind])


def _edge() -> Edge | None:
    """Where the page begins; what is no id begins at the top."""
    for name, newer in (("before", False), ("after", True)):
        try:
            return Edge(UUID(request.args[name]), newer)
        except (KeyError, ValueError):
            continue
    return None


def _href(endpoint: str, edge: Edge | None, **values: UUID) -> str:
    if edge is None:
        return ""
    return url_for(endpoint, **values, **{"after" if edge.newer else "before": edge.id})  # type: ignore[arg-type]  # url_for takes any value
