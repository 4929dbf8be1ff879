from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from portal.access.actions import Action
from portal.core.clock import now
from portal.core.errors import NotFound
from portal.db.pages import Edge
from portal.features.notices import forms, queries, service
from portal.features.notices.queries import Notice
from portal.models import Bulletin, BulletinKind, FeedKind, Group
from portal.reference.tlp import Tlp
from portal.web import dates, feeds
from portal.web.area import Area
from portal.web.context import Context
from portal.web.edges import edge_query, read_edge
from portal.web.notices import WORDS, Line

area = Area("notices", __name__)

ICONS: Final = {
    BulletinKind.BATCH: "collection",
    BulletinKind.NAMED: "pen",
    BulletinKind.BUNDLE: "collection",
    BulletinKind.THREAD: "chat-left-text",
    BulletinKind.POSTS: "chat-left-text",
    BulletinKind.TALLY: "people",
    BulletinKind.GROUP: "gear",
    BulletinKind.FIGURES: "bar-chart-line",
}
FEEDS: Final[Mapping[FeedKind, LazyString]] = {
    FeedKind.ATOM: lazy_gettext("News feed"),
    FeedKind.CALENDAR: lazy_gettext("Calendar"),
}


@area.page("/notices", Action.NOTICE_VIEW)
def list_notices(ctx: Context) -> ResponseReturnValue:
    names = _groups(ctx)
    group = forms.read_group(request.args, names)
    edge = read_edge(request.args)
    shown = {group: names[group]} if group else names
    within = ctx.within(Bulletin, Action.BULLETIN_VIEW)
    found = queries.listing(ctx.session, ctx.actor.person_id, within, shown, edge)

    def href(at: Edge | None = None) -> str:
        return url_for(".list_notices", group=group, **edge_query(at))  # type: ignore[arg-type]  # url_for takes any value

    return render_template(
        "notices/list_notices.html",
        ctx=ctx,
        names=names,
        group=group,
        notices=[(each, WORDS[each.bulletin.kind], *_shown(each)) for each in found.notices],
        unread=any(each.unread for each in found.notices),
        newer_href=href(found.newer) if found.newer else "",
        older_href=href(found.older) if found.older else "",
        beginning_href=href() if edge else "",
    )


@area.submit("/notices/read", Action.NOTICE_CHANGE)
def mark_read(ctx: Context) -> ResponseReturnValue:
    _own(ctx)
    names = _groups(ctx)
    group = forms.read_group(request.form, names)
    service.mark_read(ctx.session, ctx.actor, frozenset([group] if group else names))
    flash(gettext("Everything is marked as read."), "success")
    return redirect(url_for(".list_notices", group=group), 303)


@area.form("/notices/settings", Action.NOTICE_CHANGE)
def choose_cadences(ctx: Context) -> ResponseReturnValue:
    _own(ctx)
    names = _groups(ctx)
    chosen = queries.cadences(ctx.session, ctx.actor.person_id)
    cadences = forms.cadence_forms(names, chosen)
    sent = request.method == "POST"
    valid = [form.validate() for _, form in cadences] if sent else [False]
    if all(valid):
        service.choose_cadences(ctx.session, ctx.actor, forms.chosen(cadences))
        flash(gettext("Your choices are saved."), "success")
        return redirect(url_for(".choose_cadences"), 303)
    open_feeds = queries.feeds(ctx.session, ctx.actor.person_id)
    page = render_template(
        "notices/choose_cadences.html",
        ctx=ctx,
        cadences=[form for _, form in cadences],
        wrong=[form for _, form in cadences if form.errors],
        hints=forms.HINTS,
        feeds=[(feed, FEEDS[feed], open_feeds.get(feed)) for feed in FeedKind],
    )
    return page, 422 if sent else 200


@area.form("/notices/feeds/<any(atom,calendar):feed>/new", Action.NOTICE_CHANGE)
def make_feed(ctx: Context, feed: str) -> ResponseReturnValue:
    _own(ctx)
    chosen = FeedKind(feed)
    shown = {"feed": chosen, "name": FEEDS[chosen]}
    if request.method == "GET":
        made = queries.feeds(ctx.session, ctx.actor.person_id)
        return render_template(
            "notices/make_feed.html", **shown, address="", replaces=chosen in made
        )
    token = service.make_feed(ctx.session, ctx.actor, chosen)
    endpoint = ".show_feed" if chosen is FeedKind.ATOM else ".show_calendar"
    address = ctx.settings.public_url.rstrip("/") + url_for(endpoint, token=token)
    return render_template("notices/make_feed.html", **shown, address=address, replaces=False)


@area.submit("/notices/feeds/<any(atom,calendar):feed>/revoke", Action.NOTICE_CHANGE)
def revoke_feed(ctx: Context, feed: str) -> ResponseReturnValue:
    _own(ctx)
    service.revoke_feed(ctx.session, ctx.actor, FeedKind(feed))
    flash(gettext("The address opens nothing any more."), "success")
    return redirect(url_for(".choose_cadences"), 303)


@area.token("/feeds/<token>.atom")
def show_feed(ctx: Context, token: str) -> ResponseReturnValue:
    if not queries.opens_feed(ctx.session, token, FeedKind.ATOM):
        raise NotFound(token)
    lines = [Line.read(row) for row in queries.feed_lines(ctx.session, token)]
    site = ctx.settings.public_url.rstrip("/")
    told = [line for line in lines if set(line.labels) - {Tlp.RED}]
    content = render_template(
        "notices/_show_feed.xml", lines=told, site=site, page=site + url_for(".list_notices")
    )
    feeds.remember(token)
    return feeds.reply(content.encode(), "application/atom+xml")


@area.token("/feeds/<token>.ics")
def show_calendar(ctx: Context, token: str) -> ResponseReturnValue:
    if not queries.opens_feed(ctx.session, token, FeedKind.CALENDAR):
        raise NotFound(token)
    today = now().date()
    groups = queries.calendar_groups(ctx.session, token)
    due = queries.due_days(ctx.session, token)
    feeds.remember(token)
    return feeds.reply(dates.calendar(today, groups, due), "text/calendar")


@area.token("/unsubscribe/<token>", methods=("GET", "POST"))
def end_mail(ctx: Context, token: str) -> ResponseReturnValue:
    ending = forms.read_ending(request.form)
    ended = request.method == "POST" and service.end_mail(ctx.session, ctx.actor, token, ending)
    groups = queries.ending(ctx.session, token)
    page = render_template(
        "notices/end_mail.html",
        groups=groups,
        ended=ended,
        token=token,
        meant=[each for each in groups if each.meant],
    )
    return page, 200 if groups else 404


def _groups(ctx: Context) -> Mapping[UUID, str]:
    """Those of which the person is told anything at all; a host is told by nobody."""
    told = ctx.within(Group, Action.GROUP_VIEW)
    names = queries.groups(ctx.session, told)
    return {
        each: name
        for each, name in names.items()
        if ctx.may(Action.BULLETIN_VIEW, queries.Channel(each))
    }


def _own(ctx: Context) -> None:
    ctx.require(service.Own(ctx.actor.person_id))


def _shown(notice: Notice) -> tuple[str, str, list[tuple[str, str, str]]]:
    """Icon, address, and of each thing that it is about the title, label and address."""
    kind = BulletinKind(notice.bulletin.kind)
    group = notice.bulletin.group_id
    about = [(each.title, each.tlp, _page_of(kind, each)) for each in notice.about]
    if kind is BulletinKind.GROUP:
        href = url_for("groups.show_group", group_id=group)
    elif kind in queries.SETS:
        href = url_for("releases.list_releases", group_id=group)
    elif kind is BulletinKind.FIGURES:
        href = _href("insights.show_insight", insight_id=notice.bulletin.about)
    else:
        href = about[0][2] if about else ""
    return ICONS[kind], href, about


def _page_of(kind: BulletinKind, about: queries.About) -> str:
    if kind not in queries.THREADS:
        return url_for("releases.show_release", release_id=about.id)
    if about.release_id is not None:
        return _href("threads.show_discussion", release_id=about.release_id)
    return _href("threads.show_thread", thread_id=about.id)


def _href(endpoint: str, **params: Any) -> str:
    return url_for(endpoint, **params) if endpoint in current_app.view_functions else ""
