from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.airlock.checking import telling
from portal.airlock.words import own_words
from portal.features.submissions import queries, service
from portal.features.submissions.forms import AnswerForm
from portal.features.submissions.queries import Followed
from portal.models import Contribution
from portal.reference.tlp import Audience
from portal.web.area import Area
from portal.web.context import Context
from portal.web.facets import facts, word
from portal.web.filters import day, week
from portal.web.forms import PortalForm

area = Area("submissions", __name__)


@area.page("/contributions/<uuid:contribution_id>/progress", Action.CONTRIBUTION_VIEW)
def show_submission(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    followed = queries.followed(ctx.session, contribution)
    if followed.draft.candidate_id is None:
        edit = url_for("contributions.edit_contribution", contribution_id=contribution_id)
        return redirect(edit, 303)
    candidate = followed.where.candidate
    facets = candidate.facets if candidate else {}
    marks = {each["code"]: each["strength"] for each in facets.get("indicators", ())}
    return render_template(
        "submissions/show_submission.html",
        followed=followed,
        pairs=[(fact.label, fact.value) for fact in facts(facets, followed.draft.fields.kind)],
        marks={"indicators": marks},
        whereabouts=_whereabouts(followed),
        release_href=_release_href(ctx, followed),
        word=word,
    )


@area.form("/contributions/<uuid:contribution_id>/answer", Action.CONTRIBUTION_EDIT)
def answer_question(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    form, lexicon = AnswerForm(), own_words(ctx.session, ctx.actor).lexicon
    if form.validate_on_submit() and form.tell(telling(form.body.data, lexicon)):
        new = form.answer(ctx.settings.answer_delay)
        service.answer_question(ctx.session, ctx.actor, contribution, new)
        flash(gettext("Your answer is on its way to the coordinators."), "success")
        return redirect(url_for(".show_submission", contribution_id=contribution_id), 303)
    followed = queries.followed(ctx.session, contribution)
    status = 422 if form.is_submitted() else 200
    return render_template("submissions/answer_question.html", followed=followed, form=form), status


@area.submit("/contributions/<uuid:contribution_id>/let-go-alone", Action.CONTRIBUTION_EDIT)
def let_go_alone(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    service.let_go_alone(ctx.session, ctx.actor, contribution)
    flash(gettext("It goes with the next release, however few there are."), "success")
    return redirect(url_for(".show_submission", contribution_id=contribution_id), 303)


@area.form("/contributions/<uuid:contribution_id>/withdraw", Action.CONTRIBUTION_WITHDRAW)
def withdraw_contribution(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    form = PortalForm()
    if not form.validate_on_submit():
        followed = queries.followed(ctx.session, contribution)
        return render_template(
            "submissions/withdraw_contribution.html", followed=followed, form=form
        )
    service.withdraw_contribution(ctx.session, ctx.actor, contribution)
    flash(gettext("Withdrawn. The text is gone everywhere but in your own record."), "success")
    return redirect(url_for(".show_submission", contribution_id=contribution_id), 303)


def _release_href(ctx: Context, followed: Followed) -> str:
    """As the author's organization reads it: observers read what left the group, others neither."""
    copies = (followed.where.release, followed.where.outside)
    return next(
        (
            url_for("releases.show_release", release_id=each.id)
            for each in copies
            if each is not None and ctx.may(Action.RELEASE_VIEW, each)
        ),
        "",
    )


def _whereabouts(followed: Followed) -> list[tuple[str, str]]:
    candidate, release = followed.where.candidate, followed.where.release
    audience = followed.draft.fields.audience
    known = [
        (gettext("Working group"), followed.group_name),
        (gettext("Audience"), gettext(Audience(audience).label) if audience else ""),
        (gettext("TLP"), followed.draft.fields.tlp),
    ]
    if candidate:
        known.append((gettext("Sent"), week(candidate.week)))
    if release:
        known.append((gettext("Released to the group"), day(release.released_on)))
    if followed.where.outside:
        left = day(followed.where.outside.released_on)
        known.append((gettext("Released beyond the group"), left))
    return known
