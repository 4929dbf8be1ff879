from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from markupsafe import Markup

from portal.access.actions import Action
from portal.airlock.kinds import KINDS, PRACTICE, kinds_of
from portal.core.errors import NotFound, Refused
from portal.features.library import forms, queries
from portal.features.library.queries import Edge, Filters, Practice
from portal.models import Group
from portal.reference.tlp import Tlp
from portal.web import compared, printing, saved_views, sheets
from portal.web.area import Area
from portal.web.context import Context
from portal.web.group_zone import releases_for
from portal.web.groups import tabs
from portal.web.rendered import Fragments

area = Area("library", __name__)
fragments = Fragments(256)
N_: Final = str
NOTHING_TO_PRINT: Final = N_(
    "There is nothing here that may be printed. What is marked TLP:RED never is."
)


@area.page("/library", Action.LIBRARY_VIEW)
def show_library(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    beside = saved_views.beside(ctx)
    if beside.opens:
        return redirect(beside.opens)
    return render_template("library/show_library.html", **_listed(ctx, None, beside), whole=True)


@area.page("/groups/<uuid:group_id>/library", Action.RELEASE_VIEW)
def list_practices(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group, whole = _shelf(ctx, group_id)
    beside = saved_views.beside(ctx)
    if beside.opens:
        return redirect(beside.opens)
    return render_template(
        "library/list_practices.html",
        group=group,
        tabs=tabs(ctx, group),
        whole=whole,
        **_listed(ctx, group, beside),
    )


@area.form("/library/sheet", Action.LIBRARY_VIEW)
def print_library(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    sheet = _sheet_of_shelf(ctx, None)
    if request.method == "POST":
        return _order(ctx, sheet)
    filters, _ = forms.read_filters(request.args)
    back = url_for(".show_library", **forms.query_of(filters))  # type: ignore[arg-type]
    return render_template("library/print_library.html", **_printed(sheet, back))


@area.form("/groups/<uuid:group_id>/library/sheet", Action.RELEASE_VIEW)
def print_practices(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group, _ = _shelf(ctx, group_id)
    sheet = _sheet_of_shelf(ctx, group)
    if request.method == "POST":
        return _order(ctx, sheet)
    filters, _ = forms.read_filters(request.args)
    back = url_for(".list_practices", group_id=group.id, **forms.query_of(filters))  # type: ignore[arg-type]
    return render_template("library/print_practices.html", **_printed(sheet, back))


@area.form("/releases/<uuid:release_id>/sheet", Action.RELEASE_VIEW)
def print_release(ctx: Context, release_id: UUID) -> ResponseReturnValue:
    release = _release(ctx, release_id)
    told = queries.tallies(ctx.session, [release.id])
    sheet = sheets.sheet(ctx, gettext(KINDS[release.kind].name), [release], told)
    if request.method == "POST":
        return _order(ctx, sheet)
    back = url_for("releases.show_release", release_id=release_id)
    return render_template(
        "library/print_release.html", **_printed(sheet, back), is_red=release.tlp == Tlp.RED
    )


@area.page("/releases/<uuid:release_id>/editions", Action.RELEASE_VIEW)
def list_editions(ctx: Context, release_id: UUID) -> ResponseReturnValue:
    release = _release(ctx, release_id)
    return render_template(
        "library/list_editions.html",
        release=release,
        editions=queries.editions(ctx.session, release),
    )


@area.page("/releases/<uuid:release_id>/editions/<int:number>/diff", Action.RELEASE_VIEW)
def show_changes(ctx: Context, release_id: UUID, number: int) -> ResponseReturnValue:
    release = _release(ctx, release_id)
    editions = queries.editions(ctx.session, release)
    after = next((each for each in editions if each.edition == number), None)
    if after is None:
        raise NotFound(release_id)
    asked = request.args.get("with", 0, int)
    others = [each for each in editions if each.edition < number and not each.withdrawn]
    before = next((each for each in others if each.edition == asked), None) or next(
        iter(others), None
    )
    return render_template(
        "library/show_changes.html",
        release=release,
        after=after,
        before=before,
        others=others,
        parts=compared.parts(before, after) if before and not after.withdrawn else (),
        facts=compared.facts(before, after) if before and not after.withdrawn else (),
    )


def _shelf(ctx: Context, group_id: UUID) -> tuple[Group, bool]:
    """The group, if the reader may read its library, and whether that is all of it."""
    group = queries.group(ctx.session, group_id)
    if group is None:
        raise NotFound(group_id)
    releases = releases_for(ctx, group.id, group.association_id)
    ctx.require(releases)
    return group, not releases.bundled


def _release(ctx: Context, release_id: UUID) -> Practice:
    release = queries.release(ctx.session, release_id)
    if release is None:
        raise NotFound(release_id)
    ctx.require(release)
    return release


def _listed(ctx: Context, group: Group | None, beside: saved_views.Beside) -> dict[str, Any]:
    """What both libraries show: the latest editions that the reader may read, and how to narrow."""
    shelf = group.id if group else None
    filters, unknown = forms.read_filters(request.args)
    edge = forms.read_edge(request.args, filters)
    listing = queries.listing(ctx.session, shelf, filters, edge)
    href = _linking(".list_practices" if group else ".show_library", shelf)
    chips = forms.chips(filters)
    is_empty = group is not None and not listing.rows
    return {
        "ctx": ctx,
        "filters": filters,
        "beside": beside,
        "panel": _panel(filters),
        "chips": [(chip.label, href(chip.rest, None)) for chip in chips],
        "clear_href": beside.everything_href,
        "action": beside.page,
        "kept": list(forms.query_of(replace(filters, words="")).items()),
        "unknown": unknown,
        "cards": _cards(ctx, listing.rows, filters.words),
        "before_href": href(filters, listing.before) if listing.before else "",
        "after_href": href(filters, listing.after) if listing.after else "",
        "beginning_href": href(filters, None) if edge else "",
        "sheet_href": _linking(".print_practices" if group else ".print_library", shelf)(
            filters, None
        ),
        "share_href": _share_href(ctx, group) if group else "",
        "enough": not is_empty or queries.has_enough_families(ctx.session, group.id),  # type: ignore[union-attr]  # a group is empty
    }


def _linking(endpoint: str, group_id: UUID | None) -> Callable[[Filters, Edge | None], str]:
    params = {"group_id": group_id} if group_id else {}
    return lambda kept, at: url_for(endpoint, **params, **forms.query_of(kept, at))  # type: ignore[arg-type]


def _cards(ctx: Context, rows: Sequence[Practice], words: str) -> list[forms.Card]:
    ids = [row.id for row in rows]
    told = queries.tallies(ctx.session, ids) if ids else {}
    found = queries.headlines(ctx.session, ids, words) if ids and words else {}
    return [forms.card(row, told.get(row.id, {}), found.get(row.id)) for row in rows]


def _panel(filters: Filters) -> Markup:
    """The choices come from the reference data, never from what the library holds."""
    key = ("filters", str(get_locale()), replace(filters, words=""))
    return fragments.get(key) or fragments.render(
        key, "library/_filters.html", filters=filters, choices=forms.choices(filters)
    )


def _sheet_of_shelf(ctx: Context, group: Group | None) -> sheets.Sheet:
    filters, _ = forms.read_filters(request.args)
    shelf = group.id if group else None
    listing = queries.listing(ctx.session, shelf, filters, None, queries.MOST_PRINTED)
    told = queries.tallies(ctx.session, [row.id for row in listing.rows])
    name = group.name if group else gettext("All that you may read")
    note = gettext(
        "At most %(most)s practices are printed together. What is marked TLP:RED is never among"
        " them.",
        most=queries.MOST_PRINTED,
    )
    heading = gettext("Good practices · %(name)s", name=name)
    chosen = ", ".join(chip.label for chip in forms.chips(filters))
    return sheets.sheet(ctx, heading, listing.rows, told, f"{chosen}. {note}" if chosen else note)


def _printed(sheet: sheets.Sheet, back: str) -> dict[str, Any]:
    return {"sheet": sheet, "printable": bool(sheet.items)} | printing.frame(back)


def _order(ctx: Context, sheet: sheets.Sheet) -> ResponseReturnValue:
    """The page is made here, as its reader may read it now; a job draws it."""
    if not sheet.items:
        raise Refused(NOTHING_TO_PRINT)
    page = render_template("library/_document.html", sheet=sheet)
    title = sheet.items[0].title if len(sheet.items) == 1 else sheet.heading
    return printing.ordered(ctx, title, page)


def _share_href(ctx: Context, group: Group) -> str:
    start = "contributions.start_contribution"
    shown = (
        start in current_app.view_functions
        and PRACTICE.code in kinds_of(ctx.actor.organization_kind)
        and ctx.may(Action.GROUP_CONTRIBUTE, group)
    )
    return url_for(start, group=group.id, kind=PRACTICE.code.value) if shown else ""
