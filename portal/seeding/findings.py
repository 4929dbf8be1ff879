"""The invented findings go through the airlock as everybody's do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import fetch
from portal.airlock.checking import Decided, Found
from portal.airlock.drafts import Draft, opened
from portal.airlock.fields import Fields
from portal.airlock.readiness import problems
from portal.airlock.words import own_words
from portal.core.errors import NotFound
from portal.features.contributions.service import (
    Decision,
    Start,
    Submission,
    Typed,
    accept_generalization,
    ask_gate,
    decide_hit,
    save_draft,
    start_contribution,
    submit_contribution,
)
from portal.features.review.service import approve_candidate, return_candidate
from portal.models import Appointment, AppointmentKind, Candidate, Contribution, Person
from portal.privacy.identifiers.hits import Kind
from portal.privacy.identifiers.redact import Decision as Choice
from portal.reference import periods, taxonomy
from portal.seeding import attachments
from portal.seeding.cast import Cast, id_of

PER_DAY = 100_000


class NotPublishable(Exception):
    """An invented finding would not pass: the content files need mending."""


def submit(cast: Cast, row: dict[str, Any], fields: Fields | None = None) -> UUID:
    """Write, decide, pass the gate and submit; the candidate's id. `fields` is for other kinds."""
    with cast.acting(row["person"]) as (session, actor):
        contribution = _write(session, actor, fields or _fields(row))
        draft = opened(session, contribution)
        if not draft.fields.named:
            draft = _pass(session, actor, contribution)
        lexicon = own_words(session, actor).facing(draft.fields)
        for found in draft.checked(lexicon).found:
            draft = decide_hit(
                session, actor, contribution, Decision(found.hit.key, _decide(found))
            )
        left = problems(draft, draft.checked(lexicon), lexicon)
        if left:
            said = "; ".join(f"{each.at}: {each.message} {dict(each.values)}" for each in left)
            raise NotPublishable(f"{row['title']}: {said}")
        attachments.settle(session, actor, contribution, cast.settings, row["title"])
        if not submit_contribution(
            session, actor, contribution, Submission(contribution.version, PER_DAY, signed=True)
        ):
            raise NotPublishable(f"{row['title']}: the gate changed its mind")
        return _candidate_of(session, contribution)


def keep_draft(cast: Cast, row: dict[str, Any]) -> None:
    """Leave it unfinished, with everything in it that the detectors will find."""
    with cast.acting(row["person"]) as (session, actor):
        contribution = _write(session, actor, _fields(row))
        attachments.attach(session, actor, contribution, cast.settings, row["title"])


def approve(cast: Cast, candidate_id: UUID, group: str) -> None:
    """By as many coordinators as its audience needs."""
    for email in coordinators(cast, group):
        with cast.acting(email) as (session, actor):
            try:
                candidate = fetch(session, actor, Action.CANDIDATE_DECIDE, Candidate, candidate_id)
            except NotFound:
                continue  # of the author's family, or a decoy
            if candidate.state == "in_review":
                approve_candidate(session, actor, candidate, candidate.version)


def ask(cast: Cast, candidate_id: UUID, group: str, question: str) -> None:
    """Return it to its hidden author with a question."""
    for email in coordinators(cast, group):
        with cast.acting(email) as (session, actor):
            try:
                candidate = fetch(session, actor, Action.CANDIDATE_DECIDE, Candidate, candidate_id)
            except NotFound:
                continue
            return_candidate(session, actor, candidate, candidate.version, question)
            return


def settled(
    cast: Cast, waiting: list[tuple[dict[str, Any], UUID]]
) -> Iterator[tuple[dict[str, Any], UUID, str]]:
    """What becomes of each: two change places if chance keeps from its reader what has one."""
    states = {candidate: row["state"] for row, candidate in waiting}
    for row, candidate in waiting:
        if "left_to" not in row or _is_offered(cast, candidate, row["left_to"]):
            continue
        for other, instead in waiting:
            alike = (other["group"], other["audience"]) == (row["group"], row["audience"])
            if alike and instead != candidate and _is_offered(cast, instead, row["left_to"]):
                states[candidate], states[instead] = states[instead], states[candidate]
                break
    return ((row, candidate, states[candidate]) for row, candidate in waiting)


def batches(rows: list[dict[str, Any]]) -> Iterator[tuple[str, date, list[dict[str, Any]]]]:
    """Group, date and findings of every batch that has left: two or three a quarter."""
    key = lambda row: (row["quarter"], row["group"])  # noqa: E731  # one key for sorting and grouping
    for (quarter, group), chunk in groupby(sorted(rows, key=key), key):
        found = list(chunk)
        parts = max(1, len(found) // 4)
        first = periods.first_day(quarter)
        length = (periods.last_day(quarter) - first).days
        for part in range(parts):
            monday = first + timedelta(days=(part + 1) * length // (parts + 1))
            on = monday - timedelta(days=monday.weekday())
            yield group, on, found[part::parts]


def _write(session: Session, actor: Actor, typed: Fields) -> Contribution:
    begun = Fields(kind=typed.kind, edition_of=typed.edition_of)
    contribution = start_contribution(session, actor, Start(typed.group, begun))
    save_draft(session, actor, contribution, Typed(typed, contribution.version))
    return contribution


def _pass(session: Session, actor: Actor, contribution: Contribution) -> Draft:
    draft = ask_gate(session, actor, contribution, PER_DAY)
    if draft.answer is None or draft.answer.passage is None:
        raise NotPublishable(f"{draft.fields.title}: no rung passes")
    return accept_generalization(session, actor, contribution)


def _fields(row: dict[str, Any]) -> Fields:
    severity = row["severity"] or {}
    confidence = row["confidence"] or ""
    return Fields(
        title=row["title"],
        narrative=row["narrative"],
        group=str(id_of("group", row["group"])),
        country=row["country"],
        sector=row["sector"],
        product=row["product"] or "",
        period=row["period"],
        headcount_band=row["headcount_band"] or "",
        tier=row["tier"] or "",
        origin=row["origin"] or "",
        indicators={each["code"]: each["strength"] for each in row["indicators"]},
        scale=str(severity.get("scale") or ""),
        scope=str(severity.get("scope") or ""),
        irremediability=str(severity.get("irremediability") or ""),
        reliability=confidence[:1],
        credibility=confidence[1:],
        remediation=row["remediation"],
        sites=taxonomy.estimate_of(estimate) if (estimate := row["supplier_estimate"]) else "",
        audience=row["audience"],
        tlp=row["tlp"],
    )


def _decide(found: Found) -> Decided:
    if found.keepable and found.hit.kind is Kind.PLACE:
        return Decided(Choice.KEEP, "The form says no less than this.")
    if found.generalizable:
        return Decided(Choice.GENERALIZE)
    if found.keepable:
        return Decided(Choice.KEEP, "Said of many in this trade; it points at nobody.")
    return Decided(Choice.REPLACE)


def _is_offered(cast: Cast, candidate_id: UUID, email: str) -> bool:
    with cast.acting(email) as (session, actor):
        try:
            fetch(session, actor, Action.CANDIDATE_DECIDE, Candidate, candidate_id)
        except NotFound:
            return False
        return True


def coordinators(cast: Cast, group: str) -> list[str]:
    """E-mails of those who decide for a group."""
    with cast.acting(cast.host_of(group)) as (session, _):
        return list(
            session.scalars(
                select(Person.email)
                .join(Appointment, Appointment.person_id == Person.id)
                .where(
                    Appointment.group_id == id_of("group", group),
                    Appointment.kind == AppointmentKind.COORDINATOR,
                )
                .order_by(Person.email)
            )
        )


def _candidate_of(session: Session, contribution: Contribution) -> UUID:
    draft: Draft = opened(session, contribution)
    assert draft.candidate_id is not None
    return draft.candidate_id
