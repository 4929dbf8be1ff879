from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, force_locale, gettext, lazy_gettext

from portal.access.actions import Action
from portal.core.errors import NotFound, Refused
from portal.features.briefings import forms, queries
from portal.models import InsightRelease, InsightState
from portal.privacy.insights.releasing import Rule
from portal.reference.tlp import Tlp
from portal.web import figure_files, printing
from portal.web.area import Area
from portal.web.context import Context
from portal.web.dashboard import dashboard
from portal.web.downloads import download
from portal.web.figure_rows import FigureRow, figure_rows
from portal.web.figures import label
from portal.web.imprint import Imprint, imprint, sources
from portal.web.insights import facts, read_figures

area = Area("briefings", __name__)
N_: Final = str
NOT_PRINTED: Final = N_("What is marked TLP:RED is never printed.")
Write = Callable[[Imprint, tuple[FigureRow, ...]], bytes]
FORMATS: Final[tuple[tuple[str, LazyString, str], ...]] = (
    (".download_public_csv", lazy_gettext("CSV"), "filetype-csv"),
    (".download_public_xlsx", lazy_gettext("XLSX"), "filetype-xlsx"),
    (".download_public_json", lazy_gettext("JSON"), "filetype-json"),
)


@area.page("/insights/<uuid:insight_id>/figures.csv", Action.INSIGHT_VIEW)
def download_csv(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    return _file(ctx, release, figure_files.as_csv, figure_files.CSV, "csv")


@area.page("/insights/<uuid:insight_id>/figures.xlsx", Action.INSIGHT_VIEW)
def download_xlsx(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    return _file(ctx, release, figure_files.as_workbook, figure_files.XLSX, "xlsx")


@area.page("/insights/<uuid:insight_id>/figures.json", Action.INSIGHT_VIEW)
def download_json(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    return _file(ctx, release, figure_files.as_json, figure_files.JSON, "json")


@area.form("/insights/<uuid:insight_id>/briefing", Action.INSIGHT_VIEW)
def print_briefing(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    if release.state != InsightState.RELEASED:
        return _elsewhere(release)
    told = _told(ctx, release)
    printable = release.tlp != Tlp.RED
    if request.method == "POST":
        if not printable:
            raise Refused(NOT_PRINTED)
        page = render_template("briefings/_document.html", **told)
        return printing.ordered(ctx, f"{told['imprint'].group}: {told['imprint'].title}", page)
    back = url_for("insights.show_insight", insight_id=release.id)
    return render_template(
        "briefings/print_briefing.html", printable=printable, **told, **printing.frame(back)
    )


@area.public("/insights/method", Action.SITE_VIEW)
def show_method(ctx: Context) -> ResponseReturnValue:  # noqa: ARG001  # every view is given it
    return render_template("briefings/show_method.html", k=Rule().k)


@area.public("/public/insights", Action.INSIGHT_VIEW)
def list_public_insights(ctx: Context) -> ResponseReturnValue:
    newest = queries.newest_public(ctx.session)
    page = forms.cut(newest, sources(ctx.session, [each.id for each in newest]), request.args)
    found = queries.public_of(ctx.session, page.group_ids)
    named = sources(ctx.session, [each.id for each in found])
    return render_template(
        "briefings/list_public_insights.html",
        shelves=forms.shelves(found, named, page.group_ids),
        word=label,
        before_href=url_for(".list_public_insights", page=page.before) if page.before else "",
        after_href=url_for(".list_public_insights", page=page.after) if page.after else "",
    )


@area.public("/public/insights/<uuid:insight_id>", Action.INSIGHT_VIEW)
def show_public_insight(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = _public(ctx, insight_id)
    return render_template(
        "briefings/show_public_insight.html",
        release=release,
        downloads=[
            (name, url_for(endpoint, insight_id=release.id), icon)
            for endpoint, name, icon in FORMATS
        ],
        archive=queries.public_of(ctx.session, [release.group_id]),
        word=label,
        **_told(ctx, release),
    )


@area.public("/public/insights/<uuid:insight_id>/figures.csv", Action.INSIGHT_VIEW)
def download_public_csv(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = _public(ctx, insight_id)
    return _file(ctx, release, figure_files.as_csv, figure_files.CSV, "csv")


@area.public("/public/insights/<uuid:insight_id>/figures.xlsx", Action.INSIGHT_VIEW)
def download_public_xlsx(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = _public(ctx, insight_id)
    return _file(ctx, release, figure_files.as_workbook, figure_files.XLSX, "xlsx")


@area.public("/public/insights/<uuid:insight_id>/figures.json", Action.INSIGHT_VIEW)
def download_public_json(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = _public(ctx, insight_id)
    return _file(ctx, release, figure_files.as_json, figure_files.JSON, "json")


def _public(ctx: Context, insight_id: UUID) -> InsightRelease:
    """What is not public is absent, also for those who may read it elsewhere."""
    release = queries.public(ctx.session, insight_id)
    if release is None:
        raise NotFound(insight_id)
    ctx.require(release)
    return release


def _file(
    ctx: Context, release: InsightRelease, write: Write, media_type: str, ending: str
) -> ResponseReturnValue:
    """In English for everybody: one file, whoever takes it and in whatever language."""
    if release.state != InsightState.RELEASED:
        return _elsewhere(release)
    figures = read_figures(ctx.session, release)
    with force_locale("en"):
        content = write(imprint(ctx.session, ctx.settings, release), figure_rows(figures))
    return download(content, media_type, f"insights-{release.quarter.lower()}.{ending}")


def _elsewhere(release: InsightRelease) -> ResponseReturnValue:
    """What waits or was refused has no paper and no files; its page says where it is."""
    return redirect(url_for("insights.show_insight", insight_id=release.id))


def _told(ctx: Context, release: InsightRelease) -> dict[str, Any]:
    """A release in words and parts; nothing of it depends on who reads."""
    figures = read_figures(ctx.session, release)
    shown = dashboard(figures, release.quarter, release.k)
    return {
        "imprint": imprint(ctx.session, ctx.settings, release),
        "facts": facts(ctx.session, release, figures),
        "dashboard": shown,
        "heats": forms.sliced(shown.heat),
        "k": release.k,
        "is_empty": not figures.tables(),
        "heading": gettext("Insights, %(quarter)s", quarter=label("quarter", release.quarter)),
    }
