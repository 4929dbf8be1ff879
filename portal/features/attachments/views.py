from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from portal.access.actions import Action
from portal.airlock.attachments import Attachment, Copy
from portal.airlock.attachments_crossing import (
    candidate_files,
    numbered,
    readable_release,
    released_files,
    unboxed,
)
from portal.airlock.attachments_details import Detail, Inspected, details
from portal.airlock.checking import Decided, refusal
from portal.airlock.words import own_words
from portal.core.errors import Conflict, NotFound
from portal.features.attachments import forms, queries, service
from portal.features.attachments.forms import MarksForm, SentChoice, UploadForm
from portal.features.attachments.queries import Desk
from portal.features.attachments.service import MOST_FILES, Choice, NewFile, Seen
from portal.models import Candidate, CandidateFile, Contribution, ReleasedFile
from portal.privacy.identifiers.redact import Decision
from portal.web.area import Area
from portal.web.context import Context
from portal.web.downloads import download, picture, read_back
from portal.web.uploads import put_away, safe_name

area = Area("attachments", __name__)
PAGE: Final = 50
"""Details on one page."""
MOST_TEXT: Final = 400
"""Parts of the text of a copy that its page shows."""


@area.form(
    "/contributions/<uuid:contribution_id>/attachments", Action.CONTRIBUTION_EDIT, files=MOST_FILES
)
def attach_files(ctx: Context, contribution_id: UUID) -> ResponseReturnValue:
    desk = _desk(ctx, contribution_id)
    if not desk.where.stage.editable:
        return _submitted(desk)
    form = UploadForm()
    if form.validate_on_submit():
        taken, refused = _received(ctx, desk, form.sent)
        if taken:
            service.attach_files(ctx.session, ctx.actor, desk.contribution, taken)
            for said in refused:
                flash(said, "bad")
            return redirect(url_for(".attach_files", contribution_id=contribution_id), 303)
        form.files.errors = refused or [gettext("Choose a file first.")]
    status = 422 if form.is_submitted() else 200
    return render_template(
        "attachments/attach_files.html", desk=desk, form=form, most=MOST_FILES
    ), status


def _received(ctx: Context, desk: Desk, sent: list[FileStorage]) -> tuple[list[NewFile], list[str]]:
    """What can be attached is put away; of the rest it is said why, by name."""
    taken: list[NewFile] = []
    refused: list[str] = []
    most = ctx.settings.upload_bytes
    for each in sent:
        name, content = safe_name(each.filename or ""), each.stream.read(most + 1)
        each.close()
        if not content:
            refused.append(gettext("“%(file)s” is empty.", file=name))
        elif len(content) > most:
            said = gettext(
                "“%(file)s” is larger than %(most)s MB.", file=name, most=most // 1024**2
            )
            refused.append(said)
        elif len(desk.folder) + len(taken) >= MOST_FILES:
            said = gettext(
                "“%(file)s” was left out: a finding has at most %(most)s attachments.",
                file=name,
                most=MOST_FILES,
            )
            refused.append(said)
        else:
            taken.append(NewFile(name, len(content), put_away(desk.key, content)))
    return taken, refused


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the forms of the page beside what is kept: the page after an error."""

    form: MarksForm
    choice: SentChoice | None = None
    late: bool = False


@area.form(
    "/contributions/<uuid:contribution_id>/attachments/<int:number>", Action.CONTRIBUTION_EDIT
)
def prepare_attachment(ctx: Context, contribution_id: UUID, number: int) -> ResponseReturnValue:
    desk = _desk(ctx, contribution_id)
    attachment = desk.folder.of(number)
    if not desk.where.stage.editable:
        return _submitted(desk)
    form = MarksForm(version=attachment.version, looked=attachment.looked)
    if not form.is_submitted():
        return _page(desk, attachment, Typed(form))
    if choice := forms.sent_choice():
        return _decided(ctx, desk, attachment, Typed(form, choice))
    try:
        return _done(ctx, desk, attachment, form)
    except Conflict:
        fresh = _desk(ctx, contribution_id)
        now = fresh.folder.of(number)
        form.version.data, form.version.raw_data = now.version, None
        return _page(fresh, now, Typed(form, late=True)), 409


def _decided(ctx: Context, desk: Desk, attachment: Attachment, typed: Typed) -> ResponseReturnValue:
    choice = typed.choice
    assert choice is not None
    found = next(
        (each.found for each in _details(desk, attachment) if each.found.hit.key == choice.key),
        None,
    )
    if found is None:
        raise NotFound(choice.key)
    if choice.keep:
        lexicon = own_words(ctx.session, ctx.actor).lexicon
        said = refusal(found, Decided(Decision.KEEP, choice.reason), lexicon)
        if said is not None:
            typed.form.form_errors = [f"“{found.hit.text}”: {gettext(said)}"]
            return _page(desk, attachment, typed), 422
    new = Choice(attachment.number, found, choice.reason if choice.keep else "")
    service.decide_detail(ctx.session, ctx.actor, desk.contribution, new)
    return redirect(_url(desk, attachment, page=_asked_page()) + "#details", 303)


def _done(ctx: Context, desk: Desk, attachment: Attachment, form: MarksForm) -> ResponseReturnValue:
    """What the pressed button asks for."""
    do, own = request.form.get("do", "marks"), desk.contribution
    if not form.validate():
        raise Conflict
    seen = Seen(attachment.number, form.version.data)
    if do == "use":
        service.use_copy(ctx.session, ctx.actor, own, seen)
        flash(gettext("The copy leaves with your text. Nothing else of the file does."), "success")
        return redirect(url_for(".attach_files", contribution_id=own.id), 303)
    if attachment.takes_boxes or attachment.needs_eyes:
        marks = form.marks(attachment)
        if marks is None:
            return _page(desk, attachment, Typed(form)), 422
        attachment = service.mark_attachment(ctx.session, ctx.actor, own, marks)
        seen = Seen(attachment.number, attachment.version)
    if do == "copy":
        if not attachment.copyable:
            said = gettext(
                "Look at every picture first, read what is not in English, and say so here."
            )
            form.looked.errors = [said]
            return _page(desk, attachment, Typed(form)), 422
        service.make_copy(ctx.session, ctx.actor, own, seen)
    return redirect(_url(desk, attachment) + ("#copy" if do == "copy" else "#pictures"), 303)


@area.submit(
    "/contributions/<uuid:contribution_id>/attachments/<int:number>/remove",
    Action.CONTRIBUTION_EDIT,
)
def remove_attachment(ctx: Context, contribution_id: UUID, number: int) -> ResponseReturnValue:
    contribution = ctx.fetch(Contribution, contribution_id)
    service.remove_attachment(ctx.session, ctx.actor, contribution, number)
    flash(gettext("Removed, with everything that was made of it."), "success")
    return redirect(url_for(".attach_files", contribution_id=contribution_id), 303)


@area.page(
    "/contributions/<uuid:contribution_id>/attachments/<int:number>/picture",
    Action.CONTRIBUTION_EDIT,
)
def show_picture(ctx: Context, contribution_id: UUID, number: int) -> ResponseReturnValue:
    """The picture without its metadata, to draw on."""
    desk = _desk(ctx, contribution_id)
    shown = desk.folder.of(number).picture
    if not shown:
        raise NotFound(number)
    return picture(read_back(desk.key, shown))


@area.page(
    "/contributions/<uuid:contribution_id>/attachments/<int:number>/copy",
    Action.CONTRIBUTION_EDIT,
)
def download_copy(ctx: Context, contribution_id: UUID, number: int) -> ResponseReturnValue:
    """The copy as others would receive it."""
    desk = _desk(ctx, contribution_id)
    copy = desk.folder.of(number).copy
    if copy is None:
        raise NotFound(number)
    content = read_back(bytes.fromhex(copy.key), copy.object)
    return download(content, copy.media_type, f"attachment-{number}{copy.ending}")


@area.page("/candidates/<uuid:candidate_id>/files/<int:number>", Action.CANDIDATE_VIEW)
def download_candidate_file(ctx: Context, candidate_id: UUID, number: int) -> ResponseReturnValue:
    candidate = ctx.fetch(Candidate, candidate_id)
    return _handed_out(ctx, numbered(candidate_files(ctx.session, candidate.id), number))


@area.page("/releases/<uuid:release_id>/files/<int:number>", Action.RELEASE_DOWNLOAD)
def download_released_file(ctx: Context, release_id: UUID, number: int) -> ResponseReturnValue:
    release = readable_release(ctx.session, release_id)
    if release is None:
        raise NotFound(release_id)
    ctx.require(release)
    return _handed_out(ctx, numbered(released_files(ctx.session, release.id), number))


def _handed_out(ctx: Context, row: CandidateFile | ReleasedFile) -> ResponseReturnValue:
    found = unboxed(ctx.keys, row)
    content = read_back(found.key, found.object)
    return download(content, found.media_type, f"attachment-{row.number}{found.ending}")


def _desk(ctx: Context, contribution_id: UUID) -> Desk:
    return queries.desk(ctx.session, ctx.fetch(Contribution, contribution_id))


def _submitted(desk: Desk) -> ResponseReturnValue:
    progress = url_for("submissions.show_submission", contribution_id=desk.contribution.id)
    return redirect(progress, 303)


def _url(desk: Desk, attachment: Attachment, **query: Any) -> str:
    return url_for(
        ".prepare_attachment",
        contribution_id=desk.contribution.id,
        number=attachment.number,
        **{name: value for name, value in query.items() if value},
    )


def _inspected(desk: Desk, attachment: Attachment) -> Inspected | None:
    if not attachment.report:
        return None
    return Inspected.read(json.loads(read_back(desk.key, attachment.report)))


def _details(desk: Desk, attachment: Attachment) -> tuple[Detail, ...]:
    inspected = _inspected(desk, attachment)
    return details(inspected, attachment, desk.draft.shown_place) if inspected else ()


def _asked_page() -> int:
    return max(request.args.get("page", 0, int), request.form.get("page", 0, int))


def _page(desk: Desk, attachment: Attachment, typed: Typed) -> str:
    inspected = _inspected(desk, attachment)
    found = details(inspected, attachment, desk.draft.shown_place) if inspected else ()
    last = max(1, -(-len(found) // PAGE))
    page = min(max(_asked_page(), 1), last)
    return render_template(
        "attachments/prepare_attachment.html",
        desk=desk,
        attachment=attachment,
        form=typed.form,
        choice=typed.choice,
        late=typed.late,
        hidden=queries.by_kind(inspected.hidden if inspected else ()),
        hidden_words=forms.HIDDEN,
        details=found[(page - 1) * PAGE : page * PAGE],
        page=page,
        last=last,
        page_href=lambda to: _url(desk, attachment, page=to) if 0 < to <= last else "",
        boxes=typed.form.rows(attachment),
        text=_text(desk, attachment.copy)[:MOST_TEXT] if attachment.copy else [],
        kept=sum(each.kept for each in found),
        total=len(found),
    )


def _text(desk: Desk, copy: Copy) -> list[list[str]]:
    """The text that a reader of the copy finds in it: kind and label of the part, and words."""
    found: list[list[str]] = json.loads(read_back(desk.key, copy.text))
    return found
