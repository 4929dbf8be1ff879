from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.airlock import voices
from portal.airlock.rooms import Room, about_release, about_topic, ways
from portal.airlock.rooms import release as released
from portal.airlock.words import own_words
from portal.core.clock import now
from portal.core.errors import Conflict, NotFound
from portal.features.threads import forms, queries, service
from portal.features.threads.forms import PostForm, TopicForm, WordsForm
from portal.models import Group, Post, Thread, Voice
from portal.privacy.identifiers.lexicon import Lexicon
from portal.web import markdown
from portal.web.area import Area
from portal.web.context import Context
from portal.web.groups import tabs
from portal.web.posts import Rights
from portal.web.posts import post as drawn

area = Area("threads", __name__)


@area.page("/groups/<uuid:group_id>/threads", Action.THREAD_VIEW)
def list_threads(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    after = forms.read_id(request.args.get("after"))
    topics = queries.topics(ctx.session, group.id, after)
    more = len(topics) > queries.TOPICS
    shown = topics[: queries.TOPICS]
    older = url_for(".list_threads", group_id=group.id, after=shown[-1].id) if more else ""
    return render_template(
        "threads/list_threads.html",
        ctx=ctx,
        group=group,
        tabs=tabs(ctx, group),
        topics=shown,
        after=after,
        older_href=older,
        writes=ctx.may(Action.GROUP_DISCUSS, group),
        coordinates=ctx.may(Action.GROUP_REVIEW, group),
    )


@area.form("/groups/<uuid:group_id>/threads/new", Action.GROUP_DISCUSS)
def start_topic(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    form = TopicForm()
    form.offer(ways(ctx.session, ctx.actor, group.id), ctx.actor.organization_name)
    if form.is_sendable(None, "", _lexicon(ctx)):
        said = form.said(ctx.settings.answer_delay, None)
        thread = service.start_topic(ctx.session, ctx.actor, group, form.topic.data, said)
        if said.voice.hidden:
            flash(forms.when(ctx.settings.answer_delay), "success")
        if said.voice.hidden and ctx.settings.answer_delay[1]:
            return redirect(url_for(".list_waiting", group_id=group.id), 303)
        return redirect(url_for(".show_thread", thread_id=thread.id), 303)
    page = render_template(
        "threads/start_topic.html",
        ctx=ctx,
        group=group,
        form=form,
        hints=forms.hints(ctx.settings.answer_delay, None),
    )
    return page, form.status


@area.page("/groups/<uuid:group_id>/threads/waiting", Action.GROUP_DISCUSS)
def list_waiting(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    voices.act_as_speaker(ctx.session, ctx.actor, topics_of=group.id, today=now())
    return render_template(
        "threads/list_waiting.html",
        ctx=ctx,
        group=group,
        topics=queries.waiting_topics(ctx.session, group.id),
        waits=forms.when(ctx.settings.answer_delay),
    )


@area.page("/releases/<uuid:release_id>/discussion", Action.RELEASE_VIEW)
def show_discussion(ctx: Context, release_id: UUID) -> ResponseReturnValue:
    place = _about_release(ctx, release_id)
    return render_template("threads/show_discussion.html", **_discussion(ctx, place))


@area.page("/threads/<uuid:thread_id>", Action.THREAD_VIEW)
def show_thread(ctx: Context, thread_id: UUID) -> ResponseReturnValue:
    thread = ctx.fetch(Thread, thread_id)
    if thread.release_id is not None:
        edge = forms.read_edge(request.args)
        query: dict[str, Any] = {edge.side: edge.post_id} if edge else {}
        there = url_for(".show_discussion", release_id=thread.release_id, **query)
        return redirect(there, 303)
    place = about_topic(ctx.session, thread)
    return render_template("threads/show_thread.html", **_discussion(ctx, place))


@area.form("/releases/<uuid:release_id>/discussion/reply", Action.THREAD_WRITE)
def reply_to_release(ctx: Context, release_id: UUID) -> ResponseReturnValue:
    return _reply(ctx, _about_release(ctx, release_id), "threads/reply_to_release.html")


@area.form("/threads/<uuid:thread_id>/reply", Action.THREAD_WRITE)
def reply_to_thread(ctx: Context, thread_id: UUID) -> ResponseReturnValue:
    thread = ctx.fetch(Thread, thread_id)
    if thread.release_id is not None:
        return redirect(url_for(".reply_to_release", release_id=thread.release_id), 303)
    place = about_topic(ctx.session, thread)
    return _reply(ctx, place, "threads/reply_to_thread.html")


@area.page("/releases/<uuid:release_id>/discussion/mine", Action.THREAD_WRITE)
def list_own_of_release(ctx: Context, release_id: UUID) -> ResponseReturnValue:
    place = _about_release(ctx, release_id)
    voices.act_as_speaker(ctx.session, ctx.actor, thread_id=place.id)
    return render_template("threads/list_own_of_release.html", **_own(ctx, place))


@area.page("/threads/<uuid:thread_id>/mine", Action.THREAD_WRITE)
def list_own(ctx: Context, thread_id: UUID) -> ResponseReturnValue:
    voices.act_as_speaker(ctx.session, ctx.actor, thread_id, thread_id=thread_id)
    thread = ctx.fetch(Thread, thread_id)
    if thread.release_id is not None:
        return redirect(url_for(".list_own_of_release", release_id=thread.release_id), 303)
    place = about_topic(ctx.session, thread)
    return render_template("threads/list_own.html", **_own(ctx, place))


@area.form("/posts/<uuid:post_id>/edit", Action.POST_EDIT)
def edit_post(ctx: Context, post_id: UUID) -> ResponseReturnValue:
    voices.act_as_speaker(ctx.session, ctx.actor, post_id)
    post = ctx.fetch(Post, post_id)
    own = queries.own_post(ctx.session, post)
    if own is None or post.deleted:
        return _not_yours(post)
    form = WordsForm(body=own.words)
    quoted = _quoted(ctx, post.thread_id, post.quoted_id)
    if form.is_sendable(Voice(post.voice), quoted, _lexicon(ctx)):
        said = service.Said(form.body.data, Voice(post.voice), ctx.settings.answer_delay)
        try:
            service.edit_post(ctx.session, ctx.actor, post, said)
        except Conflict:
            form.form_errors.append(forms.lost())
        else:
            flash(gettext("Your post is changed."), "success")
            return redirect(url_for(".list_own", thread_id=post.thread_id), 303)
    page = render_template(
        "threads/edit_post.html",
        ctx=ctx,
        post=post,
        form=form,
        earlier=[markdown.html(words) for words in queries.history(ctx.session, own)],
        waits=forms.when(ctx.settings.answer_delay) if Voice(post.voice).hidden else "",
    )
    return page, form.status


@area.form("/posts/<uuid:post_id>/delete", Action.POST_EDIT)
def delete_post(ctx: Context, post_id: UUID) -> ResponseReturnValue:
    voices.act_as_speaker(ctx.session, ctx.actor, post_id)
    post = ctx.fetch(Post, post_id)
    own = queries.own_post(ctx.session, post)
    if own is None or post.deleted:
        return _not_yours(post)
    if "confirmed" not in request.form:
        words, unread = markdown.html(own.words), own.waits(now())
        return render_template("threads/delete_post.html", post=post, words=words, unread=unread)
    group_id, thread_id = post.group_id, post.thread_id
    if service.delete_post(ctx.session, ctx.actor, post):
        flash(gettext("Taken back. Nobody else has read it."), "success")
        return redirect(url_for(".list_threads", group_id=group_id), 303)
    flash(gettext("Deleted. Readers see only that something stood there."), "success")
    return redirect(url_for(".show_thread", thread_id=thread_id), 303)


def _about_release(ctx: Context, release_id: UUID) -> Room:
    """The discussion of the group's own copy; of what outsiders read there is none."""
    release = released(ctx.session, release_id)
    if release is None or release.bundle_id is not None:
        raise NotFound(release_id)
    ctx.require(release)
    return about_release(ctx.session, release)


def _discussion(ctx: Context, place: Room) -> dict[str, Any]:
    """The same for every member: nothing on it says which posts are whose."""
    edge = forms.read_edge(request.args)
    page = queries.page(ctx.session, place.id, edge)
    reply = url_for(".reply_to_release" if place.release_id else ".reply_to_thread", **_ids(place))
    writes = ctx.may(Action.THREAD_WRITE, place)
    rights = Rights(
        reply=writes and not place.locked,
        report=ctx.may(Action.POST_REPORT, place),
        moderate=ctx.may(Action.THREAD_MODERATE, place),
    )
    return {
        "ctx": ctx,
        "place": place,
        "page": page,
        "posts": [drawn(row, page.numbers, rights, _show(place), reply) for row in page.posts],
        "writes": writes,
        "replies": rights.reply,
        "coordinates": rights.moderate,
        "form": WordsForm(),
        "here": _show(place),
        "reply_href": reply,
        "own_href": _own_href(place),
        "edged": edge is not None,
    }


def _own(ctx: Context, place: Room) -> dict[str, Any]:
    own = queries.own_posts(ctx.session, place.id)
    return {
        "ctx": ctx,
        "place": place,
        "own": own,
        "words": {each.post.id: markdown.html(each.words) for each in own},
        "moment": now(),
        "waits": forms.when(ctx.settings.answer_delay),
        "here": _show(place),
    }


def _reply(ctx: Context, place: Room, template: str) -> ResponseReturnValue:
    form = PostForm()
    form.offer(
        ways(ctx.session, ctx.actor, place.group_id, place.release_id), ctx.actor.organization_name
    )
    if not form.is_submitted():
        form.quoted.data = request.args.get("quote")
    quoted = _quoted(ctx, place.id, form.quoted_id)
    if not form.is_submitted():
        form.body.data = quoted
    if place.locked:
        form.form_errors.append(forms.lost())
    elif form.is_sendable(None, quoted, _lexicon(ctx)):
        said = form.said(ctx.settings.answer_delay, form.quoted_id if quoted else None)
        try:
            post_id = service.write_post(ctx.session, ctx.actor, place, said)
        except Conflict:
            form.form_errors.append(forms.lost())
        else:
            return redirect(_after(ctx, place, said.voice, post_id), 303)
    hints = forms.hints(ctx.settings.answer_delay, queries.own_number(ctx.session, place.id))
    page = render_template(
        template, ctx=ctx, place=place, form=form, hints=hints, here=_show(place)
    )
    return page, form.status


def _quoted(ctx: Context, thread_id: UUID, quoted_id: UUID | None) -> str:
    if quoted_id is None:
        return ""
    body = queries.quotable(ctx.session, thread_id, quoted_id)
    return markdown.quoted(body) if body else ""


def _after(ctx: Context, place: Room, voice: Voice, post_id: UUID) -> str:
    """Where one sees what one has said: nobody else may see it for a while."""
    if voice.hidden:
        flash(forms.when(ctx.settings.answer_delay), "success")
    if voice.hidden and ctx.settings.answer_delay[1]:
        return _own_href(place)
    return f"{_show(place, at=str(post_id))}#post-{post_id}"


def _lexicon(ctx: Context) -> Callable[[], Lexicon]:
    """Read only if a hidden voice speaks."""
    return lambda: own_words(ctx.session, ctx.actor).lexicon


def _not_yours(post: Post) -> ResponseReturnValue:
    if request.method == "POST":
        raise Conflict
    return redirect(url_for(".show_thread", thread_id=post.thread_id), 303)


def _ids(place: Room) -> dict[str, Any]:
    return {"release_id": place.release_id} if place.release_id else {"thread_id": place.id}


def _show(place: Room, **query: Any) -> str:
    shown = "show_discussion" if place.release_id else "show_thread"
    return url_for(f".{shown}", **_ids(place), **query)


def _own_href(place: Room) -> str:
    own = "list_own_of_release" if place.release_id else "list_own"
    return url_for(f".{own}", **_ids(place))
