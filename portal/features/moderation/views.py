from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.features.moderation import forms, queries, service
from portal.models import Group, Post, PostReport, ReportState, Thread
from portal.web import markdown
from portal.web.area import Area
from portal.web.context import Context
from portal.web.groups import tabs

area = Area("moderation", __name__)


@area.form("/posts/<uuid:post_id>/report", Action.POST_REPORT)
def report_post(ctx: Context, post_id: UUID) -> ResponseReturnValue:
    post = ctx.fetch(Post, post_id)
    form = forms.ReportForm()
    if form.validate_on_submit():
        service.report_post(ctx.session, ctx.actor, post, form.told())
        flash(gettext("Coordinators see your report, not who wrote it."), "success")
        return redirect(_thread(post), 303)
    page = render_template(
        "moderation/report_post.html",
        form=form,
        hints=forms.CONCERN_HINTS,
        **_shown(ctx, post),
    )
    return page, 422 if form.is_submitted() else 200


@area.form("/posts/<uuid:post_id>/hide", Action.POST_HIDE)
def hide_post(ctx: Context, post_id: UUID) -> ResponseReturnValue:
    post = ctx.fetch(Post, post_id)
    form = forms.ReasonForm()
    if form.validate_on_submit():
        service.hide_post(ctx.session, ctx.actor, post, form.reason.data)
        undo: Any = {
            "text": gettext("The post is hidden."),
            "undo_href": url_for(".show_post", post_id=post.id),
        }
        flash(undo, "success")
        return redirect(_thread(post), 303)
    page = render_template("moderation/hide_post.html", form=form, **_shown(ctx, post))
    return page, 422 if form.is_submitted() else 200


@area.submit("/posts/<uuid:post_id>/show", Action.POST_HIDE)
def show_post(ctx: Context, post_id: UUID) -> ResponseReturnValue:
    post = ctx.fetch(Post, post_id)
    service.show_post(ctx.session, ctx.actor, post)
    flash(gettext("Everybody reads the post again."), "success")
    return redirect(_thread(post), 303)


@area.submit("/threads/<uuid:thread_id>/lock", Action.THREAD_MODERATE)
def lock_thread(ctx: Context, thread_id: UUID) -> ResponseReturnValue:
    thread = ctx.fetch(Thread, thread_id)
    service.lock_thread(ctx.session, ctx.actor, thread)
    undo: Any = {
        "text": gettext("The thread is locked."),
        "undo_href": url_for(".unlock_thread", thread_id=thread.id),
    }
    flash(undo, "success")
    return redirect(url_for("threads.show_thread", thread_id=thread.id), 303)


@area.submit("/threads/<uuid:thread_id>/unlock", Action.THREAD_MODERATE)
def unlock_thread(ctx: Context, thread_id: UUID) -> ResponseReturnValue:
    thread = ctx.fetch(Thread, thread_id)
    service.unlock_thread(ctx.session, ctx.actor, thread)
    flash(gettext("Members can write in this thread again."), "success")
    return redirect(url_for("threads.show_thread", thread_id=thread.id), 303)


@area.form("/threads/<uuid:thread_id>/move", Action.THREAD_MODERATE)
def move_thread(ctx: Context, thread_id: UUID) -> ResponseReturnValue:
    thread = ctx.fetch(Thread, thread_id)
    groups = queries.targets(ctx.session, ctx.actor, thread)
    form = forms.MoveForm()
    form.offer(groups)
    if form.validate_on_submit():
        chosen = next(each for each in groups if str(each.id) == form.group.data)
        service.move_thread(ctx.session, ctx.actor, thread, chosen)
        flash(gettext("The thread is in %(name)s now.", name=chosen.name), "success")
        return redirect(url_for("threads.show_thread", thread_id=thread.id), 303)
    page = render_template("moderation/move_thread.html", thread=thread, groups=groups, form=form)
    return page, 422 if form.is_submitted() else 200


@area.page("/groups/<uuid:group_id>/reports", Action.GROUP_REVIEW)
def list_reports(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    return render_template(
        "moderation/list_reports.html",
        ctx=ctx,
        group=group,
        tabs=tabs(ctx, group),
        waiting=queries.open_reports(ctx.session, group.id),
        decided=queries.decided_reports(ctx.session, group.id),
        concerns=forms.CONCERNS,
    )


@area.form("/reports/<uuid:report_id>", Action.REPORT_DECIDE)
def decide_report(ctx: Context, report_id: UUID) -> ResponseReturnValue:
    report = ctx.fetch(PostReport, report_id)
    post = ctx.session.get_one(Post, report.post_id)
    form = forms.DecisionForm()
    if report.state == ReportState.OPEN and form.validate_on_submit():
        service.decide_report(ctx.session, ctx.actor, report, post, form.chosen)
        flash(gettext("Decided."), "success")
        return redirect(url_for(".list_reports", group_id=report.group_id), 303)
    page = render_template(
        "moderation/decide_report.html",
        report=report,
        form=form,
        concern=forms.CONCERNS[report.concern],
        **_shown(ctx, post),
    )
    late = report.state != ReportState.OPEN
    return page, (409 if late else 422) if form.is_submitted() else 200


def _shown(ctx: Context, post: Post) -> dict[str, Any]:
    shown = queries.shown(ctx.session, post)
    return {"ctx": ctx, "shown": shown, "words": markdown.html(shown.body), "back": _thread(post)}


def _thread(post: Post) -> str:
    there = url_for("threads.show_thread", thread_id=post.thread_id, at=post.id)
    return f"{there}#post-{post.id}"
