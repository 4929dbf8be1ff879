from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.access.actor import Role
from portal.airlock.checking import telling
from portal.airlock.words import own_words
from portal.core.errors import NotFound
from portal.features.counter_signals import queries, service
from portal.features.counter_signals.forms import SignalForm
from portal.features.counter_signals.service import Signal
from portal.models import InsightRelease, SignalVerdict
from portal.web.area import Area
from portal.web.context import Context
from portal.web.figures import NOTHING, label
from portal.web.signals import ICONS, LABELS, Place, Told, name_of, read_answers

area = Area("counter_signals", __name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """A figure with what was answered to it; `own` is the organization's answer."""

    name: str
    reports: str
    told: tuple[Told, ...]
    explanations: tuple[str, ...]
    own: str
    icon: str
    href: str


@area.page("/insights/<uuid:insight_id>/answers", Action.INSIGHT_HEAR)
def show_answers(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    insight = ctx.fetch(InsightRelease, insight_id)
    told = read_answers(ctx.session, insight_id)
    said = queries.explanations(ctx.session, insight)
    answers = ctx.may(Action.INSIGHT_ANSWER, insight)
    own = {
        (each.table_name, each.row_code, each.column_code): each.verdict
        for each in queries.own_signals(ctx.session, insight)
    }
    places = {*told, *said, *own}
    values = queries.values(ctx.session, insight_id, places)
    figures = [
        Answered(
            name_of(place),
            str(values.get(place, NOTHING)),
            told.get(place, ()),
            tuple(said.get(place, ())),
            str(LABELS[own[place]]) if place in own else "",
            ICONS[own[place]] if place in own else "",
            _form_of(insight_id, place) if answers else "",
        )
        for place in sorted(places)
    ]
    return render_template(
        "counter_signals/show_answers.html",
        figures=figures,
        from_field=insight.group_id not in ctx.actor.groups_as(Role.MEMBER, Role.COORDINATOR),
        coordinates=ctx.may(Action.INSIGHT_APPROVE, insight),
        quarter=label("quarter", insight.quarter),
        insight_href=_insight(insight_id),
    )


@area.form("/insights/<uuid:insight_id>/answer", Action.INSIGHT_ANSWER)
def answer_figure(ctx: Context, insight_id: UUID) -> ResponseReturnValue:
    insight = ctx.fetch(InsightRelease, insight_id)
    back = url_for(".show_answers", insight_id=insight_id)
    if "table" not in request.args:
        return redirect(back, 303)
    place = request.args["table"], request.args.get("row", ""), request.args.get("column", "")
    cell = queries.cell(ctx.session, insight_id, place)
    if cell is None:
        raise NotFound(InsightRelease.__name__)
    if request.method == "POST" and request.form.get("do") == "take_back":
        service.take_back_signal(ctx.session, ctx.actor, insight, cell)
        flash(gettext("Your organization's answer is taken back."), "success")
        return redirect(back, 303)
    own = queries.own_signal(ctx.session, insight, place)
    given = (
        {"verdict": own.verdict, "explanation": queries.own_explanation(ctx.session, own)}
        if own
        else {}
    )
    form = SignalForm(data=given)
    if form.validate_on_submit() and _tells_nothing(ctx, form):
        new = Signal(cell, SignalVerdict(form.verdict.data), form.said)
        service.answer_figure(ctx.session, ctx.actor, insight, new)
        flash(
            gettext("Kept. It counts from the next count on, together with others' answers."),
            "success",
        )
        return redirect(back, 303)
    return render_template(
        "counter_signals/answer_figure.html",
        form=form,
        own=own,
        back=back,
        figure=name_of(place),
        reports=cell.reports,
        quarter=label("quarter", insight.quarter),
        insight_href=_insight(insight_id),
    ), 422 if form.is_submitted() else 200


def _tells_nothing(ctx: Context, form: SignalForm) -> bool:
    return not form.said or form.tell(telling(form.said, own_words(ctx.session, ctx.actor).lexicon))


def _form_of(insight_id: UUID, place: Place) -> str:
    table, row, column = place
    return url_for(".answer_figure", insight_id=insight_id, table=table, row=row, column=column)


def _insight(insight_id: UUID) -> str:
    """The figures themselves."""
    endpoint = "insights.show_insight"
    known = endpoint in current_app.view_functions
    return url_for(endpoint, insight_id=insight_id) if known else ""
