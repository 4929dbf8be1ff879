from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.core.errors import NotFound
from portal.db.encrypted import vault
from portal.features.saved_views import queries, service
from portal.features.saved_views.forms import ViewForm
from portal.features.saved_views.service import NewView
from portal.models import SavedView
from portal.web.area import Area
from portal.web.context import Context
from portal.web.saved_views import Saved, group_of, is_page, kept, plain, read

area = Area("saved_views", __name__)


@area.page("/saved-views", Action.VIEW_VIEW)
def list_views(ctx: Context) -> ResponseReturnValue:
    views = kept(ctx.session, ctx.within(SavedView))
    return render_template(
        "saved_views/list_views.html",
        rows=_by_list(ctx, views),
        library_href=url_for("library.show_library") if ctx.might(Action.LIBRARY_VIEW) else "",
    )


@area.form("/saved-views/new", Action.VIEW_CHANGE)
def save_view(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    page = request.values.get("page", "")
    query = plain(request.values.get("query", ""))
    here = page if is_page(page) else url_for("library.show_library")
    form = ViewForm(others=kept(ctx.session, ctx.within(SavedView, Action.VIEW_VIEW)))
    form.page.data, form.query.data = here, query
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("saved_views/save_view.html", form=form, back=_back(form)), status
    new = NewView(here, form.name.data, query, first=form.first.data)
    service.save_view(ctx.session, ctx.actor, new)
    flash(gettext("The view is saved. Only you see it."), "success")
    return redirect(_back(form), 303)


@area.form("/saved-views/<uuid:view_id>", Action.VIEW_CHANGE)
def edit_view(ctx: Context, view_id: UUID) -> ResponseReturnValue:
    row, view = _fetch(ctx, view_id)
    if view.gone:
        raise NotFound(view_id)
    others = kept(ctx.session, ctx.within(SavedView, Action.VIEW_VIEW))
    form = ViewForm(others=others, id=view_id, name=view.name, first=view.first)
    form.page.data, form.query.data = view.page, view.query
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("saved_views/edit_view.html", form=form, view=view), status
    service.change_view(ctx.session, ctx.actor, row, form.name.data, first=form.first.data)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".list_views"), 303)


@area.submit("/saved-views/<uuid:view_id>/delete", Action.VIEW_CHANGE)
def delete_view(ctx: Context, view_id: UUID) -> ResponseReturnValue:
    row, view = _fetch(ctx, view_id)
    service.delete_view(ctx.session, ctx.actor, row)
    said = gettext("The view “%(name)s” is deleted.", name=view.name)
    flash({"text": said, "undo_href": url_for(".restore_view", view_id=view_id)}, "success")  # type: ignore[arg-type]  # a notice with an undo
    return redirect(url_for(".list_views"), 303)


@area.submit("/saved-views/<uuid:view_id>/restore", Action.VIEW_CHANGE)
def restore_view(ctx: Context, view_id: UUID) -> ResponseReturnValue:
    row, _ = _fetch(ctx, view_id)
    service.restore_view(ctx.session, ctx.actor, row)
    flash(gettext("It is back."), "success")
    return redirect(url_for(".list_views"), 303)


def _fetch(ctx: Context, view_id: UUID) -> tuple[SavedView, Saved]:
    row = ctx.fetch(SavedView, view_id)
    return row, read(row.id, vault(ctx.session).open(row.sealed, f"saved_views/{row.id}"))


def _back(form: ViewForm) -> str:
    query = form.query.data
    return f"{form.page.data}?{query}" if query else str(form.page.data)


def _by_list(ctx: Context, views: Sequence[Saved]) -> list[tuple[Saved, str, str]]:
    """Each view with the kind of list that it is of, and the group's name."""
    groups = {view.id: group for view in views if (group := group_of(view.page))}
    names = queries.group_names(ctx.session, groups.values()) if groups else {}
    found = []
    for view in views:
        of_feed = view.page.endswith("/releases")
        name = names.get(groups[view.id], "") if view.id in groups else ""
        found.append((view, gettext("Feed") if of_feed else gettext("Library"), name))
    return found
