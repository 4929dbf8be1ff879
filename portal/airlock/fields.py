"""What an author types, whatever its kind, and what of it is still missing or too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from dataclasses import fields as names_of
from typing import Any, Final

from portal.airlock.kinds import FINDING, KINDS, Kind, in_one
from portal.reference import taxonomy
from portal.reference.tlp import Audience, Tlp, contradiction

N_: Final = str  # marks a message id for the catalog; the page translates it


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something may not leave yet; `message` is an English id, `at` a field of the form."""

    at: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Codes of the reference lists, ids as text; empty is not said. Anything may be incomplete.

    `kind` is a code of `kinds.KINDS` and never changes; of the other fields each kind has its own.
    `named`: the own organization signs it. `edition_of` is a release that this would follow,
    `audit` the record of the own board that it was written from: that stays under seal.
    """

    kind: str = FINDING.code.value
    title: str = ""
    narrative: str = ""
    group: str = ""
    country: str = ""
    subdivision: str = ""
    sector: str = ""
    product: str = ""
    period: str = ""
    headcount_band: str = ""
    tier: str = ""
    scheme: str = ""
    sites: str = ""
    origin: str = ""
    indicators: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    scope: str = ""
    irremediability: str = ""
    reliability: str = ""
    credibility: str = ""
    remediation: str = ""
    remedied_in: str = ""
    problem: str = ""
    approach: str = ""
    steps: str = ""
    evidence: str = ""
    cost: str = ""
    effort: str = ""
    requirement: str = ""
    grade: str = ""
    cap_progress: str = ""
    announcement: str = ""
    collaborative: str = ""
    none_found: str = ""
    named: str = ""
    edition_of: str = ""
    audit: str = ""
    supplier: str = ""
    audience: str = ""
    tlp: str = ""

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Fields:
        """From what `written` gave, perhaps by an earlier edition of this class."""
        known = {each.name for each in names_of(cls)}
        return cls(**{name: value for name, value in raw.items() if name in known})

    def written(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)

    @property
    def of(self) -> Kind:
        """The rules of its kind."""
        return KINDS[self.kind]

    @property
    def texts(self) -> dict[str, str]:
        """All prose by the name of its field, in the order of the form."""
        return {each.name: getattr(self, each.name) for each in self.of.texts}

    @property
    def told(self) -> str:
        """The sections as one narrative, as it was typed."""
        return in_one(self.texts, self.of)

    @property
    def place(self) -> str:
        """The finest place that was said."""
        return self.subdivision or self.country

    @property
    def confidence(self) -> str | None:
        """Reliability and credibility together ("b2"), if both were judged."""
        return (
            self.reliability + self.credibility if self.reliability and self.credibility else None
        )

    @property
    def is_remedied(self) -> bool:
        """Whether remedy was delivered, or all that an audit asked for is done."""
        return self.remediation in taxonomy.REMEDIED or self.cap_progress == "all"

    def having(self, name: str, text: str) -> Fields:
        """The same with another text in one of the fields of prose."""
        return replace(self, **{name: text})  # type: ignore[arg-type]  # prose is text

    def differing(self, other: Fields) -> tuple[str, ...]:
        """The names of the fields in which two drafts differ."""
        return tuple(
            each.name
            for each in names_of(self)
            if getattr(self, each.name) != getattr(other, each.name)
        )


def beyond_limits(typed: Fields) -> Iterator[Problem]:
    """What is too long, and an audience wider than the label allows."""
    for text in typed.of.texts:
        length = len(getattr(typed, text.name))
        if length > text.longest:
            said = N_("Shorten this to %(longest)s characters; it has %(length)s now.")
            yield Problem(text.name, said, {"longest": text.longest, "length": length})
    if typed.audience and typed.tlp:
        reason = contradiction(Audience(typed.audience), Tlp(typed.tlp))
        if reason is not None:
            yield Problem("tlp", reason)


def missing(typed: Fields) -> Iterator[Problem]:
    """What a coordinator could not review without."""
    for name, message in typed.of.required.items():
        if not getattr(typed, name):
            yield Problem(name, message)
    if typed.of.indicators and not typed.indicators and not typed.none_found:
        yield Problem("indicators", typed.of.indicators)
    if typed.indicators and typed.none_found:
        said = N_("Either mark indicators, or say that none was found.")
        yield Problem("indicators", said)
    if typed.remedied_in and not typed.is_remedied:
        said = N_("Leave this empty until remedy has been delivered.")
        yield Problem("remedied_in", said)
