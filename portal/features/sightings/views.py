from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.airlock.checking import telling
from portal.airlock.words import own_words
from portal.features.sightings import queries, service
from portal.features.sightings.forms import SightingForm
from portal.features.sightings.service import Answer
from portal.models import Release, SightingKind
from portal.web.area import Area
from portal.web.context import Context
from portal.web.sightings import has_notes, kinds_of

area = Area("sightings", __name__)


@area.form("/releases/<uuid:release_id>/sighting", Action.RELEASE_SIGHT)
def answer_release(ctx: Context, release_id: UUID) -> ResponseReturnValue:
    release = ctx.fetch(Release, release_id)
    back = url_for("releases.show_release", release_id=release_id, _anchor="sightings")
    if request.method == "POST" and request.form.get("do") == "take_back":
        service.take_back_answer(ctx.session, ctx.actor, release)
        flash(gettext("Your organization's answer is taken back."), "success")
        return redirect(back, 303)
    own = queries.own_answer(ctx.session, release)
    noted = has_notes(release.kind)
    given = {"kind": own.kind, "note": own.note} if own else {}
    form = SightingForm(kinds_of(release.kind), data=given, noted=noted)
    if form.validate_on_submit() and _tells_nothing(ctx, form):
        new = Answer(SightingKind(form.kind.data), form.said)
        service.answer_release(ctx.session, ctx.actor, release, new)
        flash(
            gettext("Kept. It counts from the next count on, together with others' answers."),
            "success",
        )
        return redirect(back, 303)
    return render_template(
        "sightings/answer_release.html", release=release, form=form, own=own, back=back
    ), 422 if form.is_submitted() else 200


def _tells_nothing(ctx: Context, form: SightingForm) -> bool:
    return not form.said or form.tell(telling(form.said, own_words(ctx.session, ctx.actor).lexicon))
