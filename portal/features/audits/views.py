from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.audit_records.edits import Kept
from portal.audit_records.listing import Asked
from portal.core.clock import now
from portal.core.errors import Conflict
from portal.db.pages import Edge
from portal.features.audits import queries, service
from portal.features.audits.forms import AuditForm
from portal.models import Audit, Supplier
from portal.reference import audits
from portal.reference.documents import document
from portal.web import audit_listing
from portal.web.area import Area
from portal.web.audit_words import ICONS, TONES, audit_word, scheme_name
from portal.web.context import Context
from portal.web.facets import word as facet

area = Area("audits", __name__)
WORDS: Final = {
    "word": audit_word,
    "facet": facet,
    "scheme_name": scheme_name,
    "tones": TONES,
    "icons": ICONS,
}
LINKS: Final = {
    "imports": "audit_imports.list_imports",
    "upload": "audit_imports.upload_list",
    "export": "audit_imports.export_outcomes",
    "templates": "audit_imports.list_templates",
}


@area.page("/audits", Action.AUDIT_VIEW)
def list_audits(ctx: Context) -> ResponseReturnValue:
    asked = Asked(**audit_listing.read_asked(request.args))
    edge = audit_listing.read_edge(request.args)
    listed = queries.audits_of(ctx.session, ctx.within(Audit), asked, edge)
    chosen = audit_listing.chosen(asked, listed.supplier)
    return render_template(
        "audits/list_audits.html",
        ctx=ctx,
        listed=listed,
        asked=asked,
        narrowed=partial(replace, asked),
        options=audit_listing.offered(asked),
        chips=[(label, _listing(replace(asked, **without))) for label, without in chosen],
        listing=_listing,
        severity_word=audit_listing.severity_word,
        links={name: _link(endpoint) for name, endpoint in LINKS.items()},
        **WORDS,
    )


def _link(endpoint: str) -> str:
    """Where another feature offers it; nothing where it is not there."""
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _listing(asked: Asked, edge: Edge | None = None) -> str:
    return url_for(".list_audits", **audit_listing.query_of(asked, edge))


@area.page("/audits/severities", Action.AUDIT_VIEW)
def show_severities(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    return render_template(
        "audits/show_severities.html",
        schemes=audits.SCHEMES,
        severities=audits.SEVERITIES,
        states=audits.CAP_STATES,
        following=audits.next_states,
        about=document("audits"),
        **WORDS,
    )


@area.form("/audits/new", Action.AUDIT_ADD)
def add_audit(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    form = AuditForm()
    registry = queries.registry(ctx.session, ctx.within(Supplier, Action.SUPPLIER_VIEW))
    reshaped = form.is_submitted() and form.reshape(request.form.get("do", ""))
    if not form.is_submitted():
        form.reshape("add")
    if reshaped or not form.validate_on_submit():
        status = 422 if form.is_submitted() and not reshaped else 200
        page = render_template(
            "audits/add_audit.html", form=form, suggested=_suggested(form, registry)
        )
        return page, status
    new = replace(form.outcome(registry), findings=tuple(each.said for each in form.rows()))
    added = service.add_audit(ctx.session, ctx.actor, new)
    flash(gettext("Added."), "success")
    return redirect(url_for(".show_audit", audit_id=added), 303)


def _suggested(form: AuditForm, registry: list[queries.Known]) -> dict[str, list[str]]:
    """What the browser offers while a supplier or a scheme's word is typed."""
    schemes = [form.scheme.data] if form.scheme.data else [each.code for each in audits.SCHEMES]
    values = dict.fromkeys(value for code in schemes for value in audits.values_of(code))
    names = dict.fromkeys(each.name for each in registry[: queries.MOST_SUPPLIERS])
    return {"registry": list(names), "values": list(values)}


@area.page("/audits/<uuid:audit_id>", Action.AUDIT_VIEW)
def show_audit(ctx: Context, audit_id: UUID) -> ResponseReturnValue:
    audit = ctx.fetch(Audit, audit_id)
    kept = queries.kept(ctx.session, audit)
    return render_template(
        "audits/show_audit.html",
        ctx=ctx,
        audit=audit,
        kept=kept,
        groups=queries.grouped(kept),
        progress=queries.progress(kept),
        has_supplier=queries.has_supplier(
            ctx.session, ctx.within(Supplier, Action.SUPPLIER_VIEW), kept.head.supplier_id
        ),
        share_href=_share(ctx, audit_id),
        is_overdue=partial(queries.is_overdue, today=now().date()),
        **WORDS,
    )


def _share(ctx: Context, audit_id: UUID) -> str:
    """Where a draft of its outcome begins, for those who may write one."""
    start = "contributions.start_contribution"
    if not ctx.may(Action.CONTRIBUTION_START, ctx.actor.workspace):
        return ""
    return url_for(start, kind="audit", audit=audit_id)


@area.form("/audits/<uuid:audit_id>/edit", Action.AUDIT_CHANGE)
def edit_audit(ctx: Context, audit_id: UUID) -> ResponseReturnValue:
    audit = ctx.fetch(Audit, audit_id)
    kept = queries.kept(ctx.session, audit)
    registry = queries.registry(ctx.session, ctx.within(Supplier, Action.SUPPLIER_VIEW))
    form, theirs = AuditForm.of(kept, audit.version), False
    reshaped = form.is_submitted() and form.reshape(request.form.get("do", ""))
    if not reshaped and form.validate_on_submit():
        typed = service.Changed(form.outcome(registry), form.rows(), form.version.data or 0)
        try:
            service.change_audit(ctx.session, ctx.actor, audit, typed)
        except Conflict:
            # What was typed stays in the form; saving again is then a choice between both.
            theirs = True
            form.rebase(audit.version)
        else:
            flash(gettext("Saved."), "success")
            return redirect(url_for(".show_audit", audit_id=audit_id), 303)
    status = 409 if theirs else 422 if form.is_submitted() and not reshaped else 200
    page = render_template(
        "audits/edit_audit.html",
        form=form,
        audit=audit,
        kept=kept,
        compared=_compared(kept, form, registry) if theirs else (),
        suggested=_suggested(form, registry),
        theirs=theirs,
    )
    return page, status


def _compared(
    kept: Kept, form: AuditForm, registry: list[queries.Known]
) -> list[tuple[str, str, str]]:
    """Fields in which the stored audit and what was typed differ, in words."""
    mine, theirs = form.outcome(registry), kept.head
    rows = [
        (form[name].label.text, str(getattr(theirs, name) or ""), str(getattr(mine, name) or ""))
        for name in ("supplier", "country", "scheme", "reference", "audited_on", "value")
    ]
    rows += [
        (form[name].label.text, *(audit_word(name, getattr(each, name)) for each in (theirs, mine)))
        for name in ("severity", "announcement", "purpose", "mode")
    ]
    stored = "\n".join(each.said.issue for each in kept.findings)
    typed = "\n".join(each.said.issue for each in form.rows())
    rows.append((gettext("Findings"), stored, typed))
    return [row for row in rows if row[1] != row[2]]


@area.form("/audits/<uuid:audit_id>/delete", Action.AUDIT_CHANGE)
def delete_audit(ctx: Context, audit_id: UUID) -> ResponseReturnValue:
    audit = ctx.fetch(Audit, audit_id)
    kept = queries.kept(ctx.session, audit)
    sealed = ""
    if request.method == "POST":
        sealed = service.delete_audit(ctx.session, ctx.actor, audit)
    # Not a redirect: the page itself carries the sealed record that Undo sends back.
    return render_template(
        "audits/delete_audit.html", id=audit_id, kept=kept, sealed=sealed, **WORDS
    )


@area.submit("/audits/<uuid:audit_id>/restore", Action.AUDIT_ADD)
def restore_audit(ctx: Context, audit_id: UUID) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    service.restore_audit(ctx.session, ctx.actor, audit_id, request.form.get("kept", ""))
    flash(gettext("It is back."), "success")
    return redirect(url_for(".show_audit", audit_id=audit_id), 303)
