"""What the author of a finding types, and what of it is still missing or too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from dataclasses import fields as names_of
from typing import Any, Final

from portal.reference.tlp import Audience, Tlp, contradiction

N_: Final = str  # marks a message id for the catalog; the page translates it

LONGEST_TITLE: Final = 200
LONGEST_NARRATIVE: Final = 6_000
REQUIRED: Final[Mapping[str, str]] = {
    "title": N_("Give the finding a title."),
    "narrative": N_("Tell what happened."),
    "country": N_("Choose the country."),
    "sector": N_("Choose the sector."),
    "period": N_("Choose the month or quarter."),
    "remediation": N_("Say how far remediation has come."),
    "group": N_("Choose the working group."),
    "audience": N_("Choose who may read it."),
    "tlp": N_("Choose what readers may do with it."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something may not leave yet; `message` is an English id, `at` a field of the form."""

    at: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Codes of the reference lists, ids as text; empty is not said. Anything may be incomplete."""

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
    def place(self) -> str:
        """The finest place that was said."""
        return self.subdivision or self.country

    @property
    def confidence(self) -> str | None:
        """Reliability and credibility together ("b2"), if both were judged."""
        return (
            self.reliability + self.credibility if self.reliability and self.credibility else None
        )

    def differing(self, other: Fields) -> tuple[str, ...]:
        """The names of the fields in which two drafts differ."""
        return tuple(
            each.name
            for each in names_of(self)
            if getattr(self, each.name) != getattr(other, each.name)
        )


def beyond_limits(typed: Fields) -> Iterator[Problem]:
    """What is too long, and an audience wider than the label allows."""
    for name, longest in (("title", LONGEST_TITLE), ("narrative", LONGEST_NARRATIVE)):
        length = len(getattr(typed, name))
        if length > longest:
            said = N_("Shorten this to %(longest)s characters; it has %(length)s now.")
            yield Problem(name, said, {"longest": longest, "length": length})
    if typed.audience and typed.tlp:
        reason = contradiction(Audience(typed.audience), Tlp(typed.tlp))
        if reason is not None:
            yield Problem("tlp", reason)


def missing(typed: Fields) -> Iterator[Problem]:
    """What a coordinator could not review without."""
    for name, message in REQUIRED.items():
        if not getattr(typed, name):
            yield Problem(name, message)
    if not typed.indicators:
        yield Problem("indicators", N_("Choose at least one indicator that was seen."))
