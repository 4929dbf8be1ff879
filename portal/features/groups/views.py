from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from portal.access.actions import Action
from portal.airlock.kinds import first_of
from portal.airlock.tracking import Stage
from portal.core.clock import now
from portal.core.errors import Conflict, NotFound, Refused
from portal.core.passwords import email_tag
from portal.features.groups import forms, queries, service
from portal.models import CapItem, Contribution, Group, Organization
from portal.web.area import Area
from portal.web.context import Context
from portal.web.directory import KINDS
from portal.web.groups import tabs

area = Area("groups", __name__)
WAITS: Final = {
    Stage.RETURNED: lazy_gettext("A coordinator asks you something before it can go on."),
    Stage.OVERDUE: lazy_gettext("It has waited four weeks for a batch. You may let it go alone."),
    queries.ASKED: lazy_gettext("Somebody asked its author a question. You can answer unseen."),
}
"""What waits for its author, by `queries.Waiting.what`."""


@area.page("/", Action.SITE_VIEW)
def list_groups(ctx: Context) -> ResponseReturnValue:
    groups = queries.groups(ctx.session, ctx.within(Group, Action.GROUP_VIEW))
    waiting, late = _waiting(ctx)
    writes = "contributions.start_contribution" in current_app.view_functions
    return render_template(
        "groups/list_groups.html",
        ctx=ctx,
        groups=[
            (
                group,
                sorted(role for role, ids in ctx.actor.groups.items() if group.id in ids),
                tabs(ctx, group),
                first_of(ctx.actor.organization_kind).share
                if writes and ctx.may(Action.GROUP_CONTRIBUTE, group)
                else "",
            )
            for group in groups
        ],
        waiting=[(each, WAITS[each.what]) for each in waiting],
        late=late,
        late_href=url_for("corrective_actions.list_actions", due="overdue"),
        may_found=ctx.may(Action.ORGANIZATION_FOUND_GROUP, ctx.actor.workspace),
    )


def _waiting(ctx: Context) -> tuple[list[queries.Waiting], int]:
    """What waits for this person, and how many corrective actions of the organization are late."""
    own, audits = Action.CONTRIBUTION_VIEW, Action.AUDIT_VIEW
    return (
        queries.waiting(ctx.session, ctx.within(Contribution, own)) if ctx.might(own) else [],
        queries.overdue_actions(ctx.session, ctx.within(CapItem, audits), now().date())
        if ctx.might(audits)
        else 0,
    )


@area.page("/groups/<uuid:group_id>", Action.GROUP_VIEW)
def show_group(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    size = queries.size(ctx.session, group.id)
    places = queries.roster(ctx.session, group.id) if size.seen else []
    return render_template(
        "groups/show_group.html",
        ctx=ctx,
        group=group,
        tabs=tabs(ctx, group),
        size=size,
        places=[place for place in places if place.ended_on is None],
        appointed=queries.appointed(ctx.session, group.id),
        host=queries.host_name(ctx.session, group),
        rhythm=forms.RHYTHMS.get(group.rhythm_days),
        keeps=ctx.may(Action.GROUP_MANAGE, group),
    )


@area.form("/groups/new", Action.ORGANIZATION_FOUND_GROUP)
def found_group(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    form = forms.GroupForm()
    if form.validate_on_submit():
        group_id = service.found_group(ctx.session, ctx.actor, form.settings())
        flash(gettext("The group is founded. Now give organizations a standing."), "success")
        return redirect(url_for(".grant_standing", group_id=group_id), 303)
    page = render_template(
        "groups/found_group.html", ctx=ctx, form=form, roster_hints=forms.ROSTER_HINTS
    )
    return page, 422 if form.is_submitted() else 200


@area.form("/groups/<uuid:group_id>/settings", Action.GROUP_MANAGE)
def edit_group(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    form = forms.GroupForm(obj=group)
    if not form.validate_on_submit():
        return _settings(ctx, group, form), 422 if form.is_submitted() else 200
    new = form.settings()
    stale = form.read_version() != group.version
    effects = [] if form.explained.data == forms.mark(new) else forms.effects(group, new)
    if effects and not stale:
        form.explained.data = forms.mark(new)
        return _settings(ctx, group, form, effects=effects)
    try:
        service.edit_group(ctx.session, ctx.actor, group, new, form.read_version())
    except Conflict:
        ctx.session.refresh(group)
        form.version.data, form.explained.data = str(group.version), ""
        return _settings(ctx, group, form, saved=forms.differences(group, form)), 409
    flash(gettext("The settings are saved."), "success")
    return redirect(url_for(".show_group", group_id=group.id), 303)


def _settings(
    ctx: Context,
    group: Group,
    form: forms.GroupForm,
    *,
    effects: list[str] | None = None,
    saved: list[tuple[str, str]] | None = None,
) -> str:
    """`effects` are what saving would change; `saved` is what somebody else wrote meanwhile."""
    appoints = ctx.may(Action.GROUP_APPOINT, group)
    if not appoints:
        form.k_author.render_kw = form.k_supplier.render_kw = {"readonly": True}
    return render_template(
        "groups/edit_group.html",
        ctx=ctx,
        group=group,
        tabs=tabs(ctx, group),
        form=form,
        effects=effects,
        saved=saved,
        appoints=appoints,
        history="history.list_group_events" in current_app.view_functions,
        roster_hints=forms.ROSTER_HINTS,
    )


@area.form("/groups/<uuid:group_id>/standings", Action.GROUP_APPOINT)
def grant_standing(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    form = forms.StandingForm()
    able = queries.organizations(ctx.session, group)
    form.organization.choices = [
        SelectChoice("", gettext("Choose an organization")),
        *(SelectChoice(str(each.id), f"{each.name} ({KINDS[each.kind]})") for each in able),
    ]
    if form.validate_on_submit():
        chosen = next(each for each in able if str(each.id) == form.organization.data)
        try:
            since = service.grant_standing(ctx.session, ctx.actor, group, chosen, form.kind.data)
        except Refused as refused:
            form.kind.errors = [gettext(refused.message, **refused.values)]
        else:
            flash(_granted(chosen, since), "success")
            return redirect(url_for(".grant_standing", group_id=group.id), 303)
    places = queries.roster(ctx.session, group.id)
    today = now().date()
    page = render_template(
        "groups/grant_standing.html",
        ctx=ctx,
        group=group,
        tabs=tabs(ctx, group),
        form=form,
        able=able,
        places=places,
        today=today,
        epoch=service.next_epoch(now()),
        families=len({p.family_id for p in places if p.kind == "member" and p.counts(today)}),
        hints=forms.STANDING_HINTS,
    )
    return page, 422 if form.is_submitted() else 200


def _granted(organization: Organization, since: object) -> str:
    day = current_app.jinja_env.filters["day"](since)
    return gettext(
        "%(name)s is in the group. It counts for anonymity from %(day)s.",
        name=organization.name,
        day=day,
    )


@area.form("/groups/<uuid:group_id>/standings/<uuid:organization_id>/end", Action.GROUP_APPOINT)
def end_standing(ctx: Context, group_id: UUID, organization_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    standing = queries.standing(ctx.session, group.id, organization_id)
    organization = queries.organization(ctx.session, organization_id)
    if standing is None or organization is None:
        raise NotFound(organization_id)
    form = forms.ConfirmForm()
    if form.validate_on_submit():
        service.end_standing(ctx.session, ctx.actor, group, standing)
        flash(gettext("%(name)s has left the group.", name=organization.name), "success")
        return redirect(url_for(".grant_standing", group_id=group.id), 303)
    return render_template(
        "groups/end_standing.html",
        ctx=ctx,
        group=group,
        form=form,
        standing=standing,
        organization=organization,
        epoch=service.next_epoch(now()),
    )


@area.form("/groups/<uuid:group_id>/appointments", Action.GROUP_APPOINT)
def make_appointment(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    form = forms.AppointmentForm()
    colleagues = queries.colleagues(ctx.session, ctx.actor.organization_id)
    form.colleague.choices = [
        SelectChoice("", gettext("None of them")),
        *(SelectChoice(str(each.id), each.name) for each in colleagues),
    ]
    if form.validate_on_submit() and _appoint(ctx, group, form):
        flash(gettext("The appointment is made."), "success")
        return redirect(url_for(".make_appointment", group_id=group.id), 303)
    page = render_template(
        "groups/make_appointment.html",
        ctx=ctx,
        group=group,
        tabs=tabs(ctx, group),
        form=form,
        appointed=queries.appointed(ctx.session, group.id),
        hints=forms.APPOINTMENT_HINTS,
    )
    return page, 422 if form.is_submitted() else 200


def _appoint(ctx: Context, group: Group, form: forms.AppointmentForm) -> bool:
    """False with the reason beside the field."""
    if bool(form.colleague.data) == bool(form.email.data):
        form.email.errors = [gettext("Choose a person of your organization, or enter an address.")]
        return False
    if form.colleague.data:
        found = (UUID(form.colleague.data), ctx.actor.organization_id)
    else:
        known = queries.appointee(ctx.session, group.id, email_tag(form.email.data, ctx.keys))
        if known is None:
            form.email.errors = [
                gettext("Nobody of this group's organizations signs in with this address.")
            ]
            return False
        found = known
    new = service.NewAppointment(*found, form.kind.data)
    try:
        service.make_appointment(ctx.session, ctx.actor, group, new)
    except Refused as refused:
        _explain(form, refused)
        return False
    return True


@area.form(
    "/groups/<uuid:group_id>/appointments/<uuid:person_id>/<any(coordinator,custodian):kind>/end",
    Action.GROUP_APPOINT,
)
def end_appointment(
    ctx: Context, group_id: UUID, person_id: UUID, kind: str
) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    appointed = queries.appointed(ctx.session, group.id)
    them = [each for each in appointed if (each.person_id, each.kind) == (person_id, kind)]
    if not them:
        raise NotFound(person_id)
    form = forms.ConfirmForm()
    if form.validate_on_submit():
        service.end_appointment(ctx.session, ctx.actor, group, person_id, kind)
        flash(gettext("The appointment of %(name)s has ended.", name=them[0].name), "success")
        return redirect(url_for(".make_appointment", group_id=group.id), 303)
    return render_template(
        "groups/end_appointment.html",
        ctx=ctx,
        group=group,
        form=form,
        them=them[0],
        last=[each.kind for each in appointed].count(kind) == 1,
    )


def _explain(form: FlaskForm, refused: Refused) -> None:
    form.form_errors.append(gettext(refused.message, **refused.values))
