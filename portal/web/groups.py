"""The tabs of a working group's pages: which there are for this person, and which is open."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import LazyString, lazy_gettext

from portal.access.actions import Action
from portal.models import Group
from portal.web.context import Context
from portal.web.group_zone import FiguresOf

TABS: tuple[tuple[LazyString, str, Action], ...] = (
    (lazy_gettext("Feed"), "releases.list_releases", Action.RELEASE_VIEW),
    (lazy_gettext("Insights"), "insights.list_insights", Action.INSIGHT_VIEW),
    (lazy_gettext("Questions"), "questions.list_questions", Action.QUESTION_VIEW),
    (lazy_gettext("Library"), "library.list_practices", Action.RELEASE_VIEW),
    (lazy_gettext("Threads"), "threads.list_threads", Action.THREAD_VIEW),
    (lazy_gettext("Review"), "review.list_candidates", Action.GROUP_REVIEW),
    (lazy_gettext("About"), "groups.show_group", Action.GROUP_VIEW),
    (lazy_gettext("Settings"), "groups.edit_group", Action.GROUP_MANAGE),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: LazyString
    href: str
    current: bool


def tabs(ctx: Context, group: Group) -> list[Tab]:
    """For `layout/group.html`; an association's host sees no feed."""
    return [
        Tab(label, url_for(endpoint, group_id=group.id), request.endpoint == endpoint)
        for label, endpoint, action in TABS
        if endpoint in current_app.view_functions and _reaches(ctx, action, group)
    ]


def _reaches(ctx: Context, action: Action, group: Group) -> bool:
    if action is Action.RELEASE_VIEW:
        return ctx.might(action)
    figures = FiguresOf(group.id, group.association_id)
    return ctx.may(action, figures if action is Action.INSIGHT_VIEW else group)
