"""What may be typed into each kind, a decision about a hit, and the start of a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from flask import request
from flask_babel import gettext, lazy_gettext
from typing_extensions import override
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from portal.airlock import editions
from portal.airlock.checking import Decided
from portal.airlock.fields import Fields, Problem
from portal.core.clock import now
from portal.core.text import fold
from portal.features.contributions.queries import Desk
from portal.features.contributions.service import Decision
from portal.privacy.identifiers import redact
from portal.reference.indicators import INDICATORS, Strength
from portal.reference.tlp import Audience, Tlp
from portal.web import choices
from portal.web.choices import LongSelectField
from portal.web.forms import PortalForm

FAR_TOO_LONG: Final = 100_000
"""Drafts hold more than may leave, so that nothing typed is lost; but not a book."""
INDICATOR: Final = "indicator_"
OPTIONAL: Final[Mapping[str, str]] = {
    **{name: name for name in ("headcount_band", "tier", "sites", "scale", "scope")},
    "irremediability": "irremediability",
    "reliability": "source_reliability",
    "credibility": "information_credibility",
    "announcement": "announcement",
    "remedied_in": "remedied_in",
}
"""Selects that may stay empty, with the list behind each."""
CHOSEN: Final = ("remediation", "grade", "cap_progress", "cost", "effort", "requirement")


def _prose(label: Any, hint: Any = "") -> TextAreaField:
    return TextAreaField(label, [Length(max=FAR_TOO_LONG)], description=hint)


class ContributionForm(PortalForm):
    """What every kind has."""

    places, sectors = "country", "sector"
    not_marked = lazy_gettext("Not seen")
    before: Fields
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    title = StringField(
        lazy_gettext("Title"),
        [Length(max=FAR_TOO_LONG)],
        description=lazy_gettext("One line, no supplier, site or worker names."),
        render_kw={"autocomplete": "off"},
    )
    country = LongSelectField(lazy_gettext("Country"))
    sector = LongSelectField(lazy_gettext("Sector"))
    group = SelectField(lazy_gettext("Working group"))
    audience = RadioField(lazy_gettext("Who may read it"))
    tlp = RadioField(lazy_gettext("What a reader may do with it"))

    @classmethod
    def of(cls, desk: Desk) -> ContributionForm:
        """The form of this kind, filled in with the draft, or with what was sent."""
        typed = desk.draft.fields
        marks = {INDICATOR + each.code: typed.indicators.get(each.code, "") for each in INDICATORS}
        data = {**typed.written(), **marks, "version": desk.contribution.version}
        form: ContributionForm = FORMS[typed.kind](data=data)
        form.before = typed
        if typed.edition_of:
            for name in editions.PINNED:
                del form[name]
        form.offer(desk)
        return form

    def offer(self, desk: Desk) -> None:
        """Choices out of the reference lists and the own groups."""
        optional, nothing = choices.optional, gettext("Not said")
        choose = gettext("Choose")
        if "country" in self:
            self.country.options = choices.long_list(self.places, choose)
            self.sector.options = choices.long_list(self.sectors, choose)
            groups = [(str(each.id), each.name) for each in desk.groups]
            self.group.choices = optional(groups, choose)
        for name, known in OPTIONAL.items():
            if name in self:
                self[name].choices = optional(choices.listed(known), nothing)
        for name in CHOSEN:
            if name in self:
                known = "remediation_state" if name == "remediation" else name
                self[name].choices = optional(choices.listed(known), choose)
        self.audience.choices = [(each.value, gettext(each.label)) for each in Audience]
        self.tlp.choices = [(each.value, each.value) for each in Tlp]
        for each in INDICATORS:
            self[INDICATOR + each.code].choices = _strengths(self.not_marked)

    @property
    def indicators(self) -> list[Any]:
        """The eleven fields in the ILO's order."""
        return [self[INDICATOR + each.code] for each in INDICATORS]

    def fields(self) -> Fields:
        """What was typed, as a draft keeps it; what this kind does not ask for stays."""
        marks = {each.code: self[INDICATOR + each.code].data for each in INDICATORS}
        typed = {name: self[name].data or "" for name in self.before.written() if name in self}
        seen = {code: strength for code, strength in marks.items() if strength}
        return replace(self.before, **typed, indicators=seen)

    def rebase(self, version: int) -> None:
        """Let what was typed be saved over this version."""
        self.version.data, self.version.raw_data = version, None

    def tell(self, problems: Iterable[Problem]) -> bool:
        """Put each problem at its field; False if there was any."""
        told = True
        for problem in problems:
            field, told = self[problem.at], False
            field.errors = [*field.errors, gettext(problem.message, **problem.values)]
        return told

    def in_words(self, name: str, fields: Fields) -> str:
        """A field of another version of this draft, as this form would show it."""
        if name == "indicators":
            names = {each.code: gettext(each.name) for each in INDICATORS}
            strengths = dict(_strengths(self.not_marked))
            marks = fields.indicators.items()
            return "; ".join(f"{names[code]}: {strengths[strength]}" for code, strength in marks)
        value = getattr(fields, name)
        named = {code: label for code, label, *_ in getattr(self[name], "choices", None) or ()}
        return str(named.get(value, value))

    def name_of(self, name: str) -> str:
        """The label of a field of a draft."""
        return gettext("Indicators") if name == "indicators" else str(self[name].label.text)


for _each in INDICATORS:
    setattr(
        ContributionForm,
        INDICATOR + _each.code,
        RadioField(lazy_gettext(_each.name), description=lazy_gettext(_each.description)),
    )


class SupplierForm(ContributionForm):
    """What is about one supplier."""

    subdivision = SelectField(lazy_gettext("State or province"))
    period = SelectField(lazy_gettext("When"))
    scheme = SelectField(lazy_gettext("Audit scheme"))
    sites = SelectField(
        lazy_gettext("Sites like this one"),
        description=lazy_gettext(
            "How many there are at that place in that sector, as far as you know. Only the gate"
            " learns it."
        ),
    )
    remedied_in = SelectField(
        lazy_gettext("From the day you knew until remedy was delivered"),
        description=lazy_gettext("Only where remedy has been delivered."),
    )
    supplier = SelectField(
        lazy_gettext("Supplier"),
        description=lazy_gettext("Out of your own registry. It never leaves your organization."),
    )
    find = StringField(lazy_gettext("Find a supplier"), [Length(max=200)])

    @override
    def offer(self, desk: Desk) -> None:
        super().offer(desk)
        optional, of = choices.optional, desk.draft.fields.of
        self.subdivision.choices = optional(
            choices.subdivisions(self.country.data or ""), gettext("The whole country")
        )
        if self.subdivision.data not in {each.value for each in self.subdivision.choices}:
            self.subdivision.data = ""  # of the country that was chosen before
        today, before = now().date(), desk.draft.fields.period
        self.period.choices = optional(choices.recent_periods(today, before), gettext("Choose"))
        schemes = choices.listed("scheme")
        if of.is_audit:
            schemes = [each for each in schemes if each[0] != "not_audited"]
        empty = gettext("Choose") if of.is_audit else gettext("Not said")
        self.scheme.choices = optional(schemes, empty)
        if self.supplier is None:
            return
        linked = {desk.draft.fields.supplier, self.supplier.data}
        rows = [(str(each.id), each.name, each.country) for each in desk.words.suppliers]
        own = choices.suppliers(rows, fold(self.find.data or ""), linked)
        self.supplier.choices = optional(own, gettext("None"))


class FindingForm(SupplierForm):
    narrative = _prose(
        lazy_gettext("What happened"),
        lazy_gettext(
            "Facts, scale, how you know. Names and identifying details are marked as you type."
        ),
    )
    product = LongSelectField(lazy_gettext("Product"))
    headcount_band = SelectField(lazy_gettext("Workers at the site"))
    tier = SelectField(lazy_gettext("Supply-chain tier"))
    origin = LongSelectField(lazy_gettext("Where the workers come from"))
    scale = SelectField(lazy_gettext("How grave"))
    scope = SelectField(lazy_gettext("How many"))
    irremediability = SelectField(lazy_gettext("How hard to put right"))
    reliability = SelectField(lazy_gettext("How reliable is the source"))
    credibility = SelectField(lazy_gettext("How credible is the information"))
    remediation = SelectField(lazy_gettext("Remediation"))

    @override
    def offer(self, desk: Desk) -> None:
        super().offer(desk)
        nothing = gettext("Not said")
        self.origin.options = choices.long_list("country", nothing)
        self.product.options = choices.long_list("product", nothing)


class FieldInsightForm(FindingForm):
    supplier = find = None  # no registry; else as a finding, that nothing tells them apart


class AuditForm(SupplierForm):
    narrative = _prose(
        lazy_gettext("What was learned"),
        lazy_gettext(
            "What was found and what came of it, without the scheme's words, score or date. Names"
            " and identifying details are marked as you type."
        ),
    )
    grade = SelectField(
        lazy_gettext("Gravest finding"),
        description=lazy_gettext("On the neutral scale: the scheme's own value never leaves."),
    )
    cap_progress = SelectField(lazy_gettext("Corrective actions"))
    announcement = SelectField(lazy_gettext("Announcement"))
    collaborative = SelectField(lazy_gettext("Who must act"))
    none_found = RadioField(lazy_gettext("Indicators"))

    @override
    def offer(self, desk: Desk) -> None:
        super().offer(desk)
        alone = gettext("The supplier alone")
        self.collaborative.choices = choices.optional(choices.listed("collaborative"), alone)
        self.none_found.choices = [
            ("", gettext("Some were found: I mark them here")),
            ("yes", gettext("None of the eleven was found")),
        ]


class PracticeForm(ContributionForm):
    places, sectors = "wide_place", "wide_sector"
    not_marked = lazy_gettext("Not about this")
    problem = _prose(lazy_gettext("Problem"), lazy_gettext("What goes wrong without it."))
    approach = _prose(lazy_gettext("Approach"), lazy_gettext("The idea, and why it helps."))
    steps = _prose(lazy_gettext("Steps"), lazy_gettext("What to do, one step a line."))
    evidence = _prose(lazy_gettext("Evidence"), lazy_gettext("How you know that it works."))
    cost = SelectField(lazy_gettext("Cost"))
    effort = SelectField(lazy_gettext("Effort"))
    requirement = SelectField(lazy_gettext("Requirement"))
    named = RadioField(lazy_gettext("Who is shown as its author"))

    @override
    def offer(self, desk: Desk) -> None:
        super().offer(desk)
        if "named" in self:
            self.country.label.text = gettext("Where it worked")
            self.named.choices = [
                ("", gettext("Nobody: it is anonymous")),
                ("yes", gettext("Our organization, by its name")),
            ]


FORMS: Final[Mapping[str, type[ContributionForm]]] = {
    "finding": FindingForm,
    "field_insight": FieldInsightForm,
    "audit": AuditForm,
    "practice": PracticeForm,
}


def sent_decision() -> Decision | None:
    """What a button in the list of hits says: "keep:<key>", with a reason of its own beside it."""
    choice, _, key = request.form.get("decide", "").partition(":")
    if choice not in set(redact.Decision):
        return None
    kept = redact.Decision(choice) is redact.Decision.KEEP
    reason = " ".join(request.form.get(f"reason-{key}", "").split()) if kept else ""
    return Decision(key, Decided(redact.Decision(choice), reason))


def _strengths(nothing: Any) -> choices.Choices:
    marks = [(each.value, gettext(each.label)) for each in (Strength.MEDIUM, Strength.STRONG)]
    return [("", str(nothing)), *marks]
