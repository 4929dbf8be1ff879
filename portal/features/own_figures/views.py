from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from portal.access.actions import Action
from portal.features.own_figures import queries
from portal.features.own_figures.queries import Beside
from portal.models import Contribution, InsightRelease
from portal.web.area import Area
from portal.web.context import Context
from portal.web.figures import LEGEND, TOTAL, heading, label
from portal.web.insights import href_of, read_figures

area = Area("own_figures", __name__)
INSTEAD: Final[dict[Beside, LazyString]] = {
    Beside.UNPUBLISHED: LEGEND,
    Beside.WITHHELD: lazy_gettext("Not shown beside your own"),
}
"""What stands in the place of a figure that is not there."""


@area.page("/insights/<uuid:insight_id>/yours", Action.INSIGHT_OWN)
def show_own_figures(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    mine = ctx.within(Contribution, Action.CONTRIBUTION_VIEW)
    own = queries.own_reports(ctx.session, ctx.actor, release, mine)
    return render_template(
        "own_figures/show_own_figures.html",
        release=release,
        group_name=queries.group_name(ctx.session, release),
        quarter=label("quarter", release.quarter),
        back_href=href_of("insights.show_insight", insight_id=release.id),
        tables=queries.beside(read_figures(ctx.session, release), own, release.k),
        heading=heading,
        name=_name,
        instead=INSTEAD,
    )


def _name(table: str, code: str) -> str:
    return heading(TOTAL) if table == TOTAL else label(table, code)
