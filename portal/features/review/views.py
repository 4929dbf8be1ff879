from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.airlock.attachments_crossing import candidate_files
from portal.airlock.readers import READERS
from portal.core.clock import now, week_of
from portal.core.errors import Conflict
from portal.features.review import queries, service
from portal.features.review.forms import DecisionForm
from portal.models import Candidate, CandidateState, Group, Verdict
from portal.privacy.identifiers.hits import LABELS
from portal.reference.tlp import Audience, Tlp
from portal.web import facets, groups
from portal.web.area import Area
from portal.web.context import Context

area = Area("review", __name__)


@area.page("/groups/<uuid:group_id>/review", Action.GROUP_REVIEW)
def list_candidates(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    return render_template(
        "review/list_candidates.html",
        ctx=ctx,
        group=group,
        tabs=groups.tabs(ctx, group),
        waiting=_queue(ctx, group_id),
        outlook=queries.outlook(ctx.session, group),
        today=now().date(),
        word=facets.word,
    )


@area.form("/candidates/<uuid:candidate_id>", Action.CANDIDATE_DECIDE)
def decide_candidate(ctx: Context, candidate_id: UUID) -> ResponseReturnValue:
    candidate = ctx.fetch(Candidate, candidate_id)
    form = DecisionForm(version=candidate.version)
    if not form.is_submitted():
        return _show(ctx, candidate, form)
    if form.read_version != candidate.version or candidate.state != CandidateState.IN_REVIEW:
        return _show_anew(ctx, candidate, form)
    if not form.validate():
        return _show(ctx, candidate, form), 422
    try:
        _decide(ctx, candidate, form)
    except Conflict:
        return _show_anew(ctx, candidate, form)
    chosen = queries.following(_queue(ctx, candidate.group_id), candidate)
    if chosen is None:
        return redirect(url_for(".list_candidates", group_id=candidate.group_id), 303)
    return redirect(url_for(".decide_candidate", candidate_id=chosen), 303)


@area.submit("/candidates/<uuid:candidate_id>/reopen", Action.CANDIDATE_DECIDE)
def reopen_candidate(ctx: Context, candidate_id: UUID) -> ResponseReturnValue:
    candidate = ctx.fetch(Candidate, candidate_id)
    version = request.args.get("version", 0, type=int)
    service.reopen_candidate(ctx.session, ctx.actor, candidate, version)
    flash(gettext("Your approval is taken back. It is in review again."), "info")
    return redirect(url_for(".decide_candidate", candidate_id=candidate.id), 303)


@area.form("/groups/<uuid:group_id>/review/release", Action.GROUP_RELEASE)
def release_batch(ctx: Context, group_id: UUID) -> ResponseReturnValue:
    group = ctx.fetch(Group, group_id)
    if "confirmed" not in request.form:
        return render_template("review/release_batch.html", ctx=ctx, group=group)
    service.release_batch(ctx.session, ctx.actor, group)
    flash(gettext("The batch is on its way. The group reads it in a moment."), "success")
    return redirect(url_for(".list_candidates", group_id=group_id), 303)


def _queue(ctx: Context, group_id: UUID) -> list[queries.Waiting]:
    within = ctx.within(Candidate, Action.CANDIDATE_VIEW)
    return queries.queue(ctx.session, within, group_id, ctx.actor.person_id, week_of(now()))


def _decide(ctx: Context, candidate: Candidate, form: DecisionForm) -> None:
    version, message = form.read_version, form.message.data or ""
    if form.verdict.data == Verdict.RETURN:
        service.return_candidate(ctx.session, ctx.actor, candidate, version, message)
        flash(gettext("The last item went back with your question, until the author answers."))
    elif form.verdict.data == Verdict.REFUSE:
        service.refuse_candidate(ctx.session, ctx.actor, candidate, version, message)
        flash(gettext("The last item is refused. Only its author reads your reason."))
    else:
        state = service.approve_candidate(ctx.session, ctx.actor, candidate, version)
        waits = gettext("The last item is approved. It waits for the next batch.")
        second = gettext("You approved the last item. A second coordinator has to approve it too.")
        undo = url_for(".reopen_candidate", candidate_id=candidate.id, version=version)
        notice: Any = {"text": second, "undo_href": undo}
        flash(waits if state is CandidateState.APPROVED else notice, "success")


def _show_anew(ctx: Context, candidate: Candidate, form: DecisionForm) -> ResponseReturnValue:
    """What was typed stays; the version becomes the one that is now on the screen."""
    form.version.data = str(candidate.version)
    return _show(ctx, candidate, form, late=True), 409


def _show(ctx: Context, candidate: Candidate, form: DecisionForm, *, late: bool = False) -> str:
    known = candidate.state != CandidateState.WITHDRAWN
    hits = candidate.decisions.get("hits", ())
    return render_template(
        "review/decide_candidate.html",
        ctx=ctx,
        candidate=candidate,
        form=form,
        late=late,
        group=ctx.session.get_one(Group, candidate.group_id),
        sections=queries.sections(candidate, [hit.get("shown") for hit in hits]),
        changed=queries.changed(ctx.session, candidate) if known else (),
        facts=facets.facts(candidate.facets, candidate.kind) if known else (),
        steps=queries.steps(candidate.facets) if known else {},
        labels=facets.LABELS,
        word=facets.word,
        hits=hits,
        kinds=LABELS,
        files=candidate_files(ctx.session, candidate.id),
        readers=READERS,
        audience=Audience(candidate.audience),
        boundary=Tlp(candidate.tlp).boundary,
        conversation=queries.conversation(ctx.session, candidate),
        judgments=queries.judgments(ctx.session, candidate),
        approved=candidate.state == CandidateState.IN_REVIEW
        and queries.has_approved(ctx.session, candidate, ctx.actor.person_id),
        needs_second=service.needs_second(candidate),
    )
