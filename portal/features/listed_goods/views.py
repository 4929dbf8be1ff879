from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access.actions import Action
from portal.core.errors import NotFound
from portal.features.listed_goods import forms, queries
from portal.features.listed_goods.forms import Filters
from portal.web.area import Area
from portal.web.context import Context
from portal.web.group_zone import releases_for
from portal.web.groups import Tab, tabs
from portal.web.listed_goods import Comparison, said, source

area = Area("listed_goods", __name__)


@area.page("/groups/<uuid:group_id>/listed-goods", Action.RELEASE_VIEW)
def list_goods(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = queries.group(ctx.session, group_id)
    if group is None:
        raise NotFound(group_id)
    releases = releases_for(ctx, group.id, group.association_id)
    ctx.require(releases)
    whole = not releases.bundled
    filters, unknown = forms.read_filters(request.args)
    compared = Comparison(said(ctx.session, group.id, whole=whole))
    page = forms.cut(forms.rows_of(compared, filters), request.args)

    def href(kept: Filters, number: int = 1) -> str:
        query = forms.query_of(kept, number)
        return url_for(".list_goods", group_id=group.id, **query)  # type: ignore[arg-type]

    return render_template(
        "listed_goods/list_goods.html",
        group=group,
        tabs=tabs(ctx, group),
        parts=[
            Tab(label, href(replace(filters, show=show)), filters.show == show)
            for show, label in forms.SHOWN.items()
        ],
        filters=filters,
        unknown=unknown,
        regions=forms.region_options(filters.region),
        sectors=forms.word_options(forms.SECTORS, filters.sector),
        kinds_of_labor=forms.word_options(forms.LABOR, filters.labor),
        chips=[(label, href(rest)) for label, rest in forms.chips(filters)],
        clear_href=href(Filters(show=filters.show)),
        whole_href=href(Filters(show="all")),
        rows=page.rows,
        words=forms.SECTORS,
        labor_of=forms.labor_of,
        spoken_countries=compared.countries,
        before_href=href(filters, page.before) if page.before else "",
        after_href=href(filters, page.after) if page.after else "",
        source=source(),
        whole=whole,
    )
