from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.airlock.checking import telling
from portal.airlock.conversations import conversations
from portal.airlock.drafts import opened
from portal.airlock.own_marks import act_as_asker, asker_tag
from portal.airlock.tracking import act_as_author
from portal.airlock.words import own_words
from portal.core.errors import NotFound, TooOften
from portal.db.pages import Edge
from portal.features.questions import queries, service
from portal.features.questions.forms import QuestionForm, TurnForm
from portal.features.questions.service import NewQuestion, NewTurn
from portal.models import Contribution, LineKind, Question, Release
from portal.web.area import Area
from portal.web.context import Context
from portal.web.edges import edge_query, read_edge
from portal.web.groups import tabs

DONE: Final = 303
area = Area("questions", __name__)


@area.form("/releases/<uuid:release_id>/ask", Action.RELEASE_ASK)
def ask_author(ctx: Context, release_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(Release, release_id)
    form, status = QuestionForm(), 200
    if form.is_submitted():
        new = NewQuestion(form.body.data or "", form.is_named, ctx.settings.answer_delay)
        asked: list[Question] = []
        status = _spoken(
            ctx,
            form,
            lambda: asked.append(service.ask_author(ctx.session, ctx.actor, release, new)),
        )
        for question in asked:
            flash(_sent(question, ctx.settings.answer_delay[1]), "success")
            return redirect(url_for(".show_question", question_id=question.id), 303)
    return render_template("questions/ask_author.html", release=release, form=form), status


@area.page("/groups/<uuid:group_id>/questions", Action.QUESTION_VIEW)
def list_questions(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = queries.group(ctx.session, group_id)
    if group is None:
        raise NotFound(group_id)
    ctx.require(group)
    key = act_as_asker(ctx.session, ctx.actor)
    edge = read_edge(request.args)
    found = queries.listing(ctx.session, ctx.within(Question), group.id, key, edge)

    def href(at: Edge | None = None) -> str:
        return url_for(".list_questions", group_id=group.id, **edge_query(at))  # type: ignore[arg-type]  # url_for takes any value

    return render_template(
        "questions/list_questions.html",
        ctx=ctx,
        group=group,
        tabs=tabs(ctx, group),
        entries=found.entries,
        beginning_href=href() if edge else "",
        newer_href=href(found.newer) if found.newer else "",
        older_href=href(found.older) if found.older else "",
        coordinates=ctx.may(Action.GROUP_REVIEW, group),
    )


@area.form("/questions/<uuid:question_id>", Action.QUESTION_VIEW)
def show_question(ctx: Context, question_id: UUID) -> ResponseReturnValue:
    key = act_as_asker(ctx.session, ctx.actor)
    question = ctx.fetch(Question, question_id)
    form, status = TurnForm(), 200
    if form.is_submitted():
        new = _turn(ctx, form)
        status = _spoken(
            ctx,
            form,
            lambda: service.continue_question(ctx.session, ctx.actor, question, new),
            bare=new.kind is not LineKind.SAID,
        )
        if status == DONE:
            sent = _sent(question, ctx.settings.answer_delay[1])
            closed = new.kind is LineKind.CLOSED
            flash(gettext("The conversation is closed.") if closed else sent, "success")
            return redirect(url_for(".show_question", question_id=question.id), 303)
    release = queries.release(ctx.session, question.release_id)
    return render_template(
        "questions/show_question.html",
        group=queries.group(ctx.session, question.group_id),
        release=release,
        talk=conversations(ctx.session, [question])[0],
        form=form,
        own=question.asker_tag == asker_tag(key, question.id),
    ), status


@area.form(
    "/contributions/<uuid:contribution_id>/questions/<uuid:question_id>", Action.CONTRIBUTION_EDIT
)
def answer_question(ctx: Context, contribution_id: UUID, question_id: UUID) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    progress = url_for("submissions.show_submission", contribution_id=contribution_id)
    draft = opened(ctx.session, contribution)
    if draft.candidate_id is not None:
        act_as_author(ctx.session, [draft.candidate_id])
    act_as_asker(ctx.session, ctx.actor)
    question = ctx.session.get(Question, question_id)
    if question is None:
        raise NotFound(question_id)
    if question.release_id != draft.candidate_id:
        return redirect(progress, 303)  # it is about something else: back to where this one is
    form, status = TurnForm(), 200
    if form.is_submitted():
        new = _turn(ctx, form)
        status = _spoken(
            ctx,
            form,
            lambda: service.answer_question(ctx.session, ctx.actor, contribution, question, new),
            bare=new.kind is not LineKind.SAID,
        )
        if status == DONE:
            flash(_answered(new.kind, ctx.settings.answer_delay[1]), "success")
            return redirect(progress, 303)
    return render_template(
        "questions/answer_question.html",
        contribution=contribution,
        title=draft.fields.title,
        progress_href=progress,
        talk=conversations(ctx.session, [question])[0],
        form=form,
    ), status


def _turn(ctx: Context, form: TurnForm) -> NewTurn:
    """What the pressed button means; only what is said has words."""
    buttons = {"close": LineKind.CLOSED, "decline": LineKind.DECLINED}
    kind = buttons.get(request.form.get("do", ""), LineKind.SAID)
    body = (form.body.data or "") if kind is LineKind.SAID else ""
    return NewTurn(body, kind, ctx.settings.answer_delay)


def _spoken(ctx: Context, form: TurnForm, say: Callable[[], object], *, bare: bool = False) -> int:
    """Check the words (unless it is `bare` of any) and say them; the status of the reply."""
    if not bare:
        lexicon = own_words(ctx.session, ctx.actor).lexicon
        if not (form.validate() and form.tell(telling(form.body.data or "", lexicon))):
            return 422
    try:
        say()
    except TooOften:
        form.too_often()
        return 429
    return DONE


def _sent(question: Question, waits: int) -> str:
    """`waits` is how long, at most, what is said without a name is on its way."""
    if not waits:
        return gettext("On its way. It arrives at once.")
    if question.byline:
        return gettext(
            "Sent to the author. An answer comes some hours later, so that its time tells nothing."
        )
    return gettext(
        "On its way to the author. It arrives some hours later, so that its time tells nothing."
    )


def _answered(kind: LineKind, waits: int) -> str:
    if kind is LineKind.DECLINED:
        return gettext("Kept to yourself: to everybody else it looks like no answer yet.")
    if not waits:
        return gettext("On its way. It arrives at once.")
    return gettext("On its way. It arrives some hours later, so that its time tells nothing.")
