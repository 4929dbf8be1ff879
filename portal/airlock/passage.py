"""The gate asked about a draft: where it passes, what changes, and the facets that leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.airlock.fields import Fields
from portal.airlock.plausible import ESTIMATED
from portal.core.clock import now
from portal.core.errors import Refused, TooOften
from portal.db.session import keys
from portal.privacy import footprint
from portal.privacy.gate import Answer as Said
from portal.privacy.gate import Change, Passage, Verdict, changes, generalize, least_loss
from portal.privacy.gate_facets import Facets, Written
from portal.reference import periods, places, products, sectors, taxonomy

N_: Final = str

NEVER_DATED: Final = N_(
    "An audit's grade beside its date would point at the audit: half a year is the finest."
)
EXHAUSTED: Final = "P0429"
CHANGES_A_DAY: Final = 12
"""How many places, sectors, groups and estimates one draft may be asked about in a day."""
PLACES_A_DAY: Final = 60
"""How many a family may ask about in a day, over all its drafts."""
_ASK: Final = text(
    "select guard.ask_gate(:group, :tags, :fewest, :most, :per_day, :draft, :about, :per_draft,"
    " :places_per_day)"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate said, for which fields, and whether the author takes it as it is.

    `few_suppliers`: without a passage, it is suppliers that are lacking, not families.
    """

    about: str
    passage: Passage | None
    accepted: bool = False
    few_suppliers: bool = False

    @classmethod
    def read(cls, raw: dict[str, Any] | None) -> Answer | None:
        """From what `written` gave; what an earlier edition of this class gave is asked again."""
        if raw is None or "few_suppliers" not in raw:
            return None
        known = raw["passage"]
        if known is not None:
            known = Passage(**known | {"author_levels": tuple(known["author_levels"])})
        return cls(**raw | {"passage": known})

    def written(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)

    def fits(self, typed: Fields) -> bool:
        """Whether what was asked about still stands."""
        return self.about == about(typed)

    def changes(self, typed: Fields) -> tuple[Change, ...]:
        """What would leave coarser than it was written, with reasons."""
        if self.passage is None:
            return ()
        found = changes(written(typed), self.passage)
        return (*(each for each in found if each.name != "period"), *_of_period(typed, found))


def about(typed: Fields) -> str:
    """A short name of everything on which the gate's answer depends.

    Not the audience: whoever reads, it counts those members of the group who could have written.
    """
    parts = (typed.place, typed.sector, typed.group, typed.sites)
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


def askable(typed: Fields) -> bool:
    """Whether enough was said for the gate to answer."""
    return bool(typed.place and typed.sector and typed.group)


def ask(session: Session, draft: UUID, typed: Fields, per_day: int) -> Answer:
    """One bounded question about every rung at once; accepted at once where nothing changes.

    Raises `TooOften` when the family's questions of the day are used up, or the draft or the family
    has been asked about too many places.
    """
    verdict, _ = _ask(session, draft, typed, per_day)
    answer = Answer(about(typed), verdict.passage, few_suppliers=verdict.few_suppliers)
    return replace(answer, accepted=verdict.passage is not None and not answer.changes(typed))


def still_passes(
    session: Session, draft: UUID, typed: Fields, passage: Passage, per_day: int
) -> bool:
    """Whether what the author accepted may be shown today: the pools of another week may differ.

    Coarser than necessary is well: it tells no more than the pool of today's own answer.
    """
    verdict, answers = _ask(session, draft, typed, per_day)
    today = verdict.passage
    node = answers[passage.place_code, passage.sector_code]
    return (
        today is not None
        and today.author_levels[0] <= passage.place_level
        and today.author_levels[1] <= passage.sector_level
        and Said.SUPPLIERS in node
        and (Said.ROOM in node or not passage.room)
        and (Said.LISTED in node or not passage.listed)
    )


def written(typed: Fields) -> Written:
    """The facets as paths from fine to coarse."""
    return Written(
        place=places.path(typed.place),
        sector=sectors.path(typed.sector),
        product=products.path(typed.product) if typed.product else (),
        product_sectors=products.sectors_of(typed.product) if typed.product else (),
        period=periods.path(typed.period) if typed.period else (),
        headcount_band=_listed("headcount_band", typed.headcount_band),
        tier=_listed("tier", typed.tier),
        scheme=_listed("scheme", typed.scheme),
        origin=places.path(typed.origin) if typed.origin else (),
    )


def shown(typed: Fields, passage: Passage | None) -> Facets:
    """The facets on their ladders; without a passage, of what is signed, as they were written."""
    if passage is None:
        return written(typed).facets()
    found = generalize(written(typed), passage)
    return replace(found, period=_period(typed, found.period))


def facets(typed: Fields, passage: Passage | None) -> dict[str, Any]:
    """What a candidate and its release show, as the JSON object that their rows hold."""
    signs = [{"code": code, "strength": strength} for code, strength in typed.indicators.items()]
    facts = {name: getattr(typed, name) or None for name in typed.of.facts}
    found = {**asdict(shown(typed, passage)), "indicators": signs, **facts}
    if typed.of.is_rated:
        found["severity"] = {
            name: int(getattr(typed, name)) if getattr(typed, name) else None
            for name in ("scale", "scope", "irremediability")
        }
    return found


def _period(typed: Fields, code: str | None) -> str | None:
    """No finer than the kind allows: what the gate lets through is a quarter."""
    if code is None:
        return None
    finest = periods.RUNGS.index(typed.of.finest_period)
    return next(
        each for each in periods.path(code) if periods.RUNGS.index(periods.rung(each)) >= finest
    )


def _of_period(typed: Fields, found: Sequence[Change]) -> Iterator[Change]:
    """The change of the period, with the reason that is the kind's own where it goes further."""
    change = next((each for each in found if each.name == "period"), None)
    before = change.before if change else typed.period
    after = _period(typed, change.after if change else typed.period or None)
    if after is not None and change is not None and after == change.after:
        yield change
    elif after is not None and after != before:
        yield Change("period", before, after, NEVER_DATED)


def report(typed: Fields, answer: Answer | None) -> dict[str, Any]:
    """What a coordinator may know: never a code finer than what is shown, never a count.

    Without an answer it is signed, and the gate has nothing to say.
    """
    if answer is None:
        return {"signed": True, "passed": False, ESTIMATED: False, "changes": []}
    return {
        "passed": answer.passage is not None,
        ESTIMATED: answer.passage is not None and not answer.passage.listed,
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


def _listed(name: str, code: str) -> tuple[str, ...]:
    return taxonomy.path(name, code) if code else ()


def _ask(
    session: Session, draft: UUID, typed: Fields, per_day: int
) -> tuple[Verdict, dict[tuple[str, str], Said]]:
    answers: dict[tuple[str, str], Said] = {}

    def said(nodes: Sequence[tuple[str, str]]) -> Sequence[Said]:
        found = _question(session, draft, typed, nodes, per_day)
        answers.update(zip(nodes, found, strict=True))
        return found

    return least_loss(written(typed), said), answers


def _question(
    session: Session,
    draft: UUID,
    typed: Fields,
    nodes: Sequence[tuple[str, str]],
    per_day: int,
) -> list[Said]:
    key = keys(session).derive("footprint")
    day = now().date().isoformat()
    fewest, most = taxonomy.estimate(typed.sites) if typed.sites else (None, None)
    asked = {
        "group": typed.group,
        "tags": [footprint.tag(key, place, sector) for place, sector in nodes],
        "fewest": fewest,
        "most": most,
        "per_day": per_day,
        "draft": footprint.question(key, day, str(draft)),
        "about": footprint.question(key, day, about(typed)),
        "per_draft": CHANGES_A_DAY,
        "places_per_day": PLACES_A_DAY,
    }
    try:
        # A savepoint: what was typed in the same request is kept when the question is one too many.
        with session.begin_nested():
            answers: list[int] | None = session.execute(_ASK, asked).scalar()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == EXHAUSTED:
            raise TooOften from error
        raise
    if answers is None:
        raise Refused(N_("Your organization is not a member of this working group."))
    return [Said(each) for each in answers]
