from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.core.clock import now
from portal.core.errors import Conflict, Refused
from portal.db.pages import Edge
from portal.features.corrective_actions import forms, queries, service
from portal.features.corrective_actions.forms import ActionForm, MoveForm, NewActionForm
from portal.features.corrective_actions.queries import Filters, Opened, Within
from portal.models import Audit, CapItem
from portal.reference import audits
from portal.web.area import Area
from portal.web.audit_listing import read_edge
from portal.web.audit_words import ICONS, TONES, audit_word, scheme_name
from portal.web.context import Context

area = Area("corrective_actions", __name__)
WORDS: Final = {
    "word": audit_word,
    "scheme_name": scheme_name,
    "tones": TONES,
    "icons": ICONS,
    "as_moment": datetime.fromisoformat,
}


@area.page("/audits/actions", Action.AUDIT_VIEW)
def list_actions(ctx: Context) -> ResponseReturnValue:
    within = Within(ctx.within(CapItem), ctx.within(Audit))
    filters, edge = forms.read_filters(request.args), read_edge(request.args)
    board = queries.board(ctx.session, within, filters, now().date(), edge)
    return render_template(
        "corrective_actions/list_actions.html",
        ctx=ctx,
        board=board,
        filters_asked=filters,
        narrowed=partial(replace, filters),
        options=forms.options(filters),
        chips=forms.chips(filters, board),
        dues=forms.DUE_WORDS,
        listing=_listing,
        **WORDS,
    )


def _listing(filters: Filters, edge: Edge | None = None) -> str:
    return url_for(".list_actions", **forms.query_of(filters, edge))


@area.form("/audits/<uuid:audit_id>/actions/new", Action.AUDIT_CHANGE)
def add_action(ctx: Context, audit_id: UUID) -> ResponseReturnValue:
    audit = ctx.fetch(Audit, audit_id)
    head, findings = queries.findings(ctx.session, audit)
    form = NewActionForm(data={"finding": request.args.get("finding", "")})
    form.offer(findings)
    if not form.validate_on_submit():
        page = render_template(
            "corrective_actions/add_action.html", form=form, audit=audit, head=head
        )
        return page, 422 if form.is_submitted() else 200
    new = service.NewAction(form.finding.data, form.said())
    added = service.add_action(ctx.session, ctx.actor, audit, new)
    flash(gettext("Added."), "success")
    return redirect(url_for(".show_action", cap_item_id=added), 303)


@area.page("/audits/actions/<uuid:cap_item_id>", Action.AUDIT_VIEW)
def show_action(ctx: Context, cap_item_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(CapItem, cap_item_id)
    opened = queries.opened(ctx.session, row, now().date())
    return render_template(
        "corrective_actions/show_action.html",
        ctx=ctx,
        row=row,
        opened=opened,
        form=MoveForm(data={"version": row.version}),
        following=_following(opened),
        verified=service.VERIFIED,
        **WORDS,
    )


def _following(opened: Opened) -> tuple[str, ...]:
    collaborative = opened.finding.said.collaborative
    return audits.next_states(opened.item.said.state, collaborative=collaborative)


@area.form("/audits/actions/<uuid:cap_item_id>/edit", Action.AUDIT_CHANGE)
def edit_action(ctx: Context, cap_item_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(CapItem, cap_item_id)
    opened = queries.opened(ctx.session, row, now().date())
    form = ActionForm.of(opened.item.said, row.version)
    theirs = None
    if form.validate_on_submit():
        try:
            new = service.Changed(form.said(), form.version.data or 0)
            service.change_action(ctx.session, ctx.actor, row, new)
        except Conflict:
            # What was typed stays in the form; saving again is then a choice between both.
            theirs = opened.item.said
            form.rebase(row.version)
        else:
            flash(gettext("Saved."), "success")
            return redirect(url_for(".show_action", cap_item_id=cap_item_id), 303)
    page = render_template(
        "corrective_actions/edit_action.html",
        form=form,
        row=row,
        opened=opened,
        theirs=theirs,
        mine=form.said() if theirs else None,
    )
    return page, 409 if theirs else 422 if form.is_submitted() else 200


@area.submit("/audits/actions/<uuid:cap_item_id>/advance", Action.AUDIT_CHANGE)
def advance_action(ctx: Context, cap_item_id: UUID) -> ResponseReturnValue:
    row, form = ctx.fetch(CapItem, cap_item_id), MoveForm()
    here = redirect(url_for(".show_action", cap_item_id=cap_item_id), 303)
    if not form.validate():
        flash(" ".join(str(each) for errors in form.errors.values() for each in errors), "bad")
        return here
    try:
        service.advance_action(ctx.session, ctx.actor, row, form.move())
    except Conflict:
        _moved_meanwhile()
    except Refused as refused:
        flash(gettext(refused.message), "bad")
    else:
        state = audit_word("cap_state", form.state.data or "")
        flash(gettext("Now: %(state)s.", state=state), "success")
    return here


@area.submit("/audits/actions/<uuid:cap_item_id>/step-back", Action.AUDIT_CHANGE)
def step_back(ctx: Context, cap_item_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(CapItem, cap_item_id)
    try:
        version = request.form.get("version", 0, int)
        service.step_back(ctx.session, ctx.actor, row, version)
    except Conflict:
        _moved_meanwhile()
    else:
        flash(gettext("The last step was taken back."), "success")
    return redirect(url_for(".show_action", cap_item_id=cap_item_id), 303)


def _moved_meanwhile() -> None:
    said = gettext(
        "A colleague changed this action meanwhile. Nothing was overwritten: look at it as it is"
        " now, then choose again."
    )
    flash(said, "warn")


@area.form("/audits/actions/<uuid:cap_item_id>/delete", Action.AUDIT_CHANGE)
def delete_action(ctx: Context, cap_item_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(CapItem, cap_item_id)
    if request.method == "GET":
        opened = queries.opened(ctx.session, row, now().date())
        return render_template("corrective_actions/delete_action.html", row=row, opened=opened)
    audit_id = row.audit_id
    service.delete_action(ctx.session, ctx.actor, row)
    flash(gettext("The corrective action was deleted."), "success")
    return redirect(url_for("audits.show_audit", audit_id=audit_id), 303)
