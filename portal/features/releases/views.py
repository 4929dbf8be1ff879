from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, get_locale, gettext
from markupsafe import Markup

from portal.access.actions import Action
from portal.airlock.attachments_crossing import released_files
from portal.airlock.kinds import KINDS, first_of
from portal.core import clock
from portal.core.errors import NotFound
from portal.db.pages import Edge
from portal.features.releases import forms, queries
from portal.features.releases.queries import Entry, Feed, Filters
from portal.models import Group, Tally
from portal.reference import indicators, taxonomy
from portal.reference.indicators import Strength
from portal.reference.tlp import Audience, Tlp
from portal.web import audit_words, saved_views
from portal.web.area import Area
from portal.web.context import Context
from portal.web.edges import read_edge
from portal.web.facets import facts, word
from portal.web.groups import tabs
from portal.web.options import of_indicators, of_places, of_sectors
from portal.web.rendered import Fragments
from portal.web.sightings import ICONS, LABELS, kinds_of

area = Area("releases", __name__)
fragments = Fragments(4096)
TONES: Final = {
    **dict.fromkeys(("remedy_delivered", "verified_with_workers", "closed"), "good"),
    **dict.fromkeys(("escalated", "stalled", "reopened"), "warn"),
}
"""The tone of a state of remediation; all others are in force."""
SEVERITY: Final = ("scale", "scope", "irremediability")


@area.page("/groups/<uuid:group_id>/releases", Action.RELEASE_VIEW)
def list_releases(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = queries.group(ctx.session, group_id)
    if group is None:
        raise NotFound(group_id)
    inside = Feed(group.id, group.association_id, Audience.GROUP, bundled=False)
    whole = ctx.may(Action.RELEASE_VIEW, inside)
    feed = inside if whole else Feed(group.id, group.association_id)
    ctx.require(feed)
    beside = saved_views.beside(ctx)
    if beside.opens:
        return redirect(beside.opens)
    filters, unknown = forms.read_filters(request.args)
    edge = read_edge(request.args)
    listing = queries.listing(ctx.session, feed, filters, edge, whole=whole)

    def href(kept: Filters, at: Edge | None = None) -> str:
        return url_for(".list_releases", group_id=group.id, **forms.query_of(kept, at))  # type: ignore[arg-type]

    enough = bool(listing.entries) or queries.has_enough_families(ctx.session, group.id)
    chips = forms.chips(filters)
    return render_template(
        "releases/list_releases.html",
        ctx=ctx,
        group=group,
        tabs=tabs(ctx, group),
        filters=filters,
        beside=beside,
        panel=_panel(filters),
        chips=[(chip.label, href(chip.rest)) for chip in chips],
        clear_href=beside.cleared(href(Filters(elsewhere=filters.elsewhere))),
        action=url_for(".list_releases", group_id=group.id),
        kept=forms.pairs_of(replace(filters, words="")),
        unknown=unknown,
        cards=_cards(ctx, listing.entries),
        newer_href=href(filters, listing.newer) if listing.newer else "",
        older_href=href(filters, listing.older) if listing.older else "",
        beginning_href=href(filters) if edge else "",
        share_href=_share_href(ctx, group),
        share=first_of(ctx.actor.organization_kind).share,
        enough=enough,
        whole=whole,
    )


@area.page("/releases/<uuid:release_id>", Action.RELEASE_VIEW)
def show_release(ctx: Context, release_id: UUID) -> ResponseReturnValue:
    release = queries.release(ctx.session, release_id)
    if release is None:
        raise NotFound(release_id)
    ctx.require(release)
    return render_template(
        "releases/show_release.html",
        ctx=ctx,
        release=release,
        kind=gettext(KINDS[release.kind].name),
        group_href=url_for(".list_releases", group_id=release.group_id),
        body=_body(release),
        files=released_files(ctx.session, release.id),
        newer_href=url_for(".show_release", release_id=release.newer_id)
        if release.newer_id
        else "",
        links=_links(ctx, release),
        **_around(ctx, release),
    )


@dataclass(frozen=True, slots=True)
class Link:
    """A button beside the title; `icon` of the sprite."""

    label: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One kind of answer: what others may be told of it, and whether it is the own one."""

    kind: str
    label: LazyString
    icon: str
    tally: Tally | None
    own: bool


def _links(ctx: Context, release: Any) -> list[Link]:
    """What can be done from here, as far as it exists and the reader may."""
    if release.withdrawn:
        return []
    inside = ctx.may(Action.RELEASE_DOWNLOAD, release)
    own_name = release.byline in {"", ctx.actor.organization_name}
    edits = release.lineage_id and own_name and ctx.may(Action.RELEASE_SIGHT, release)
    offered = (
        (inside, gettext("Discussion"), "threads.show_discussion", "chat-square-text"),
        (
            ctx.may(Action.RELEASE_ASK, release),
            gettext("Ask the author"),
            "questions.ask_author",
            "chat-left-text",
        ),
        (bool(release.lineage_id), gettext("Editions"), "library.list_editions", "layers"),
        (True, gettext("Print"), "library.print_release", "printer"),
    )
    known = current_app.view_functions
    links = [
        Link(label, url_for(endpoint, release_id=release.id), icon)
        for shown, label, endpoint, icon in offered
        if shown and endpoint in known
    ]
    start = "contributions.start_contribution"
    if edits and start in known:
        href = url_for(start, edition_of=release.id)
        links.append(Link(gettext("Propose a new edition"), href, "pencil-square"))
    return links


def _around(ctx: Context, release: Any) -> dict[str, Any]:
    """What stands below the release: answers of others, one's own, and what is alike.

    Answers belong to the group: outside of it there is no panel, and nothing is asked.
    """
    if release.withdrawn:
        return {"answers": [], "answer_href": "", "similar": []}
    answers: list[Answered] = []
    if ctx.may(Action.RELEASE_DOWNLOAD, release):
        found = queries.tallies(ctx.session, release.id)
        own = queries.own_answer(ctx.session, release.id)
        mine = own.kind if own else ""
        answers = [
            Answered(each, LABELS[each], ICONS[each], found.get(each), own=mine == each)
            for each in kinds_of(release.kind)
        ]
    answer = "sightings.answer_release"
    may_answer = answers and ctx.may(Action.RELEASE_SIGHT, release)
    shown = may_answer and answer in current_app.view_functions
    return {
        "answers": answers,
        "answer_href": url_for(answer, release_id=release.id) if shown else "",
        "similar": queries.similar(ctx.session, release.id),
    }


def _cards(ctx: Context, entries: Sequence[Entry]) -> list[Markup]:
    """The entries as they look to everyone; only those that are not kept are read and rendered."""
    locale = str(get_locale())
    keys = {entry.id: ("card", entry.id, locale, entry.withdrawn) for entry in entries}
    found = {release_id: fragments.get(key) for release_id, key in keys.items()}
    missing = [release_id for release_id, card in found.items() if card is None]
    for row in queries.cards(ctx.session, missing) if missing else ():
        if row.withdrawn:
            _forget(row.id, locale)
        found[row.id] = fragments.render(
            keys[row.id],
            "releases/_card.html",
            release=row,
            href=url_for(".show_release", release_id=row.id),
            **_words(row),
        )
    return [card for card in found.values() if card is not None]


def _body(release: Any) -> Markup:
    """All of the page that comes from the release: the same bytes for whoever may read it."""
    key = ("body", release.id, str(get_locale()), release.withdrawn)
    kept = fragments.get(key)
    if kept is not None:
        return kept
    if release.withdrawn:
        _forget(release.id, str(get_locale()))
        return fragments.render(key, "releases/_tombstone.html", release=release)
    return fragments.render(
        key,
        "releases/_body.html",
        release=release,
        facts=facts(release.facets, release.kind),
        signs=[(indicators.indicator(s["code"]), Strength(s["strength"])) for s in _signs(release)],
        severity=_severity(release),
        tlp_label=Tlp(release.tlp),
        audience=Audience(release.audience),
        promise_href=url_for("signin.show_promise"),
        **_words(release),
    )


def _forget(release_id: UUID, locale: str) -> None:
    for piece in ("card", "body"):
        fragments.forget((piece, release_id, locale, False))


def _panel(filters: Filters) -> Markup:
    """The choices come from the reference data, never from what the group holds."""
    key = ("filters", str(get_locale()), clock.now().year, filters)
    return fragments.get(key) or fragments.render(
        key,
        "releases/_filters.html",
        filters=filters,
        kinds=forms.kind_options(filters),
        statuses=forms.status_options(filters),
        tlps=forms.tlp_options(filters),
        indicators=of_indicators(filters.indicator),
        places=of_places(filters.place),
        sectors=of_sectors(filters.sector),
        periods=forms.period_options(filters),
    )


def _words(release: Any) -> dict[str, Any]:
    facets = release.facets or {}
    return {
        "kind": gettext(KINDS[release.kind].name),
        "status": _state(release),
        "place": word("place", facets.get("place")),
        "period": word("period", facets.get("period")),
        "indicator_names": [word("indicator", code) for code in release.indicators],
    }


def _state(release: Any) -> tuple[str, str, str]:
    """How far remediation has come, how grave an audit's gravest finding was, or which edition.

    In a word, its tone and its icon; without an icon the tone has its own.
    """
    grade = str((release.facets or {}).get("grade") or "")
    if release.status in forms.STATUSES:
        return word("remediation", release.status), TONES.get(release.status, "ok"), ""
    if grade:
        return (
            word("grade", grade),
            audit_words.TONES.get(grade, ""),
            audit_words.ICONS.get(grade, ""),
        )
    if release.edition > 1:
        return gettext("Edition %(number)s", number=release.edition), "", "layers"
    return gettext("Released"), "ok", ""


def _signs(release: Any) -> list[dict[str, str]]:
    return list(release.facets.get("indicators", ()))


def _severity(release: Any) -> list[tuple[str, str, str]]:
    """Of each dimension that was rated: its name and the rating in words."""
    rated = release.facets.get("severity") or {}
    choices = [
        (name, taxonomy.choice(name, str(rated[name]))) for name in SEVERITY if rated.get(name)
    ]
    return [(name, gettext(each.label), gettext(each.description)) for name, each in choices]


def _share_href(ctx: Context, group: Group) -> str:
    start = "contributions.start_contribution"
    shown = start in current_app.view_functions and ctx.may(Action.GROUP_CONTRIBUTE, group)
    return url_for(start, group=group.id) if shown else ""
