from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time, gettext

from portal.access.actions import Action
from portal.airlock.checking import refusal, whole
from portal.airlock.drafts import Draft
from portal.airlock.fields import Fields, beyond_limits
from portal.airlock.kinds import kinds_of
from portal.airlock.passage import askable
from portal.airlock.readiness import problems
from portal.core.errors import Conflict, Refused, TooOften
from portal.features.contributions import queries, service
from portal.features.contributions.forms import (
    FAR_TOO_LONG,
    ContributionForm,
    sent_decision,
)
from portal.features.contributions.queries import Desk
from portal.models import Contribution, Group
from portal.reference.tlp import Audience, Tlp
from portal.web.area import Area
from portal.web.beginning import StartForm, beginning
from portal.web.context import Context
from portal.web.facets import word
from portal.web.received import received

area = Area("contributions", __name__)
ANCHORS = {
    "check": "#hits",
    "replace": "#hits",
    "confirm": "#hits",
    "places": "#subdivision",
    "gate": "#gate",
    "accept": "#gate",
}


@area.page("/contributions", Action.CONTRIBUTION_VIEW)
def list_contributions(ctx: Context) -> ResponseReturnValue:
    own, groups = ctx.within(Contribution), ctx.within(Group, Action.GROUP_VIEW)
    rows = queries.contributions(ctx.session, own, groups)
    return render_template("contributions/list_contributions.html", rows=rows)


@area.form("/contributions/new", Action.CONTRIBUTION_START)
def start_contribution(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    begun = beginning(ctx)
    groups = queries.member_groups(ctx.session, ctx.within(Group, Action.GROUP_CONTRIBUTE))
    chosen = begun.group or request.args.get("group", "")
    form = StartForm(data={"group": chosen, "kind": begun.kind})
    kinds = kinds_of(ctx.actor.organization_kind)
    form.offer(kinds, {str(each.id): each.name for each in groups})
    if not form.is_submitted() or (groups and not form.validate()):
        page = "contributions/start_contribution.html"
        hints = {code: gettext(each.about) for code, each in kinds.items()}
        status = 422 if form.is_submitted() else 200
        return render_template(page, form=form, hints=hints, begun=begun, word=word), status
    group = begun.group or (form.group.data if groups else "")
    new = service.Start(group, replace(begun, kind=_kind(form, begun)))
    contribution = service.start_contribution(ctx.session, ctx.actor, new)
    return redirect(url_for(".edit_contribution", contribution_id=contribution.id), 303)


def _kind(form: StartForm, begun: Fields) -> str:
    """An audit and a practice that were there before are what they are."""
    return begun.kind if begun.audit or begun.edition_of else str(form.kind.data)


@area.form("/contributions/<uuid:contribution_id>", Action.CONTRIBUTION_EDIT)
def edit_contribution(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    desk = _desk(ctx, contribution)
    if not desk.where.stage.editable:
        return redirect(
            url_for("submissions.show_submission", contribution_id=contribution_id), 303
        )
    form = ContributionForm.of(desk)
    if not form.is_submitted():
        return _page(desk, form)
    if not form.validate() or not form.tell(beyond_limits(form.fields())):
        return _page(desk, form), 422
    try:
        typed = service.Typed(form.fields(), form.version.data)
        service.save_draft(ctx.session, ctx.actor, contribution, typed)
    except Conflict:
        return _both(ctx, contribution, form), 409
    return _done(ctx, _desk(ctx, contribution), form)


def _done(ctx: Context, desk: Desk, form: ContributionForm) -> ResponseReturnValue:
    """What the pressed button asks for, beside saving."""
    if decision := sent_decision():
        return _decided(ctx, desk, form, decision)
    do = request.form.get("do", "save")
    if do == "find":
        # Not by redirect: a supplier's name has no business in an address.
        form.rebase(desk.contribution.version)
        return _page(desk, form)
    if do == "preview":
        endpoint = ".preview_contribution"
        return redirect(url_for(endpoint, contribution_id=desk.contribution.id), 303)
    if do == "check" and service.check_again(ctx.session, ctx.actor, desk.contribution):
        return redirect(url_for(".show_check", contribution_id=desk.contribution.id), 303)
    if do in {"gate", "accept"}:
        _pass_gate(ctx, desk, do)
    elif do == "replace":
        keys = desk.checked.suggested
        service.decide_all(ctx.session, ctx.actor, desk.contribution, keys)
    elif do == "confirm" and request.form.get("read_through"):
        service.confirm_reading(ctx.session, ctx.actor, desk.contribution)
    elif do == "confirm":
        flash(gettext("Tick the box once you have read every sentence."), "bad")
    elif do == "save":
        flash(gettext("Draft saved."), "success")
    return redirect(_edit_url(desk) + ANCHORS.get(do, ""), 303)


def _pass_gate(ctx: Context, desk: Desk, do: str) -> None:
    """Whatever the gate says, what was typed stays saved: so refusals are told, not raised."""
    try:
        if do == "accept":
            service.accept_generalization(ctx.session, ctx.actor, desk.contribution)
        elif askable(desk.draft.fields):
            per_day = ctx.settings.gate_questions_per_day
            service.ask_gate(ctx.session, ctx.actor, desk.contribution, per_day)
        else:
            flash(gettext("Choose country, sector and working group first."), "bad")
    except TooOften:
        said = gettext(
            "The gate answers only so many questions a day, so that nobody can be found out by"
            " asking. Your draft is saved; ask again tomorrow."
        )
        flash(said, "warn")
    except Refused as refused:
        flash(gettext(refused.message), "bad")


def _decided(
    ctx: Context, desk: Desk, form: ContributionForm, decision: service.Decision
) -> ResponseReturnValue:
    here = f"{_edit_url(desk)}#hits"
    found = desk.checked.of(decision.key)
    if found is None:
        flash(gettext("That detail is no longer in the text."), "info")
        return redirect(here, 303)
    said = refusal(found, decision.decided, desk.lexicon)
    if said is not None:
        form.form_errors = [f"“{found.hit.text}”: {gettext(said)}"]
        return _page(desk, form, opened=decision), 422
    service.decide_hit(ctx.session, ctx.actor, desk.contribution, decision)
    return redirect(here, 303)


@area.submit("/contributions/<uuid:contribution_id>/autosave", Action.CONTRIBUTION_EDIT)
def save_draft(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    form = ContributionForm.of(_desk(ctx, contribution))
    if not form.validate():
        return {"error": "cannot_be_kept", "fields": list(form.errors)}, 422
    typed = service.Typed(form.fields(), form.version.data, quiet=True)
    try:
        kept = service.save_draft(ctx.session, ctx.actor, contribution, typed)
    except Conflict:
        compare = url_for(".edit_contribution", contribution_id=contribution_id)
        return {"conflict_url": compare}, 409
    return {"version": contribution.version, "saved": _clock(kept)}


@area.submit("/contributions/<uuid:contribution_id>/detect", Action.CONTRIBUTION_EDIT)
def detect(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    """The list of hits for a text that is neither kept nor logged."""
    desk = _desk(ctx, ctx.fetch(Contribution, contribution_id))
    name = request.form.get("field", "")
    if name in {each.name for each in desk.draft.fields.of.sections}:
        text = request.form.get("text", "")[:FAR_TOO_LONG].replace("\r\n", "\n")
        typed = desk.draft.fields.having(name, text)
        desk = replace(desk, draft=replace(desk.draft, fields=typed))
    return render_template(
        "contributions/detect.html", checked=desk.checked, draft=desk.draft, opened=None
    )


@area.page("/contributions/<uuid:contribution_id>/check", Action.CONTRIBUTION_VIEW)
def show_check(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    """How far the job is that reads a long text."""
    desk = _desk(ctx, ctx.fetch(Contribution, contribution_id))
    percent = desk.check.reading(whole(desk.draft.fields)).percent
    return render_template("contributions/show_check.html", desk=desk, percent=percent)


@area.page("/contributions/<uuid:contribution_id>/preview", Action.CONTRIBUTION_VIEW)
def preview_contribution(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    desk = _desk(ctx, ctx.fetch(Contribution, contribution_id))
    if not desk.where.stage.editable:
        return redirect(
            url_for("submissions.show_submission", contribution_id=contribution_id), 303
        )
    checked = desk.checked
    return render_template(
        "contributions/preview_contribution.html",
        desk=desk,
        draft=desk.draft,
        checked=checked,
        problems=problems(desk.draft, checked, desk.lexicon, desk.folder),
        byline=ctx.actor.organization_name if desk.draft.fields.named else "",
        word=word,
        **received(desk.draft, checked),
    )


@area.submit("/contributions/<uuid:contribution_id>/submit", Action.CONTRIBUTION_SUBMIT)
def submit_contribution(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    version = request.form.get("version", 0, int)
    signed = request.form.get("signed") == "yes"
    new = service.Submission(version, ctx.settings.gate_questions_per_day, signed)
    if service.submit_contribution(ctx.session, ctx.actor, contribution, new):
        flash(
            gettext("Sent for review, under your organization's name.")
            if signed
            else gettext("Sent for review. A coordinator sees it without your name."),
            "success",
        )
        return redirect(
            url_for("submissions.show_submission", contribution_id=contribution_id), 303
        )
    flash(gettext("The gate's answer has changed since you asked. Please ask it again."), "warn")
    return redirect(url_for(".edit_contribution", contribution_id=contribution_id) + "#gate", 303)


@area.form("/contributions/<uuid:contribution_id>/delete", Action.CONTRIBUTION_DELETE)
def delete_contribution(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    desk = _desk(ctx, contribution)
    if request.method == "GET":
        return render_template("contributions/delete_contribution.html", desk=desk)
    service.delete_contribution(ctx.session, ctx.actor, contribution)
    flash(gettext("The draft is gone."), "success")
    return redirect(url_for(".list_contributions"), 303)


def _desk(ctx: Context, contribution: Contribution) -> Desk:
    groups = ctx.within(Group, Action.GROUP_CONTRIBUTE)
    return queries.desk(ctx.session, ctx.actor, contribution, groups)


def _page(
    desk: Desk,
    form: ContributionForm,
    *,
    opened: service.Decision | None = None,
    conflict: tuple[tuple[str, str, str], ...] = (),
) -> str:
    """The form beside the preview; after an error with what was typed, which is not saved yet."""
    shown = replace(desk, draft=replace(desk.draft, fields=form.fields()))
    checked = shown.checked
    return render_template(
        "contributions/edit_contribution.html",
        desk=shown,
        draft=shown.draft,
        checked=checked,
        form=form,
        opened=opened,
        conflict=conflict,
        saved_at=_clock(desk.draft),
        word=word,
        **received(shown.draft, checked),
        audiences={each.value: gettext(each.description) for each in Audience},
        boundaries={each.value: gettext(each.boundary) for each in Tlp},
    )


def _both(ctx: Context, contribution: Contribution, form: ContributionForm) -> str:
    """The saved version and the one that was typed, side by side; nothing is overwritten."""
    ctx.session.refresh(contribution)
    desk = _desk(ctx, contribution)
    saved, typed = desk.draft.fields, form.fields()
    rows = tuple(
        (form.name_of(name), form.in_words(name, saved), form.in_words(name, typed))
        for name in saved.differing(typed)
    )
    form.rebase(contribution.version)
    return _page(desk, form, conflict=rows)


def _edit_url(desk: Desk) -> str:
    return url_for(".edit_contribution", contribution_id=desk.contribution.id)


def _clock(draft: Draft) -> str:
    return str(format_time(draft.changed_at, "HH:mm"))
