from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from portal.access.actions import Action
from portal.core import clock
from portal.core.errors import NotFound
from portal.features.insights import forms, queries
from portal.models import Group, InsightRelease, InsightState
from portal.privacy.insights import calendar
from portal.privacy.insights.declared import TABLE_NAMES
from portal.reference.tlp import Audience
from portal.web.area import Area
from portal.web.compared_regions import comparison
from portal.web.context import Context
from portal.web.dashboard import Drill, dashboard
from portal.web.figures import DIMENSIONS, TOTAL, Figures, dimensions_of, heading, label
from portal.web.group_zone import FiguresOf
from portal.web.groups import Tab, tabs
from portal.web.imprint import imprint
from portal.web.insights import facts, href_of, read_figures
from portal.web.listed_goods import panel
from portal.web.signals import read_answers

area = Area("insights", __name__)
BESIDE: Final[tuple[tuple[str, LazyString, str, Action], ...]] = (
    (
        "own_figures.show_own_figures",
        lazy_gettext("Your own figures"),
        "person-lines-fill",
        Action.INSIGHT_OWN,
    ),
    (
        "counter_signals.show_answers",
        lazy_gettext("Answers of civil society"),
        "chat-left-quote",
        Action.INSIGHT_HEAR,
    ),
)
FILES: Final[tuple[tuple[str, LazyString, str], ...]] = (
    ("briefings.print_briefing", lazy_gettext("Print or PDF"), "filetype-pdf"),
    ("briefings.download_csv", lazy_gettext("CSV"), "filetype-csv"),
    ("briefings.download_xlsx", lazy_gettext("XLSX"), "filetype-xlsx"),
    ("briefings.download_json", lazy_gettext("JSON"), "filetype-json"),
)
"""Pages of other features about the same release, where they are there."""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class Due:
    """The next figures: of which quarter, and on which day."""

    quarter: str
    on: Any


@area.page("/insights", Action.FIGURES_VIEW)
def show_overview(ctx: Context) -> ResponseReturnValue:
    ctx.require(ctx.actor.workspace)
    return render_template(
        "insights/show_overview.html",
        newest=queries.newest_of_each(ctx.session, ctx.within(InsightRelease, Action.INSIGHT_VIEW)),
        due=_due(),
        word=label,
    )


@area.page("/groups/<uuid:group_id>/insights", Action.FIGURES_VIEW)
def list_insights(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = queries.group(ctx.session, group_id)
    if group is None:
        raise NotFound(group_id)
    inside = FiguresOf(group.id, group.association_id)
    widest = replace(inside, audience=Audience.ASSOCIATION)
    if not any(ctx.may(Action.INSIGHT_VIEW, each) for each in (inside, widest)):
        raise NotFound(group_id)
    allowed = ctx.within(InsightRelease, Action.INSIGHT_VIEW)
    archive = queries.archive(ctx.session, group.id, allowed)
    shown = _shown(ctx, archive[0]) if archive else {}
    return render_template(
        "insights/list_insights.html",
        group=group,
        tabs=_tabs(ctx, group),
        archive=archive,
        due=_due(),
        word=label,
        approvals_href=_approvals(ctx, group),
        **shown,
    )


@area.page("/insights/<uuid:insight_id>", Action.INSIGHT_VIEW)
def show_insight(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    if release.state != InsightState.RELEASED:
        return _elsewhere(release)
    group = queries.group(ctx.session, release.group_id)
    return render_template(
        "insights/show_insight.html",
        group=group,
        tabs=_tabs(ctx, group) if group else (),
        archive=queries.archive(ctx.session, release.group_id, ctx.within(InsightRelease)),
        due=_due(),
        word=label,
        **_shown(ctx, release),
    )


@area.page("/insights/<uuid:insight_id>/tables/<table>", Action.INSIGHT_VIEW)
def show_table(ctx: Context, insight_id: UUID, table: str) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    if table not in TABLE_NAMES:
        raise NotFound(table)
    if release.state != InsightState.RELEASED:
        return _elsewhere(release)
    figures = read_figures(ctx.session, release)
    asked = forms.read_asked(request.args, figures, table)
    group = queries.group(ctx.session, release.group_id)
    answers = read_answers(ctx.session, release.id)
    answer_href = _answering(ctx, release, table)
    return render_template(
        "insights/show_table.html",
        release=release,
        group=group,
        quarter=label("quarter", release.quarter),
        heading=heading(table),
        table=table,
        names=dimensions_of(table),
        dimension=DIMENSIONS.__getitem__,
        rows=forms.table_rows(figures, table, asked, _drill(figures, release)),
        asked=asked,
        choices=forms.choices(figures, table, asked),
        sorts=forms.sorts(asked),
        has_share=forms.has_share(table),
        others=forms.other_tables(figures, table),
        answers=answers,
        answer_href=answer_href,
        has_answers=answer_href is not None or any(of[0] == table for of in answers),
    )


@area.page("/insights/<uuid:insight_id>/compare", Action.INSIGHT_VIEW)
def compare_regions(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(InsightRelease, insight_id)
    if release.state != InsightState.RELEASED:
        return _elsewhere(release)
    figures = read_figures(ctx.session, release)
    sides = forms.read_sides(request.args, figures)
    return render_template(
        "insights/compare_regions.html",
        release=release,
        group=queries.group(ctx.session, release.group_id),
        quarter=label("quarter", release.quarter),
        sides=sides,
        left_options=forms.region_options(figures, sides.left),
        right_options=forms.region_options(figures, sides.right),
        compared=comparison(figures, release.quarter, sides.left, sides.right)
        if sides.ready
        else None,
    )


def _shown(ctx: Context, release: InsightRelease) -> dict[str, Any]:
    """A release as a dashboard."""
    figures = read_figures(ctx.session, release)
    return {
        "release": release,
        "facts": facts(ctx.session, release, figures),
        "dashboard": dashboard(figures, release.quarter, release.k, _drill(figures, release)),
        "links": _links(ctx, release, figures),
        "files": _files(release),
        "is_empty": not figures.tables(),
        "imprint": imprint(ctx.session, ctx.settings, release),
        "beside_list": panel(ctx, release.group_id, release.association_id),
    }


def _drill(figures: Figures, release: InsightRelease) -> Drill:
    def address(table: str, codes: Mapping[str, str]) -> str:
        return url_for(".show_table", insight_id=release.id, table=table, **codes)  # type: ignore[arg-type]

    return forms.driller(figures, address)


def _links(ctx: Context, release: InsightRelease, figures: Figures) -> list[Link]:
    """What can be done with a release, by pages of this and other features."""
    links = []
    if len(forms.region_codes(figures)) > 1:
        href = url_for(".compare_regions", insight_id=release.id)
        links.append(Link(gettext("Compare two regions"), href, "layout-split"))
    if figures.tables():
        href = url_for(".show_table", insight_id=release.id, table=_first_table(figures))
        links.append(Link(gettext("All tables"), href, "table"))
    links += [
        Link(str(words), href_of(endpoint, insight_id=release.id), icon)
        for endpoint, words, icon, action in BESIDE
        if ctx.may(action, release)
    ]
    return [each for each in links if each.href]


def _files(release: InsightRelease) -> list[Link]:
    found = ((href_of(each, insight_id=release.id), words, icon) for each, words, icon in FILES)
    return [Link(str(words), href, icon) for href, words, icon in found if href]


def _first_table(figures: Figures) -> str:
    return next((each for each in TABLE_NAMES if each != TOTAL and figures.has(each)), TOTAL)


def _tabs(ctx: Context, group: Group) -> list[Tab]:
    """The dashboard of an earlier release stands under the same tab."""
    here = url_for(".list_insights", group_id=group.id)
    return [replace(each, current=each.href == here) for each in tabs(ctx, group)]


def _due() -> Due:
    quarter, on = calendar.next_due(clock.now().date())
    return Due(label("quarter", quarter), on)


def _approvals(ctx: Context, group: Group) -> str:
    if not ctx.may(Action.INSIGHT_APPROVE, group):
        return ""
    return href_of("insight_releases.list_approvals", group_id=group.id)


def _answering(ctx: Context, release: InsightRelease, table: str) -> Any:
    """The address of an answer to a cell, for those whose field data may answer."""
    if not ctx.may(Action.INSIGHT_ANSWER, release):
        return None
    return lambda row, column: href_of(
        "counter_signals.answer_figure",
        insight_id=release.id,
        table=table,
        row=row,
        column=column,
    )


def _elsewhere(release: InsightRelease) -> ResponseReturnValue:
    """What waits or was refused has no dashboard: only its coordinators know of it."""
    href = href_of("insight_releases.show_approval", insight_id=release.id)
    if not href:
        raise NotFound(release.id)
    return redirect(href)
