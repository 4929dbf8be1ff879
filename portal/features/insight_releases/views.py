from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.core.clock import now
from portal.core.errors import Conflict
from portal.features.insight_releases import queries, service
from portal.features.insight_releases.forms import ReadersForm, RefusalForm, VersionForm
from portal.models import Group, InsightRelease, InsightState
from portal.privacy.insights import calendar
from portal.reference.tlp import Audience, Tlp
from portal.web.area import Area
from portal.web.context import Context
from portal.web.dashboard import dashboard
from portal.web.figures import Figures, label
from portal.web.groups import Tab, tabs
from portal.web.insight_changes import changes
from portal.web.insights import Facts, earlier, href_of, read_figures

area = Area("insight_releases", __name__)
YEAR_AHEAD = 4
"""Quarters that the calendar of the list shows."""


@area.page("/groups/<uuid:group_id>/insights/approvals", Action.GROUP_REVIEW)
def list_approvals(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    allowed = ctx.within(InsightRelease, Action.INSIGHT_VIEW)
    return render_template(
        "insight_releases/list_approvals.html",
        group=group,
        tabs=_tabs(ctx, group),
        shelf=queries.shelf(ctx.session, group_id, allowed),
        ahead=_ahead(),
        word=label,
        audience=_audience,
    )


@area.form("/insights/<uuid:insight_id>/approval", Action.INSIGHT_APPROVE)
def show_approval(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    form = ReadersForm(version=release.version, audience=release.audience, tlp=release.tlp)
    form.offer()
    if not form.is_submitted():
        return _show(ctx, release, form)
    if form.read_version != release.version or release.state != InsightState.WAITING:
        return _show_anew(ctx, release, form)
    if not form.validate():
        return _show(ctx, release, form), 422
    try:
        service.change_readers(ctx.session, ctx.actor, release, form.read_version, form.readers)
    except Conflict:
        return _show_anew(ctx, release, form)
    flash(gettext("Changed. Earlier approvals were for other readers and no longer count."))
    return redirect(url_for(".show_approval", insight_id=release.id), 303)


@area.form("/insights/<uuid:insight_id>/approval/approve", Action.INSIGHT_APPROVE)
def approve_insight(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    form = VersionForm(version=release.version)
    if "confirmed" not in request.form:
        return _confirm(ctx, release, form)
    try:
        state = service.approve_insight(ctx.session, ctx.actor, release, form.read_version)
    except Conflict:
        return _confirm(ctx, release, form, late=True), 409
    if state is InsightState.RELEASED:
        flash(gettext("Released. Everybody in the audience can read these figures now."), "success")
    else:
        flash(gettext("You approved these figures. A second coordinator has to approve them too."))
    return redirect(url_for(".list_approvals", group_id=release.group_id), 303)


@area.form("/insights/<uuid:insight_id>/approval/refuse", Action.INSIGHT_APPROVE)
def refuse_insight(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    form = RefusalForm(version=release.version)
    if not form.is_submitted():
        return _refuse(ctx, release, form)
    if not form.validate():
        return _refuse(ctx, release, form), 422
    try:
        service.refuse_insight(
            ctx.session, ctx.actor, release, form.read_version, form.reason.data or ""
        )
    except Conflict:
        return _refuse(ctx, release, form, late=True), 409
    flash(gettext("Refused. Nobody but the coordinators reads these figures as they stand."))
    return redirect(url_for(".list_approvals", group_id=release.group_id), 303)


def _show_anew(ctx: Context, release: InsightRelease, form: ReadersForm) -> ResponseReturnValue:
    """What was chosen stays; the version becomes the one that is now on the screen."""
    form.version.data = str(release.version)
    return _show(ctx, release, form, late=True), 409


def _show(ctx: Context, release: InsightRelease, form: ReadersForm, *, late: bool = False) -> str:
    figures = read_figures(ctx.session, release)
    before = earlier(ctx.session, release)
    last = read_figures(ctx.session, before) if before else Figures(())
    first = queries.first_quarter(ctx.session, release.group_id)
    return render_template(
        "insight_releases/show_approval.html",
        release=release,
        form=form,
        late=late,
        group=ctx.session.get_one(Group, release.group_id),
        quarter=label("quarter", release.quarter),
        since=label("quarter", before.quarter) if before else "",
        tables=list(queries.tables(figures, last, first, release.quarter)),
        dashboard=dashboard(figures, release.quarter, release.k),
        facts=Facts(
            quarter=label("quarter", release.quarter),
            tlp=release.tlp,
            k=release.k,
            released_on=release.released_on,
            since=label("quarter", before.quarter) if before else "",
            changes=changes(figures, last) if before else (),
            method_href=href_of("briefings.show_method"),
        ),
        is_empty=not figures.tables(),
        approvers=queries.approvers(ctx.session, release),
        mine=ctx.actor.person_id,
        audience=_audience(release.audience),
        boundary=Tlp(release.tlp).boundary,
        hints={each.value: gettext(each.description) for each in service.AUDIENCES},
        boundaries={each.value: gettext(each.boundary) for each in service.LABELS},
    )


def _confirm(
    ctx: Context, release: InsightRelease, form: VersionForm, *, late: bool = False
) -> str:
    return render_template(
        "insight_releases/approve_insight.html",
        **_about(ctx, release, form, late=late),
        approvers=queries.approvers(ctx.session, release),
        audience=_audience(release.audience),
    )


def _refuse(ctx: Context, release: InsightRelease, form: RefusalForm, *, late: bool = False) -> str:
    return render_template(
        "insight_releases/refuse_insight.html", **_about(ctx, release, form, late=late)
    )


def _about(
    ctx: Context, release: InsightRelease, form: VersionForm, *, late: bool
) -> dict[str, Any]:
    """What both questions say of the release; one that is decided is not asked about again."""
    return {
        "release": release,
        "form": form,
        "late": late or release.state != InsightState.WAITING,
        "group": ctx.session.get_one(Group, release.group_id),
        "quarter": label("quarter", release.quarter),
    }


def _audience(code: str) -> str:
    return gettext(Audience(code).label)


def _ahead() -> list[tuple[str, Any]]:
    """The next quarters and the days on which their figures are due."""
    found, day = [], now().date()
    for _ in range(YEAR_AHEAD):
        quarter, day = calendar.next_due(day)
        found.append((quarter, day))
    return found


def _tabs(ctx: Context, group: Group) -> list[Tab]:
    """The list stands under the tab of the group's figures."""
    here = url_for("insights.list_insights", group_id=group.id)
    return [replace(each, current=each.href == here) for each in tabs(ctx, group)]
