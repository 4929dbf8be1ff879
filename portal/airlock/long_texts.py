"""Long texts are read by the tagger in a job; what it found counts for exactly the text it read."""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest
from hmac import digest as hmac_digest
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.db.encrypted import open_json, seal_json, vault
from portal.db.session import keys
from portal.models import Contribution, TextCheck
from portal.privacy.identifiers.hits import Span
from portal.privacy.identifiers.language import foreign
from portal.privacy.identifiers.page import Detector
from portal.privacy.identifiers.reading import given, written

LONG: Final = 300
"""Words from which on a text is read in a job and not while somebody waits for the page."""
BLOCK: Final = 16_384
"""What was found is sealed in whole blocks: its length does not tell how much there was."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What joins the rules for one text (`None`: the tagger itself, here and now).

    `percent` is how far the job is; while it reads, nothing of the text may leave.
    """

    more: tuple[Detector, ...] | None = None
    percent: int | None = None


HERE_AND_NOW: Final = Reading()


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of the last text that was read for a contribution."""

    key: bytes
    digest: str
    spans: list[list[Any]]
    percent: int

    def reading(self, text: str) -> Reading:
        if not is_long(text):
            return HERE_AND_NOW
        if self.fits(text):
            return Reading((given(self.spans),))
        return Reading((), self.percent)

    def fits(self, text: str) -> bool:
        return compare_digest(self.digest, _digest(self.key, text))


def is_long(text: str) -> bool:
    """Whether it takes a job: the tagger reads English only."""
    if len(text.split()) <= LONG:
        return False
    other = foreign(text)
    return other is None or not other.mostly


def start(session: Session, contribution: Contribution) -> None:
    """The empty check that every contribution has from its start."""
    session.execute(insert(TextCheck).values(_empty(session, contribution)))


def opened(session: Session, contribution: Contribution) -> Check:
    """The last check as it is now."""
    row = session.execute(
        select(TextCheck.sealed, TextCheck.percent).where(
            TextCheck.contribution_id == contribution.id
        )
    ).one_or_none()
    content: dict[str, Any] = {"digest": "", "spans": []}
    if row is not None:
        content = open_json(_seal_key(session, contribution), row.sealed, _place(contribution.id))
    return Check(_key(session), content["digest"], content["spans"], row.percent if row else 0)


def request(
    session: Session, contribution: Contribution, text: str, *, again: bool = False
) -> bool:
    """Ask for a long text to be read that was not read yet: true if that takes a new job.

    `again`: although one should be under way.
    """
    if not is_long(text) or opened(session, contribution).fits(text):
        return False
    empty = _empty(session, contribution)
    session.execute(insert(TextCheck).values(empty).on_conflict_do_nothing())
    running = hold(session, contribution.id)
    mine = TextCheck.contribution_id == contribution.id
    session.execute(update(TextCheck).where(mine).values(is_running=True, percent=0))
    return again or not running


def hold(session: Session, contribution_id: UUID) -> bool:
    """Lock the check to the end of the transaction: whether a job is reading."""
    mine = TextCheck.contribution_id == contribution_id
    return bool(session.scalar(select(TextCheck.is_running).where(mine).with_for_update()))


def is_wanted(session: Session, contribution: Contribution, text: str) -> bool:
    """Whether the job still has something to read; if not, the held check is over."""
    if is_long(text) and not opened(session, contribution).fits(text):
        return True
    mine = TextCheck.contribution_id == contribution.id
    # As it was from the start: a thief may not see which contributions ever held a long text.
    session.execute(update(TextCheck).where(mine).values(is_running=False, percent=0))
    return False


def tell(session: Session, contribution_id: UUID, percent: int) -> None:
    """How far the job has come."""
    mine = TextCheck.contribution_id == contribution_id
    session.execute(update(TextCheck).where(mine).values(percent=percent))


def store(session: Session, contribution: Contribution, text: str, spans: tuple[Span, ...]) -> None:
    """Keep what was found in this text."""
    content = {"digest": _digest(_key(session), text), "spans": written(spans)}
    mine = TextCheck.contribution_id == contribution.id
    sealed = _sealed(session, contribution, content)
    session.execute(update(TextCheck).where(mine).values(sealed=sealed))


def _empty(session: Session, contribution: Contribution) -> dict[str, Any]:
    return {
        "contribution_id": contribution.id,
        "created_by": contribution.created_by,
        "is_running": False,
        "percent": 0,
        "sealed": _sealed(session, contribution, {"digest": "", "spans": []}),
    }


def _sealed(session: Session, contribution: Contribution, content: dict[str, Any]) -> bytes:
    key = _seal_key(session, contribution)
    return seal_json(key, content, _place(contribution.id), block=BLOCK)


def _seal_key(session: Session, contribution: Contribution) -> bytes:
    return vault(session).record_key(contribution.wrapped, f"contributions/{contribution.id}")


def _place(contribution_id: UUID) -> str:
    return f"checks/{contribution_id}"


def _key(session: Session) -> bytes:
    return keys(session).derive("checked texts")


def _digest(key: bytes, text: str) -> str:
    return hmac_digest(key, text.encode(errors="surrogatepass"), "sha256").hex()
