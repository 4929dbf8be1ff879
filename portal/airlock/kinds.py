"""What differs between kinds of contributions, findings to field insights: a row for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from portal.models import ContributionKind
from portal.models.organization import FIELD_KINDS
from portal.reference import audits, practices, taxonomy
from portal.reference.taxonomy import Choice

N_: Final = str  # marks a message id for the catalog; the page translates it

BREAK: Final = "\n\x1e\n"
"""Between the sections of a narrative: no form lets anybody type it, no detector is shown it."""
LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Text:
    """A field of prose: `label` is an English message id, empty where no heading stands above."""

    name: str
    label: str
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`facts` are shown beside place, sector and what the gate coarsens: names of `FACTS`.

    `sensitive` are those that an outsiders' copy may show, where its bundle says different things.
    `required` maps fields to what is said if they are missing. No period is told finer than
    `finest_period`. `is_rated` has severity in three dimensions; `takes_name` may be signed. What
    `is_field` is written by civil society, and leaves as what members write too. The words are
    English message ids.
    """

    code: ContributionKind
    name: str
    icon: str
    share: str
    about: str
    untitled: str
    what: str
    sections: tuple[Text, ...]
    facts: tuple[str, ...]
    sensitive: tuple[str, ...]
    required: dict[str, str]
    indicators: str = ""
    finest_period: str = "quarter"
    is_rated: bool = False
    is_audit: bool = False
    takes_name: bool = False
    is_field: bool = False

    @property
    def leaves_as(self) -> str:
        """The kind of the candidate and the release: a code that does not tell who wrote it."""
        return (ContributionKind.FINDING if self.is_field else self.code).value

    @property
    def texts(self) -> tuple[Text, ...]:
        """All that the detectors read, in the order of the form."""
        return (Text("title", "", LONGEST_TITLE), *self.sections)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what was released; `label` is an English message id, empty for the only one."""

    name: str
    label: str
    text: str


_READERS: Final = {
    "group": N_("Choose the working group."),
    "audience": N_("Choose who may read it."),
    "tlp": N_("Choose what readers may do with it."),
}

FINDING: Final = Kind(
    code=ContributionKind.FINDING,
    name=N_("Finding"),
    icon="exclamation-diamond",
    share=N_("Share a finding"),
    about=N_("What you saw or learned about forced labor at a supplier, and how sure you are."),
    untitled=N_("Untitled finding"),
    what=N_("What you found"),
    sections=(Text("narrative", "", 6_000),),
    facts=("confidence", "remediation", "remedied_in"),
    sensitive=("indicators", "remediation", "scale", "scope", "irremediability"),
    required={
        "title": N_("Give the finding a title."),
        "narrative": N_("Tell what happened."),
        "country": N_("Choose the country."),
        "sector": N_("Choose the sector."),
        "period": N_("Choose the month or quarter."),
        "remediation": N_("Say how far remediation has come."),
        **_READERS,
    },
    indicators=N_("Choose at least one indicator that was seen."),
    is_rated=True,
)
AUDIT: Final = Kind(
    code=ContributionKind.AUDIT,
    name=N_("Audit outcome"),
    icon="clipboard-check",
    share=N_("Share an audit outcome"),
    about=N_(
        "What an audit found and how far its corrective actions have come, without its score."
    ),
    untitled=N_("Untitled audit outcome"),
    what=N_("What the audit found"),
    sections=(Text("narrative", "", 6_000),),
    facts=("grade", "cap_progress", "remedied_in", "announcement", "collaborative"),
    sensitive=("indicators", "grade", "cap_progress"),
    required={
        "title": N_("Give the audit outcome a title."),
        "narrative": N_("Tell what was learned."),
        "country": N_("Choose the country."),
        "sector": N_("Choose the sector."),
        "period": N_("Choose the half-year, quarter or month."),
        "scheme": N_("Choose the audit scheme."),
        "grade": N_("Say how grave the gravest finding was."),
        "cap_progress": N_("Say how far the corrective actions have come."),
        **_READERS,
    },
    indicators=N_("Choose at least one indicator, or say that none was found."),
    finest_period="half",
    is_audit=True,
)
PRACTICE: Final = Kind(
    code=ContributionKind.PRACTICE,
    name=N_("Good practice"),
    icon="lightbulb",
    share=N_("Share a good practice"),
    about=N_("What you did against forced labor that worked, so that others can do it too."),
    untitled=N_("Untitled practice"),
    what=N_("What works"),
    sections=(
        Text("problem", N_("Problem"), 1_500),
        Text("approach", N_("Approach"), 2_000),
        Text("steps", N_("Steps"), 2_000),
        Text("evidence", N_("Evidence"), 1_500),
    ),
    facts=("requirement", "cost", "effort"),
    sensitive=("indicators", "requirement", "cost", "effort"),
    required={
        "title": N_("Give the practice a title."),
        "problem": N_("Say which problem it solves."),
        "approach": N_("Say how it solves it."),
        "steps": N_("Say what to do, step by step."),
        "evidence": N_("Say how you know that it works."),
        "country": N_("Choose where it worked, or “Anywhere”."),
        "sector": N_("Choose in which sector it worked, or “Any sector”."),
        "cost": N_("Choose a band for the cost."),
        "effort": N_("Choose a band for the effort."),
        "requirement": N_("Choose the requirement that it serves most."),
        **_READERS,
    },
    takes_name=True,
)

FIELD_INSIGHT: Final = Kind(
    code=ContributionKind.FIELD_INSIGHT,
    name=N_("Field insight"),
    icon="binoculars",
    share=N_("Share a field insight"),
    about=N_(
        "What your organization observed of forced labor in a trade and a place, many cases taken"
        " together. Readers learn neither your name nor that it was not a company."
    ),
    untitled=N_("Untitled field insight"),
    what=N_("What was observed"),
    sections=FINDING.sections,
    facts=FINDING.facts,
    sensitive=FINDING.sensitive,
    required=FINDING.required
    | {
        "title": N_("Give the field insight a title."),
        "narrative": N_("Tell what was observed."),
    },
    indicators=FINDING.indicators,
    is_rated=True,
    is_field=True,
)

RELEASED: Final[Mapping[str, Kind]] = {each.code.value: each for each in (FINDING, AUDIT, PRACTICE)}
"""Kinds of what others read, by code, in the order in which pages offer them."""
KINDS: Final[Mapping[str, Kind]] = {**RELEASED, FIELD_INSIGHT.code.value: FIELD_INSIGHT}
"""All kinds of drafts."""


def kinds_of(organization_kind: str) -> Mapping[str, Kind]:
    """What an organization of this kind writes."""
    is_field = organization_kind in FIELD_KINDS
    return {code: each for code, each in KINDS.items() if each.is_field == is_field}


def first_of(organization_kind: str) -> Kind:
    """What pages offer an organization of this kind to share."""
    return next(iter(kinds_of(organization_kind).values()))


FACTS: Final[Mapping[str, tuple[Choice, ...]]] = {
    "remediation": taxonomy.LISTS["remediation_state"],
    "remedied_in": taxonomy.LISTS["remedied_in"],
    "grade": audits.SEVERITIES,
    "cap_progress": audits.CAP_PROGRESS,
    "announcement": audits.ANNOUNCEMENTS,
    "collaborative": practices.COLLABORATIVE,
    "cost": practices.COSTS,
    "effort": practices.EFFORTS,
    "requirement": practices.REQUIREMENTS,
}
"""The list behind each fact that has one code; a finding's confidence has two, in `web.facets`."""


def fact(name: str, code: str) -> Choice:
    """KeyError for an unknown fact or code."""
    return {each.code: each for each in FACTS[name]}[code]


def sections_of(kind: str, narrative: str) -> tuple[Section, ...]:
    """What a candidate or release says, in sections; a withdrawn one says nothing."""
    if not narrative:
        return ()
    texts = KINDS[kind].sections
    parts = narrative.split(BREAK, len(texts) - 1)
    return tuple(
        Section(text.name, text.label, part) for text, part in zip(texts, parts, strict=False)
    )


def in_one(texts: Mapping[str, str], kind: Kind) -> str:
    """The sections as one narrative, out of which `sections_of` reads them again."""
    return BREAK.join(texts[each.name] for each in kind.sections)
