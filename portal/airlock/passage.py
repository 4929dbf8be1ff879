"""The gate asked about a draft: where it passes, what changes, and the facets that leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.airlock.fields import Fields
from portal.core.errors import Refused, TooOften
from portal.db.session import keys
from portal.privacy.footprint import tag
from portal.privacy.gate import Change, Facets, Passage, Written, changes, generalize, least_loss
from portal.privacy.ladder import ladder
from portal.reference import periods, places, products, sectors

N_: Final = str

EXHAUSTED: Final = "P0429"
_ASK: Final = text("select guard.ask_gate(:group, :tags, :per_day)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate said, for which fields, and whether the author takes it as it is."""

    about: str
    passage: Passage | None
    accepted: bool = False

    @classmethod
    def read(cls, raw: dict[str, Any] | None) -> Answer | None:
        """From what `written` gave."""
        if raw is None:
            return None
        passage = Passage(**raw["passage"]) if raw["passage"] else None
        return cls(raw["about"], passage, raw["accepted"])

    def written(self) -> dict[str, Any]:
        """As a JSON object."""
        passage = asdict(self.passage) if self.passage else None
        return {"about": self.about, "passage": passage, "accepted": self.accepted}

    def fits(self, typed: Fields) -> bool:
        """Whether place, sector and group are still those that were asked about."""
        return self.about == about(typed)

    def changes(self, typed: Fields) -> tuple[Change, ...]:
        """What would leave coarser than it was written, with reasons."""
        if self.passage is None:
            return ()
        before = written(typed)
        return changes(before.facets(), generalize(before, self.passage))


def about(typed: Fields) -> str:
    """A short name of everything on which the gate's answer depends.

    Not the audience: whoever reads, it counts those members of the group who could have written.
    """
    parts = (typed.place, typed.sector, typed.group)
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


def askable(typed: Fields) -> bool:
    """Whether enough was said for the gate to answer."""
    return bool(typed.place and typed.sector and typed.group)


def ask(session: Session, typed: Fields, per_day: int) -> Answer:
    """One bounded question about every rung at once; accepted at once where nothing changes.

    Raises `TooOften` when the family's questions of the day are used up.
    """
    found = least_loss(
        ladder("place", places.path(typed.place)),
        ladder("sector", sectors.path(typed.sector)),
        lambda nodes: _passes(session, typed.group, nodes, per_day),
    )
    answer = Answer(about(typed), found)
    return replace(answer, accepted=found is not None and not answer.changes(typed))


def still_passes(session: Session, typed: Fields, passage: Passage, per_day: int) -> bool:
    """Whether the rung that the author accepted passes today: standings may have changed."""
    node = (passage.place_code, passage.sector_code)
    return _passes(session, typed.group, [node], per_day)[0]


def written(typed: Fields) -> Written:
    """The facets as paths from fine to coarse."""
    return Written(
        place=places.path(typed.place),
        sector=sectors.path(typed.sector),
        product=products.path(typed.product) if typed.product else (),
        product_sectors=products.sectors_of(typed.product) if typed.product else (),
        period=periods.path(typed.period) if typed.period else (),
        headcount_band=typed.headcount_band or None,
        tier=typed.tier or None,
        origin=places.path(typed.origin) if typed.origin else (),
    )


def facets(typed: Fields, passage: Passage) -> dict[str, Any]:
    """What a candidate and its release show, as the JSON object that their rows hold."""
    shown: Facets = generalize(written(typed), passage)
    severity = {
        name: int(getattr(typed, name)) if getattr(typed, name) else None
        for name in ("scale", "scope", "irremediability")
    }
    return {
        **asdict(shown),
        "indicators": [
            {"code": code, "strength": strength} for code, strength in typed.indicators.items()
        ],
        "severity": severity,
        "confidence": typed.confidence,
        "remediation": typed.remediation,
    }


def report(typed: Fields, answer: Answer) -> dict[str, Any]:
    """What a coordinator may know: never a code finer than what is shown, never a count."""
    return {
        "passed": answer.passage is not None,
        "changes": [
            {
                "name": change.name,
                "before_rung": _rung(change.name, change.before),
                "after": change.after,
                "reason": change.reason,
            }
            for change in answer.changes(typed)
        ],
    }


def _rung(name: str, code: str) -> str | None:
    if name in {"place", "origin"}:
        return places.place(code).rung
    if name == "sector":
        return sectors.sector(code).rung
    return periods.rung(code) if name == "period" else None


def _passes(
    session: Session, group: str, nodes: Sequence[tuple[str, str]], per_day: int
) -> Sequence[bool]:
    key = keys(session).derive("footprint")
    tags = [tag(key, place, sector) for place, sector in nodes]
    try:
        # A savepoint: what was typed in the same request is kept when the question is one too many.
        with session.begin_nested():
            asked = {"group": group, "tags": tags, "per_day": per_day}
            answers: list[bool] | None = session.execute(_ASK, asked).scalar()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == EXHAUSTED:
            raise TooOften from error
        raise
    if answers is None:
        raise Refused(N_("Your organization is not a member of this working group."))
    return answers
