from __future__ import annotations

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from portal.access.actions import Action
from portal.core.errors import Refused
from portal.facility_lists import reading
from portal.facility_lists.draft import Draft, Forecast, Order, forecast
from portal.facility_lists.problems import Flaw, first
from portal.facility_lists.tables import letter
from portal.features.suppliers import forms, queries, service
from portal.models import FootprintArea, ImportState, Supplier, SupplierImport
from portal.web.area import Area
from portal.web.context import Context
from portal.web.facets import word
from portal.web.uploads import FileType, received

area = Area("suppliers", __name__)
PAGE: Final = 50
PREVIEW_ROWS: Final = 20
MOST_SHOWN: Final = 200
EXAMPLE: Final = (
    "\N{BYTE ORDER MARK}name,address,country,state,sector,OS ID\r\n"
    'Example Garments Ltd.,"12 Mill Road, Gazipur 1700",Bangladesh,Dhaka,Apparel,\r\n'
    'Beispiel Weberei GmbH,"Hauptstraße 3, 95028 Hof",DE,Bayern,Weaving,\r\n'
    '"Ejemplo Solar, S.A.","Calle Mayor 8, Sevilla",España,,Solar,\r\n'
)


@area.page("/suppliers", Action.SUPPLIER_VIEW)
def list_suppliers(ctx: Context) -> ResponseReturnValue:
    registry = queries.registry(ctx.session, ctx.within(Supplier))
    asked = {name: request.args.get(name, "") for name in ("q", "country", "sector")}
    chosen = queries.chosen(
        registry, search=asked["q"], country=asked["country"], sector=asked["sector"]
    )
    last = max(1, -(-len(chosen) // PAGE))
    page = min(max(request.args.get("page", 1, int), 1), last)
    return render_template(
        "suppliers/list_suppliers.html",
        ctx=ctx,
        word=word,
        total=len(registry),
        found=len(chosen),
        suppliers=chosen[(page - 1) * PAGE : page * PAGE],
        asked=asked,
        countries=_options("place", {each.facility.country for each in registry}, asked["country"]),
        sectors=_options("sector", {each.facility.sector for each in registry}, asked["sector"]),
        without=lambda name: _listing(asked | {name: ""}),
        page_href=lambda to: _listing(asked | {"page": str(to)}) if 0 < to <= last else "",
        page=page,
        last=last,
    )


def _listing(query: dict[str, str]) -> str:
    given = urlencode({name: value for name, value in query.items() if value})
    return url_for(".list_suppliers") + (f"?{given}" if given else "")


def _options(name: str, codes: set[str], chosen: str) -> list[dict[str, object]]:
    labelled = sorted((word(name, code), code) for code in codes if code)
    return [{"value": code, "label": label, "chosen": code == chosen} for label, code in labelled]


@area.form("/suppliers/new", Action.SUPPLIER_ADD)
def add_supplier(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    form = forms.SupplierForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("suppliers/add_supplier.html", form=form), status
    supplier = service.add_supplier(ctx.session, ctx.actor, form.facility())
    flash(gettext("Added."), "success")
    return redirect(url_for(".show_supplier", supplier_id=supplier.id), 303)


@area.page("/suppliers/<uuid:supplier_id>", Action.SUPPLIER_VIEW)
def show_supplier(ctx: Context, supplier_id: UUID) -> ResponseReturnValue:
    supplier = ctx.fetch(Supplier, supplier_id)
    return render_template(
        "suppliers/show_supplier.html",
        ctx=ctx,
        word=word,
        supplier=supplier,
        facility=queries.facility(ctx.session, supplier),
    )


@area.form("/suppliers/<uuid:supplier_id>/edit", Action.SUPPLIER_CHANGE)
def edit_supplier(ctx: Context, supplier_id: UUID) -> ResponseReturnValue:
    supplier = ctx.fetch(Supplier, supplier_id)
    stored = queries.facility(ctx.session, supplier)
    form = forms.SupplierForm(facility=stored, version=str(supplier.version))
    theirs = None
    if form.validate_on_submit():
        if form.version.data == str(supplier.version):
            service.change_supplier(
                ctx.session, ctx.actor, supplier, form.facility(), supplier.version
            )
            flash(gettext("Saved."), "success")
            return redirect(url_for(".show_supplier", supplier_id=supplier_id), 303)
        # What was typed stays in the form; saving again is then a choice between both versions.
        theirs = stored
        form.version.data = str(supplier.version)
    status = 409 if theirs else 422 if form.is_submitted() else 200
    page = render_template(
        "suppliers/edit_supplier.html",
        form=form,
        supplier=supplier,
        mine=form.facility() if theirs else None,
        theirs=theirs,
        stored=stored,
        word=word,
    )
    return page, status


@area.form("/suppliers/<uuid:supplier_id>/delete", Action.SUPPLIER_CHANGE)
def delete_supplier(ctx: Context, supplier_id: UUID) -> ResponseReturnValue:
    supplier = ctx.fetch(Supplier, supplier_id)
    facility = queries.facility(ctx.session, supplier)
    kept = ""
    if request.method == "POST":
        kept = service.delete_supplier(ctx.session, ctx.actor, supplier)
    # Not a redirect: the page itself carries the sealed record that Undo sends back.
    return render_template(
        "suppliers/delete_supplier.html", id=supplier_id, facility=facility, kept=kept, word=word
    )


@area.submit("/suppliers/<uuid:supplier_id>/restore", Action.SUPPLIER_ADD)
def restore_supplier(ctx: Context, supplier_id: UUID) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    service.restore_supplier(ctx.session, ctx.actor, supplier_id, request.form.get("kept", ""))
    flash(gettext("It is back."), "success")
    return redirect(url_for(".show_supplier", supplier_id=supplier_id), 303)


@area.page("/suppliers/imports", Action.IMPORT_VIEW)
def list_imports(ctx: Context) -> ResponseReturnValue:
    imports = queries.imports(ctx.session, ctx.within(SupplierImport))
    return render_template("suppliers/list_imports.html", ctx=ctx, imports=imports)


@area.page("/suppliers/imports/example.csv", Action.IMPORT_VIEW)
def give_example(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    response = make_response(EXAMPLE)
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = 'attachment; filename="facility-list-example.csv"'
    return response


@area.form("/suppliers/imports/new", Action.IMPORT_CHANGE)
def start_import(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    form = forms.UploadForm()
    if form.validate_on_submit():
        wrong, draft = _uploaded()
        if draft is not None:
            row = service.start_import(ctx.session, ctx.actor, draft)
            return redirect(url_for(".map_import", import_id=row.id), 303)
        form.file.errors = [wrong]
    status = 422 if form.is_submitted() else 200
    return render_template("suppliers/start_import.html", form=form, ctx=ctx), status


def _uploaded() -> tuple[str, Draft | None]:
    file = request.files.get("file")
    if file is None or not file.filename:
        return gettext("Choose a file first."), None
    upload = received(file)
    wrong = forms.wrong_type(upload)
    if wrong:
        return wrong, None
    try:
        table = reading.read(upload.content, workbook=upload.type is FileType.WORKBOOK)
    except Refused as error:
        return gettext(error.message, **error.values), None
    return "", Draft.of(upload.name, table)


@area.page("/suppliers/imports/<uuid:import_id>", Action.IMPORT_VIEW)
def show_import(ctx: Context, import_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(SupplierImport, import_id)
    if row.state == ImportState.MAPPING:
        return redirect(url_for(".map_import", import_id=import_id))
    order = queries.order(ctx.session, row)
    return render_template("suppliers/show_import.html", ctx=ctx, row=row, order=order)


@area.form("/suppliers/imports/<uuid:import_id>/mapping", Action.IMPORT_CHANGE)
def map_import(ctx: Context, import_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(SupplierImport, import_id)
    if row.state != ImportState.MAPPING:
        return redirect(url_for(".show_import", import_id=import_id), 303)
    before = queries.draft(ctx.session, row)
    registry = queries.registry(ctx.session, ctx.within(Supplier, Action.SUPPLIER_VIEW))
    records = [(str(each.id), each.facility) for each in registry]
    if request.method == "GET":
        return _mapping_page(row, before, forecast(before, records))
    told = forms.mapped(request.form, before)
    seen = forecast(told.draft, records)
    service.map_import(ctx.session, ctx.actor, row, told.draft, told.version)
    unseen = (told.draft.columns, told.draft.fixes) != (before.columns, before.fixes)
    if not told.confirming or unseen or not seen.checked.facilities:
        if told.confirming and unseen:
            flash(gettext("Something changed above: look at the new preview, then import."), "warn")
        return redirect(url_for(".map_import", import_id=import_id), 303)
    service.confirm_import(ctx.session, ctx.actor, row, Order.of(told.draft, seen))
    return redirect(url_for(".show_import", import_id=import_id), 303)


def _mapping_page(row: SupplierImport, draft: Draft, seen: Forecast) -> str:
    checked = seen.checked
    places_asked = checked.unknown(Flaw.UNKNOWN_COUNTRY, Flaw.NO_COUNTRY)
    sectors_asked = checked.unknown(Flaw.UNKNOWN_SECTOR)
    return render_template(
        "suppliers/map_import.html",
        row=row,
        draft=draft,
        seen=seen,
        letter=letter,
        word=word,
        fields=forms.FIELD_LABELS,
        remarks=forms.remarked(draft),
        preview=list(first(checked, PREVIEW_ROWS)),
        problems=[(each, *forms.said(each)) for each in checked.problems[:MOST_SHOWN]],
        pairs=seen.pairs[:MOST_SHOWN],
        unknown_countries=list(dict.fromkeys([*draft.fixes.countries, *places_asked]))[:MOST_SHOWN],
        unknown_sectors=list(dict.fromkeys([*draft.fixes.sectors, *sectors_asked]))[:MOST_SHOWN],
        country_choices=forms.country_choices(),
        sector_choices=forms.sector_choices(""),
    )


@area.submit("/suppliers/imports/<uuid:import_id>/cancel", Action.IMPORT_CHANGE)
def cancel_import(ctx: Context, import_id: UUID) -> ResponseReturnValue:
    service.cancel_import(ctx.session, ctx.actor, ctx.fetch(SupplierImport, import_id))
    flash(gettext("The import was canceled. Nothing of it is in your registry."), "success")
    return redirect(url_for(".list_imports"), 303)


@area.form("/suppliers/imports/<uuid:import_id>/undo", Action.IMPORT_CHANGE)
def undo_import(ctx: Context, import_id: UUID) -> ResponseReturnValue:
    row = ctx.fetch(SupplierImport, import_id)
    if request.method == "GET":
        order = queries.order(ctx.session, row) if row.state != ImportState.MAPPING else None
        return render_template("suppliers/undo_import.html", row=row, order=order)
    kept = service.undo_import(ctx.session, ctx.actor, row)
    flash(gettext("The import was undone."), "success")
    if kept:
        said = ngettext(
            "%(num)s merged facility was edited or deleted since and was left as it is.",
            "%(num)s merged facilities were edited or deleted since and were left as they are.",
            kept,
        )
        flash(said, "info")
    return redirect(url_for(".show_import", import_id=import_id), 303)


@area.page("/organization/footprint", Action.FOOTPRINT_VIEW)
def show_footprint(ctx: Context) -> ResponseReturnValue:
    areas = queries.areas(ctx.session, ctx.within(FootprintArea))
    registry = queries.registry(ctx.session, ctx.within(Supplier, Action.SUPPLIER_VIEW))
    return render_template(
        "suppliers/show_footprint.html",
        ctx=ctx,
        word=word,
        areas=areas,
        sourcing=queries.sourcing(registry),
    )


@area.form("/organization/footprint/new", Action.FOOTPRINT_CHANGE)
def declare_area(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    form = forms.AreaForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("suppliers/declare_area.html", form=form), status
    service.declare_area(ctx.session, ctx.actor, form.area())
    flash(gettext("Added to your footprint."), "success")
    return redirect(url_for(".show_footprint"), 303)


@area.submit("/organization/footprint/<uuid:area_id>/remove", Action.FOOTPRINT_CHANGE)
def remove_area(ctx: Context, area_id: UUID) -> ResponseReturnValue:
    service.remove_area(ctx.session, ctx.actor, ctx.fetch(FootprintArea, area_id))
    flash(gettext("Removed from your footprint."), "success")
    return redirect(url_for(".show_footprint"), 303)
