"""Write, decide, pass the gate, submit, delete: what an author does before anyone sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.airlock import attachments, long_texts
from portal.airlock.attachments_crossing import cross, forget_files
from portal.airlock.candidates import again, content_of, first
from portal.airlock.checking import Decided, whole
from portal.airlock.drafts import Draft, keep, lock, named, new_contribution, opened
from portal.airlock.editions import lineage
from portal.airlock.fields import Fields
from portal.airlock.kinds import kinds_of
from portal.airlock.passage import ask, still_passes
from portal.airlock.readiness import problems
from portal.airlock.tracking import whereabouts
from portal.airlock.words import own_words
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core.errors import Conflict, NotFound, Refused
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue
from portal.models import Contribution, Group
from portal.privacy.identifiers import redact
from portal.reference.tlp import Audience, Tlp

N_: Final = str

NOT_YOURS: Final = N_(
    "Field insights are written by civil society and workers' organizations, everything else by"
    " companies."
)


@dataclass(frozen=True, slots=True)
class Start:
    """`group` is the id of a working group as text, or empty; `fields` is what it begins with."""

    group: str
    fields: Fields = field(default_factory=Fields)


@dataclass(frozen=True, slots=True)
class Typed:
    """`quiet` saves by the script leave no line in the trail: they come every few seconds."""

    fields: Fields
    version: int
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with every mention of one hit."""

    key: str
    decided: Decided


@dataclass(frozen=True, slots=True)
class Submission:
    """The version that the author saw in the preview, and the bound on the gate's questions.

    `signed`: the author has confirmed that everybody reads the own organization's name beside it.
    """

    version: int
    per_day: int
    signed: bool = False


def start_contribution(session: Session, actor: Actor, new: Start) -> Contribution:
    """A draft of one's own, empty but for what it begins with."""
    require(actor, Action.CONTRIBUTION_START, actor.workspace)
    if new.fields.kind not in kinds_of(actor.organization_kind):
        raise Refused(NOT_YOURS)
    audience, tlp = new.fields.audience or Audience.GROUP, new.fields.tlp or Tlp.AMBER
    draft = Draft(fields=replace(new.fields, group=new.group, audience=audience, tlp=tlp))
    contribution = new_contribution(session, actor.person_id, draft)
    session.add(contribution)
    session.flush()
    attachments.start(session, contribution)
    long_texts.start(session, contribution)
    record_personal(session, actor, Kind.CONTRIBUTION_STARTED, contribution.id)
    return contribution


def save_draft(session: Session, actor: Actor, contribution: Contribution, new: Typed) -> Draft:
    """Keep what was typed over the version it was typed on; `Conflict` if that is not the last.

    Nothing is a conflict that says what is kept already: a button pressed twice is none.
    """
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    draft = _editable(session, contribution)
    if draft.fields == new.fields:
        return draft
    lock(session, contribution, new.version)
    draft = keep(session, contribution, replace(draft, fields=new.fields))
    if long_texts.request(session, contribution, whole(draft.fields)):
        enqueue(session, actor, Job.CHECK_TEXT, contribution_id=str(contribution.id))
    if not new.quiet:
        record_personal(session, actor, Kind.CONTRIBUTION_SAVED, contribution.id)
    return draft


def decide_hit(session: Session, actor: Actor, contribution: Contribution, new: Decision) -> Draft:
    """Replace, generalize or keep; whether the decision stands is checked whenever it is used."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    draft = _editable(session, contribution)
    lock(session, contribution, contribution.version)
    decisions = {**draft.decisions, new.key: new.decided}
    draft = keep(session, contribution, replace(draft, decisions=decisions))
    record_personal(session, actor, Kind.CONTRIBUTION_DECIDED, contribution.id)
    return draft


def decide_all(
    session: Session, actor: Actor, contribution: Contribution, keys: Iterable[str]
) -> Draft:
    """Replace each of these hits as suggested; deciding about one again undoes it."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    draft = _editable(session, contribution)
    lock(session, contribution, contribution.version)
    replaced = {key: Decided(redact.Decision.REPLACE) for key in keys}
    draft = keep(session, contribution, replace(draft, decisions={**draft.decisions, **replaced}))
    record_personal(session, actor, Kind.CONTRIBUTION_DECIDED, contribution.id)
    return draft


def confirm_reading(session: Session, actor: Actor, contribution: Contribution) -> Draft:
    """The author has read every sentence of this text: no name is left in it."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    draft = _editable(session, contribution)
    lock(session, contribution, contribution.version)
    draft = keep(session, contribution, replace(draft, read_through=named(draft.fields)))
    record_personal(session, actor, Kind.CONTRIBUTION_DECIDED, contribution.id)
    return draft


def check_again(session: Session, actor: Actor, contribution: Contribution) -> bool:
    """Have a long text read that nothing is known of yet: true while the author has to wait."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    draft = _editable(session, contribution)
    waiting = long_texts.request(session, contribution, whole(draft.fields), again=True)
    if waiting:
        enqueue(session, actor, Job.CHECK_TEXT, contribution_id=str(contribution.id))
        record_personal(session, actor, Kind.CONTRIBUTION_SAVED, contribution.id)
    return waiting


def ask_gate(session: Session, actor: Actor, contribution: Contribution, per_day: int) -> Draft:
    """Ask whether enough families could have written this, and keep the answer."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    draft = _editable(session, contribution)
    lock(session, contribution, contribution.version)
    asked = ask(session, contribution.id, draft.fields, per_day)
    draft = keep(session, contribution, replace(draft, gate=asked))
    record_personal(session, actor, Kind.CONTRIBUTION_GENERALIZED, contribution.id, accepted=False)
    return draft


def accept_generalization(session: Session, actor: Actor, contribution: Contribution) -> Draft:
    """Take what the gate lets through."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    draft = _editable(session, contribution)
    lock(session, contribution, contribution.version)
    answer = draft.answer
    if answer is None or answer.passage is None:
        raise Refused(N_("This has changed since the gate was asked. Ask it again."))
    accepted = replace(answer, accepted=True)
    draft = keep(session, contribution, replace(draft, gate=accepted))
    record_personal(session, actor, Kind.CONTRIBUTION_GENERALIZED, contribution.id, accepted=True)
    return draft


def submit_contribution(
    session: Session, actor: Actor, contribution: Contribution, new: Submission
) -> bool:
    """Make the candidate and seal its author, all or nothing; the group's own trail gets no line.

    False: the gate no longer lets through what the author had accepted. That answer is kept, so
    the draft asks for another look, and the question is counted like every other.
    """
    require(actor, Action.CONTRIBUTION_SUBMIT, contribution)
    draft = _editable(session, contribution)
    lock(session, contribution, new.version)
    lexicon = own_words(session, actor).facing(draft.fields)
    reading = long_texts.opened(session, contribution).reading(whole(draft.fields))
    checked = draft.checked(lexicon, reading)
    byline = actor.organization_name if draft.fields.named else ""
    answer = draft.answer if not byline else None
    attached = attachments.locked(session, contribution)
    passage = answer.passage if answer else None
    if problems(draft, checked, lexicon, attached) or not (passage or byline):
        raise Refused(N_("This is not ready. Open its preview to see what is missing."))
    if byline and not new.signed:
        raise Refused(N_("Confirm that your organization's name may stand beside it."))
    group = session.get(Group, UUID(draft.fields.group))
    if group is None:
        raise NotFound(Group.__name__)
    require(actor, Action.GROUP_CONTRIBUTE, group)
    lineage_id = lineage(session, actor, draft.fields)
    if passage and not still_passes(session, contribution.id, draft.fields, passage, new.per_day):
        keep(session, contribution, replace(draft, gate=None))
        record_personal(
            session, actor, Kind.CONTRIBUTION_GENERALIZED, contribution.id, accepted=False
        )
        return False
    content = content_of(draft, checked, answer, byline=byline, lineage_id=lineage_id)
    if draft.candidate_id is None:
        candidate = first(session, actor, group, content)
    else:
        candidate = again(session, draft.candidate_id, group, content)
    cross(session, contribution, candidate)
    sent = replace(draft, candidate_id=candidate.id, candidate_version=candidate.version)
    keep(session, contribution, sent)
    record_personal(session, actor, Kind.CONTRIBUTION_SUBMITTED, contribution.id)
    return True


def delete_contribution(session: Session, actor: Actor, contribution: Contribution) -> None:
    """Destroy a draft that was never submitted, with its key."""
    require(actor, Action.CONTRIBUTION_DELETE, contribution)
    if opened(session, contribution).candidate_id is not None:
        raise Refused(N_("What was submitted is withdrawn, not deleted: your record of it stays."))
    forget_files(session, contribution)
    session.execute(delete(Contribution).where(Contribution.id == contribution.id))
    record_personal(session, actor, Kind.CONTRIBUTION_DELETED, contribution.id)


def _editable(session: Session, contribution: Contribution) -> Draft:
    draft = opened(session, contribution)
    if not whereabouts(session, draft).stage.editable:
        raise Conflict
    return draft
