from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.access.actions import Action
from portal.access.actor import VISITOR
from portal.core.clock import now
from portal.core.errors import Refused
from portal.features.organizations import queries, service
from portal.features.organizations.forms import (
    HINTS,
    AcceptanceForm,
    ConfirmForm,
    InvitationForm,
    RoleForm,
)
from portal.models import Invitation, Organization, Person
from portal.web import signin
from portal.web.area import Area
from portal.web.context import Context
from portal.web.facets import word

area = Area("organizations", __name__)


@area.page("/organization", Action.ORGANIZATION_VIEW)
def show_organization(ctx: Context) -> ResponseReturnValue:
    organization = ctx.fetch(Organization, ctx.actor.organization_id)
    may_invite = ctx.may(Action.ORGANIZATION_INVITE, organization)
    within = ctx.within(Invitation, Action.INVITATION_VIEW)
    return render_template(
        "organizations/show_organization.html",
        ctx=ctx,
        organization=organization,
        country=word("place", organization.country),
        family=queries.family_name(ctx.session, organization),
        people=queries.people(ctx.session, ctx.within(Person, Action.PERSON_VIEW)),
        invitations=queries.open_invitations(ctx.session, within) if may_invite else [],
        may_invite=may_invite,
        now=now(),
    )


@area.form("/organization/invitations/new", Action.ORGANIZATION_INVITE)
def invite(ctx: Context) -> ResponseReturnValue:
    organization = ctx.fetch(Organization, ctx.actor.organization_id)
    form = InvitationForm()
    if form.validate_on_submit() and _can_be_invited(ctx, form):
        service.invite(ctx.session, ctx.actor, organization, form.new_invitation(), ctx.settings)
        flash(
            gettext("The invitation is on its way to %(email)s.", email=form.email.data), "success"
        )
        return redirect(url_for(".show_organization"), 303)
    page = render_template(
        "organizations/invite.html", ctx=ctx, form=form, organization=organization, hints=HINTS
    )
    return page, 422 if form.is_submitted() else 200


def _can_be_invited(ctx: Context, form: InvitationForm) -> bool:
    """Says only what the administrator sees anyway: who is in or invited to their organization."""
    own, email = ctx.actor.organization_id, form.email.data
    if queries.is_colleague(ctx.session, own, email):
        form.email.errors = [gettext("This address belongs to somebody of your organization.")]
    elif queries.is_invited(ctx.session, own, email, now()):
        form.email.errors = [
            gettext("This address is invited already. You can send the mail again, or revoke it.")
        ]
    return not form.email.errors


@area.submit("/invitations/<uuid:invitation_id>/resend", Action.INVITATION_REVOKE)
def resend_invitation(ctx: Context, invitation_id: UUID) -> ResponseReturnValue:
    invitation = ctx.fetch(Invitation, invitation_id)
    service.resend_invitation(ctx.session, ctx.actor, invitation, ctx.settings)
    flash(gettext("The invitation is on its way to %(email)s.", email=invitation.email), "success")
    return redirect(url_for(".show_organization"), 303)


@area.submit("/invitations/<uuid:invitation_id>/revoke", Action.INVITATION_REVOKE)
def revoke_invitation(ctx: Context, invitation_id: UUID) -> ResponseReturnValue:
    invitation = ctx.fetch(Invitation, invitation_id)
    service.revoke_invitation(ctx.session, ctx.actor, invitation)
    flash(
        gettext("The link sent to %(email)s opens nothing any more.", email=invitation.email),
        "info",
    )
    return redirect(url_for(".show_organization"), 303)


@area.open("/invitations/<uuid:invitation_id>/<token>")
def accept_invitation(ctx: Context, invitation_id: UUID, token: str) -> ResponseReturnValue:
    offer = queries.offer(ctx.session, invitation_id, token)
    if offer is None:
        return _cannot_be_used()
    form = AcceptanceForm(data={"name": offer.name})
    if not form.validate_on_submit():
        other = "" if ctx.actor is VISITOR else ctx.actor.name
        page = render_template(
            "organizations/accept_invitation.html", offer=offer, form=form, other=other
        )
        return page, 422 if form.is_submitted() else 200
    new = form.acceptance(token, offer.email)
    session_token = service.accept_invitation(
        ctx.session, ctx.actor, invitation_id, new, ctx.settings
    )
    if session_token is None:
        return _cannot_be_used()
    signin.begin(session_token)
    flash(gettext("Welcome. You are signed in."), "success")
    return redirect(url_for("groups.list_groups"), 303)


def _cannot_be_used() -> ResponseReturnValue:
    return render_template("organizations/accept_invitation.html", offer=None), 404


@area.form("/people/<uuid:person_id>/role", Action.PERSON_CHANGE)
def change_role(ctx: Context, person_id: UUID) -> ResponseReturnValue:
    person = ctx.fetch(Person, person_id)
    form = RoleForm(data={"role": person.role})
    if form.validate_on_submit():
        try:
            service.change_role(ctx.session, ctx.actor, person, form.role.data)
        except Refused as refused:
            _explain(form, refused)
        else:
            flash(gettext("The role of %(name)s is changed.", name=person.name), "success")
            return redirect(url_for(".show_organization"), 303)
    page = render_template(
        "organizations/change_role.html", ctx=ctx, form=form, person=person, hints=HINTS
    )
    return page, 422 if form.is_submitted() else 200


@area.form("/people/<uuid:person_id>/deactivate", Action.PERSON_CHANGE)
def deactivate_person(ctx: Context, person_id: UUID) -> ResponseReturnValue:
    person = ctx.fetch(Person, person_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            service.deactivate_person(ctx.session, ctx.actor, person)
        except Refused as refused:
            _explain(form, refused)
        else:
            flash(gettext("%(name)s can no longer sign in.", name=person.name), "success")
            return redirect(url_for(".show_organization"), 303)
    page = render_template(
        "organizations/deactivate_person.html", ctx=ctx, form=form, person=person
    )
    return page, 422 if form.is_submitted() else 200


@area.submit("/people/<uuid:person_id>/reactivate", Action.PERSON_CHANGE)
def reactivate_person(ctx: Context, person_id: UUID) -> ResponseReturnValue:
    person = ctx.fetch(Person, person_id)
    service.reactivate_person(ctx.session, ctx.actor, person)
    flash(gettext("%(name)s can sign in again.", name=person.name), "success")
    return redirect(url_for(".show_organization"), 303)


def _explain(form: FlaskForm, refused: Refused) -> None:
    form.form_errors.append(gettext(refused.message, **refused.values))
