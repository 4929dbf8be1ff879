"""All prose of a draft under the detectors: what was found, what is decided, and what may leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from portal.airlock import kinds
from portal.airlock.fields import Fields, Problem
from portal.airlock.long_texts import HERE_AND_NOW, Reading
from portal.airlock.wording import finer_place
from portal.privacy.identifiers.dates import finer_than_a_quarter
from portal.privacy.identifiers.engine import detect, residual
from portal.privacy.identifiers.hits import LABELS, Hit, Kind, Tier
from portal.privacy.identifiers.language import foreign
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.redact import Decision, redact
from portal.reference import places

N_: Final = str

BETWEEN: Final = "\n\n"
"""One text is detected, so that "supplier 1" is the same in the title and in every section."""
LONGEST_REASON: Final = 300
POINTS_AT_SOMEONE: Final = N_("This can never be kept: it points straight at someone.")
_NOT_ALLOWED: Final[Mapping[Kind, str]] = {
    Kind.DATE: N_("Dates are never shown finer than a quarter."),
    Kind.PLACE: N_("This tells the place more exactly than the gate allows."),
}
SUBREGION: Final = 3
"""How many rungs, counted from the world, a path has at the part of a continent."""


@dataclass(frozen=True, slots=True)
class Decided:
    choice: Decision
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One hit in one field, with what the author may choose and has chosen."""

    field: str
    hit: Hit
    decided: Decided | None
    keepable: bool
    generalizable: bool

    @property
    def label(self) -> str:
        """What kind of detail it is (English message id)."""
        return LABELS[self.hit.kind]

    @property
    def settled(self) -> bool:
        """Whether the author's choice stands."""
        return self.decided is not None and self.allows(self.decided.choice)

    def allows(self, choice: Decision) -> bool:
        if choice is Decision.KEEP:
            return self.keepable
        return choice is Decision.REPLACE or self.generalizable

    @property
    def shown(self) -> str:
        """What stands in the hit's place when the text leaves."""
        choice = self.decided.choice if self.decided else Decision.REPLACE
        if choice is Decision.KEEP and self.keepable:
            return self.hit.text
        if choice is Decision.GENERALIZE and self.generalizable:
            return self.hit.generalization or self.hit.suggestion
        return self.hit.suggestion


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that could identify someone, decided once for all its mentions."""

    mentions: tuple[Found, ...]

    @property
    def first(self) -> Found:
        return self.mentions[0]


@dataclass(frozen=True, slots=True)
class Checked:
    """All hits in reading order, and every text as it would leave now, by the name of its field.

    `language` (ISO 639-1) is that of a text, or of a long part of one, that is not English: the
    tagger does not know it, so people read every word. `percent`: a job is still reading the text,
    and this is what rules and the own words found.
    """

    found: tuple[Found, ...]
    kind: kinds.Kind
    texts: Mapping[str, str]
    language: str | None = None
    percent: int | None = None

    @property
    def title(self) -> str:
        return self.texts["title"]

    @property
    def narrative(self) -> str:
        """The sections as one, as a candidate and its release say them."""
        return kinds.in_one(self.texts, self.kind)

    @property
    def masked(self) -> tuple[Detail, ...]:
        """Details that are hidden unless the author says otherwise."""
        return tuple(each for each in self.details if each.first.hit.tier > Tier.ASKED)

    @property
    def asked(self) -> tuple[Detail, ...]:
        """Details that only the author can judge."""
        return tuple(each for each in self.details if each.first.hit.tier is Tier.ASKED)

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """How many details there are of each kind, the most first."""
        counted = Counter(each.first.label for each in self.details)
        return tuple(counted.most_common())

    @property
    def suggested(self) -> tuple[str, ...]:
        """Keys of what is hidden by default and not decided yet."""
        return tuple(each.first.hit.key for each in self.masked if not each.first.settled)

    @property
    def details(self) -> tuple[Detail, ...]:
        """What was found, by decision, in the order of first mention."""
        once: dict[str, list[Found]] = {}
        for each in self.found:
            once.setdefault(each.hit.key, []).append(each)
        return tuple(Detail(tuple(mentions)) for mentions in once.values())

    @property
    def undecided(self) -> int:
        """How many details still wait for a decision."""
        return sum(not each.first.settled for each in self.details)

    @property
    def open(self) -> tuple[Found, ...]:
        return tuple(each for each in self.found if not each.settled)

    def of(self, key: str) -> Found | None:
        """The first hit that this decision is about."""
        return next((each for each in self.found if each.hit.key == key), None)

    def report(self) -> dict[str, Any]:
        """What a coordinator may know: kinds, choices and placeholders, never the hidden text."""
        told: dict[str, Any] = {"hits": [_reported(each.first) for each in self.details]}
        return told | {"language": self.language} if self.language else told


def whole(typed: Fields) -> str:
    """The one text that is detected."""
    return BETWEEN.join(typed.texts.values())


def check(
    typed: Fields,
    decisions: Mapping[str, Decided],
    lexicon: Lexicon,
    shown_place: str | None,
    reading: Reading = HERE_AND_NOW,
) -> Checked:
    """Detect and apply the decisions; `shown_place` is the place that the gate lets through."""
    text = whole(typed)
    other = foreign(text)
    hits = tuple(detect(text, lexicon, reading.more))
    inside, start = {}, 0
    for name, part in typed.texts.items():
        inside[name] = tuple(_cut(hits, start, part))
        start += len(part) + len(BETWEEN)
    finest = typed.of.finest_period
    found = tuple(
        judge(name, hit, decisions.get(hit.key), shown_place, finest)
        for name, those in inside.items()
        for hit in those
    )
    choices = {each.hit.key: _choice(each) for each in found}
    return Checked(
        found,
        typed.of,
        {name: redact(part, inside[name], choices) for name, part in typed.texts.items()},
        other.language if other else None,
        reading.percent,
    )


def _cut(hits: Sequence[Hit], start: int, part: str) -> Iterator[Hit]:
    """What of the hits lies in this part, which begins at `start`: none reaches into the next."""
    for hit in hits:
        first, last = max(hit.start - start, 0), min(hit.end - start, len(part))
        if first < last:
            yield replace(hit, start=first, end=last, text=part[first:last])


def refusal(found: Found, decided: Decided, lexicon: Lexicon) -> str | None:
    """Why this decision cannot stand (English message id), or None."""
    if not found.allows(decided.choice):
        return _NOT_ALLOWED.get(found.hit.kind, POINTS_AT_SOMEONE)
    return _bad_reason(decided.reason, lexicon) if decided.choice is Decision.KEEP else None


def _bad_reason(reason: str, lexicon: Lexicon) -> str | None:
    if not reason:
        return N_("Say why it may stay; coordinators read the reason.")
    if len(reason) > LONGEST_REASON:
        return N_("Give the reason in 300 characters or less.")
    if telling(reason, lexicon):
        return N_("The reason could identify someone. Say it without names, places and dates.")
    return None


def telling(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What a short text for coordinators must not say: there nothing is replaced."""
    return tuple(hit.text for hit in detect(text, lexicon) if hit.tier > Tier.ASKED)


def undecided(checked: Checked) -> Iterator[Problem]:
    """One problem for each thing that was found and not settled."""
    for each in (detail.first for detail in checked.details if not detail.first.settled):
        said = N_("Decide about “%(found)s”.")
        yield Problem(f"hit-{each.hit.key}", said, {"found": each.hit.text})


def left_over(checked: Checked, lexicon: Lexicon) -> Iterator[Problem]:
    """What the texts as they would leave still hold although nobody may keep it."""
    for at, text in checked.texts.items():
        # Nothing that the tagger finds is binding, so its reading is not needed a second time.
        for hit in residual(text, lexicon, ()):
            said = N_("“%(found)s” would still be in the text. Write it in other words.")
            yield Problem(at, said, {"found": hit.text})


def judge(
    field: str,
    hit: Hit,
    decided: Decided | None,
    shown_place: str | None,
    finest_period: str = "quarter",
) -> Found:
    """What may be chosen for this hit, and what has been."""
    exact = hit.kind is Kind.DATE and finer_than_a_quarter(hit.text)
    keepable = hit.tier is not Tier.MUST and not exact
    generalizable = hit.generalization is not None
    if hit.kind is Kind.DATE and finest_period != "quarter":
        generalizable = False  # what a date is made general by is its quarter
    if hit.kind is Kind.PLACE and shown_place is not None:
        keepable = keepable and not finer_place(hit.folded, shown_place)
        generalizable = generalizable and len(places.path(shown_place)) >= SUBREGION
    return Found(field, hit, decided, keepable, generalizable)


def _choice(found: Found) -> Decision:
    chosen = found.decided.choice if found.decided else None
    if chosen is not None and found.allows(chosen):
        return chosen
    # What nobody has decided yet is hidden from every preview, and so is what may not be kept.
    return Decision.REPLACE


def _reported(found: Found) -> dict[str, Any]:
    decided = found.decided
    return {
        "kind": str(found.hit.kind),
        "tier": int(found.hit.tier),
        "choice": str(_choice(found)),
        "reason": decided.reason or None if decided else None,
        "shown": found.shown,
    }
