"""A contribution's sealed content: opened as a draft, kept only over the version it was read at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.airlock.checking import Checked, Decided, check, whole
from portal.airlock.fields import Fields
from portal.airlock.long_texts import HERE_AND_NOW, Reading
from portal.airlock.passage import Answer
from portal.core.clock import now
from portal.core.errors import Conflict
from portal.db.encrypted import vault
from portal.models import Contribution
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.redact import Decision

BLOCK: Final = 16_384
"""Records are sealed in whole blocks, and nearly all fit into one: a thief who knows how long each
candidate is learns nothing from the length of a draft, nor that a candidate's id was added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`decisions` by hit key; they outlive edits, and so cover a name that comes back.

    With a candidate's id it was submitted; like the time of the last change this stands only here,
    under seal: in clear it would point at the author of a candidate.
    """

    fields: Fields = field(default_factory=Fields)
    decisions: Mapping[str, Decided] = field(default_factory=dict)
    gate: Answer | None = None
    candidate_id: UUID | None = None
    candidate_version: int = 0
    withdrawn: bool = False
    read_through: str = ""
    changed_at: datetime = field(default_factory=now)

    @property
    def answer(self) -> Answer | None:
        """The gate's answer, unless what it was about has changed since."""
        return self.gate if self.gate is not None and self.gate.fits(self.fields) else None

    @property
    def shown_place(self) -> str | None:
        """The place that the gate lets through, as far as it has been asked; signed, as written."""
        if self.fields.named:
            return self.fields.place or None
        answer = self.answer
        return answer.passage.place_code if answer and answer.passage else None

    def checked(self, lexicon: Lexicon, reading: Reading = HERE_AND_NOW) -> Checked:
        """`reading` is what is known of this very text, if that is a long one."""
        return check(self.fields, self.decisions, lexicon, self.shown_place, reading)

    @property
    def is_read_through(self) -> bool:
        """Whether the author has said so of exactly this text."""
        return self.read_through == named(self.fields)


def named(typed: Fields) -> str:
    """A short name of the text, by which "I have read every sentence" is known to be about it."""
    return sha256(whole(typed).encode(errors="surrogatepass")).hexdigest()[:32]


def place(contribution_id: UUID) -> str:
    """Where the ciphertext belongs."""
    return f"contributions/{contribution_id}"


def opened(session: Session, contribution: Contribution) -> Draft:
    """What the author's record says now."""
    raw = vault(session).open(
        contribution.sealed, place(contribution.id), wrapped=contribution.wrapped
    )
    return Draft(
        fields=Fields.read(raw["fields"]),
        decisions={
            key: Decided(Decision(each["choice"]), each["reason"])
            for key, each in raw["decisions"].items()
        },
        gate=Answer.read(raw["gate"]),
        candidate_id=UUID(raw["candidate_id"]) if raw["candidate_id"] else None,
        candidate_version=raw["candidate_version"],
        withdrawn=raw["withdrawn"],
        read_through=raw.get("read_through", ""),
        changed_at=datetime.fromisoformat(raw["changed_at"]),
    )


def new_contribution(session: Session, person_id: UUID, draft: Draft) -> Contribution:
    """A record with a key of its own, not yet in the database."""
    contribution = Contribution(created_by=person_id, version=1)
    contribution.wrapped = vault(session).new_record_key(place(contribution.id))
    _seal(session, contribution, draft)
    return contribution


def lock(session: Session, contribution: Contribution, version: int) -> None:
    """Hold the row to the end of the transaction; `Conflict` if it was saved since `version`."""
    mine = select(Contribution.version).where(Contribution.id == contribution.id).with_for_update()
    if session.execute(mine).scalar_one_or_none() != version or contribution.version != version:
        raise Conflict


def keep(session: Session, contribution: Contribution, draft: Draft) -> Draft:
    """Seal the draft as the next version of a locked row; the answer bears the time of it."""
    draft = replace(draft, changed_at=now())
    _seal(session, contribution, draft)
    contribution.version += 1
    session.flush()
    return draft


def _seal(session: Session, contribution: Contribution, draft: Draft) -> None:
    contribution.sealed = vault(session).seal(
        _written(draft), place(contribution.id), wrapped=contribution.wrapped, block=BLOCK
    )


def _written(draft: Draft) -> dict[str, Any]:
    return {
        "fields": draft.fields.written(),
        "decisions": {
            key: {"choice": str(each.choice), "reason": each.reason}
            for key, each in draft.decisions.items()
        },
        "gate": draft.gate.written() if draft.gate else None,
        "candidate_id": str(draft.candidate_id) if draft.candidate_id else None,
        "candidate_version": draft.candidate_version,
        "withdrawn": draft.withdrawn,
        "read_through": draft.read_through,
        "changed_at": draft.changed_at.isoformat(),
    }
