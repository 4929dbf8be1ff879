from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from portal.access.actions import Action
from portal.audit_lists import pieces, templates, writing
from portal.audit_lists.draft import Draft
from portal.audit_lists.fields import TITLES
from portal.audit_lists.spill import Spill
from portal.core.clock import now
from portal.facility_lists.tables import letter
from portal.features.audit_imports import forms, queries, service
from portal.models import Audit, AuditImport, AuditImportState
from portal.reference import audits
from portal.web.area import Area
from portal.web.context import Context
from portal.web.uploads import safe_name, type_of

area = Area("audit_imports", __name__)
State = AuditImportState
FILES: Final = 4
"""A list may be as large as so many other files: 200,000 rows of CSV are."""
BEGINNING: Final = 4096
ZIP: Final = b"PK"
CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BUSY: Final = (State.READING, State.CHECKING, State.RUNNING)


@area.page("/audits/imports", Action.IMPORT_VIEW)
def list_imports(ctx: Context) -> ResponseReturnValue:
    listed = queries.imports(ctx.session, ctx.within(AuditImport))
    return render_template("audit_imports/list_imports.html", ctx=ctx, imports=listed)


@area.page("/audits/imports/templates", Action.IMPORT_VIEW)
def list_templates(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    return render_template("audit_imports/list_templates.html", ctx=ctx, schemes=audits.SCHEMES)


@area.page("/audits/imports/template.xlsx", Action.IMPORT_VIEW)
def give_template(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    asked = request.args.get("scheme", "")
    scheme = asked if asked in {each.code for each in audits.SCHEMES} else "other"
    name = f"audits-{scheme.replace('_', '-')}.xlsx"
    return _file([templates.template(scheme)], XLSX, name)


@area.form("/audits/imports/new", Action.IMPORT_CHANGE, files=FILES)
def upload_list(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    form = forms.UploadForm()
    if form.validate_on_submit():
        wrong, new = _uploaded()
        if new is not None:
            row = service.upload_list(ctx.session, ctx.actor, new)
            return redirect(url_for(".show_import", audit_import_id=row.id), 303)
        form.file.errors = [wrong]
    page = render_template(
        "audit_imports/upload_list.html", form=form, ctx=ctx, schemes=forms.scheme_choices()
    )
    return page, 422 if form.is_submitted() else 200


def _uploaded() -> tuple[str, service.NewList | None]:
    """Look at the beginning only: the job reads the rest."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return gettext("Choose a file first."), None
    name, beginning = safe_name(file.filename), file.stream.read(BEGINNING)
    workbook = beginning.startswith(ZIP)
    wrong = None if workbook else forms.WRONG_TYPES.get(type_of(beginning))
    if wrong is not None:
        return str(wrong) % {"name": name}, None
    file.stream.seek(0)
    return "", service.NewList(name, workbook, pieces.cut(file.stream))


@area.page("/audits/imports/<uuid:audit_import_id>", Action.IMPORT_VIEW)
def show_import(ctx: Context, audit_import_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(AuditImport, audit_import_id)
    if row.state == State.MAPPING:
        return redirect(url_for(".map_list", audit_import_id=audit_import_id))
    draft = queries.draft(ctx.session, row)
    shown = queries.first_problems(ctx.session, row) if draft.found.problems else []
    return render_template(
        "audit_imports/show_import.html",
        ctx=ctx,
        row=row,
        draft=draft,
        busy=row.state in BUSY,
        percent=round(100 * draft.share),
        refusal=forms.refused(draft),
        remarks=forms.remarked(draft),
        asked=len(_open_words(draft)),
        undoable=row.state == State.FAILED or draft.undoable(now().date()),
        problems=[(each.row, forms.column(each), *forms.said(each)) for each in shown],
    )


def _open_words(draft: Draft) -> list[object]:
    return [word for word, _ in draft.asked if word not in draft.fixes.words]


@area.form("/audits/imports/<uuid:audit_import_id>/mapping", Action.IMPORT_CHANGE)
def map_list(ctx: Context, audit_import_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(AuditImport, audit_import_id)
    draft = queries.draft(ctx.session, row)
    if row.state not in service.WAITING or not draft.sheet.header:
        return redirect(url_for(".show_import", audit_import_id=audit_import_id), 303)
    if request.method == "POST":
        service.map_list(ctx.session, ctx.actor, row, forms.chosen(request.form, draft))
        return redirect(url_for(".show_import", audit_import_id=audit_import_id), 303)
    used = {place: name for name, place in draft.columns.items() if place is not None}
    return render_template(
        "audit_imports/map_list.html",
        row=row,
        draft=draft,
        letter=letter,
        titles={name: gettext(title) for name, title in TITLES.items()},
        used=used,
        remarks=forms.remarked(draft),
        asked=[(word, rows, forms.choices(word)) for word, rows in forms.asked(draft)],
        scheme_names=dict(forms.scheme_choices()),
        no_scheme=draft.fixes.words.get(forms.NO_SCHEME, ""),
        schemes=forms.scheme_choices(),
    )


@area.submit("/audits/imports/<uuid:audit_import_id>/confirm", Action.IMPORT_CHANGE)
def confirm_import(ctx: Context, audit_import_id: UUID) -> ResponseReturnValue:
    service.confirm_import(ctx.session, ctx.actor, ctx.fetch(AuditImport, audit_import_id))
    return redirect(url_for(".show_import", audit_import_id=audit_import_id), 303)


@area.submit("/audits/imports/<uuid:audit_import_id>/cancel", Action.IMPORT_CHANGE)
def cancel_import(ctx: Context, audit_import_id: UUID) -> ResponseReturnValue:
    service.cancel_import(ctx.session, ctx.actor, ctx.fetch(AuditImport, audit_import_id))
    flash(gettext("The import was canceled. Nothing of it is among your audits."), "success")
    return redirect(url_for(".list_imports"), 303)


@area.form("/audits/imports/<uuid:audit_import_id>/undo", Action.IMPORT_CHANGE)
def undo_import(ctx: Context, audit_import_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(AuditImport, audit_import_id)
    if request.method == "GET":
        draft = queries.draft(ctx.session, row)
        return render_template("audit_imports/undo_import.html", row=row, draft=draft)
    gone = service.undo_import(ctx.session, ctx.actor, row)
    said = ngettext(
        "The import was undone: %(num)s audit was deleted.",
        "The import was undone: %(num)s audits were deleted.",
        gone,
    )
    flash(said, "success")
    return redirect(url_for(".show_import", audit_import_id=audit_import_id), 303)


@area.page("/audits/imports/<uuid:audit_import_id>/problems.csv", Action.IMPORT_VIEW)
def give_problems(ctx: Context, audit_import_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(AuditImport, audit_import_id)
    titles = tuple(str(each) for each in forms.TITLES_OF_PROBLEMS)
    spill = Spill()
    for page in chain([[]], queries.every_problem(ctx.session, row)):
        lines = [
            (str(each.row), each.column, TITLES[each.field], each.text, *forms.said(each))
            for each in page
        ]
        for piece in writing.lines(lines or [titles], marked=not lines):
            spill.write(piece)
    return _file(spill.pieces(), CSV, "problems.csv")


@area.form("/audits/export", Action.AUDIT_VIEW)
def export_outcomes(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    if request.method == "GET":
        number = queries.count_audits(ctx.session, ctx.within(Audit))
        return render_template("audit_imports/export_outcomes.html", number=number)
    workbook = request.form.get("form") == "xlsx"
    spill = service.export_outcomes(ctx.session, ctx.actor, workbook=workbook)
    kind, name = (XLSX, "audits.xlsx") if workbook else (CSV, "audits.csv")
    return _file(spill.pieces(), kind, name)


def _file(content: list[bytes] | Iterator[bytes], kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
