"""What may be typed into a finding, a decision about a hit, and the start of a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

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
MOST_SUPPLIERS: Final = 200
INDICATOR: Final = "indicator_"


class FindingForm(PortalForm):
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    title = StringField(
        lazy_gettext("Title"),
        [Length(max=FAR_TOO_LONG)],
        description=lazy_gettext("One line, no supplier, site or worker names."),
        render_kw={"autocomplete": "off"},
    )
    narrative = TextAreaField(
        lazy_gettext("What happened"),
        [Length(max=FAR_TOO_LONG)],
        description=lazy_gettext(
            "Facts, scale, how you know. Names and identifying details are marked as you type."
        ),
    )
    country = LongSelectField(lazy_gettext("Country"))
    subdivision = SelectField(lazy_gettext("State or province"))
    sector = LongSelectField(lazy_gettext("Sector"))
    product = LongSelectField(lazy_gettext("Product"))
    period = SelectField(lazy_gettext("When"))
    headcount_band = SelectField(lazy_gettext("Workers at the site"))
    tier = SelectField(lazy_gettext("Supply-chain tier"))
    scheme = SelectField(lazy_gettext("Audit scheme"))
    origin = LongSelectField(lazy_gettext("Where the workers come from"))
    sites = SelectField(
        lazy_gettext("Sites like this one"),
        description=lazy_gettext(
            "How many there are at that place in that sector, as far as you know. Only the gate"
            " learns it."
        ),
    )
    scale = SelectField(lazy_gettext("How grave"))
    scope = SelectField(lazy_gettext("How many"))
    irremediability = SelectField(lazy_gettext("How hard to put right"))
    reliability = SelectField(lazy_gettext("How reliable is the source"))
    credibility = SelectField(lazy_gettext("How credible is the information"))
    remediation = SelectField(lazy_gettext("Remediation"))
    group = SelectField(lazy_gettext("Working group"))
    audience = RadioField(lazy_gettext("Who may read it"))
    tlp = RadioField(lazy_gettext("What a reader may do with it"))
    supplier = SelectField(
        lazy_gettext("Supplier"),
        description=lazy_gettext("Out of your own registry. It never leaves your organization."),
    )
    find = StringField(lazy_gettext("Find a supplier"), [Length(max=200)])

    @classmethod
    def of(cls, desk: Desk) -> FindingForm:
        """Filled in with the draft, or with what was sent."""
        typed = desk.draft.fields
        marks = {INDICATOR + each.code: typed.indicators.get(each.code, "") for each in INDICATORS}
        form = cls(data={**typed.written(), **marks, "version": desk.contribution.version})
        form.offer(desk)
        return form

    def offer(self, desk: Desk) -> None:
        """Choices out of the reference lists, the own groups and the own registry."""
        optional, nothing = choices.optional, gettext("Not said")
        choose = gettext("Choose")
        self.country.options = choices.long_list("country", choose)
        self.origin.options = choices.long_list("country", nothing)
        self.subdivision.choices = optional(
            choices.subdivisions(self.country.data or ""), gettext("The whole country")
        )
        if self.subdivision.data not in {each.value for each in self.subdivision.choices}:
            self.subdivision.data = ""  # of the country that was chosen before
        self.sector.options = choices.long_list("sector", choose)
        self.product.options = choices.long_list("product", nothing)
        today, before = now().date(), desk.draft.fields.period
        self.period.choices = optional(choices.recent_periods(today, before), choose)
        listed = (self.headcount_band, self.tier, self.scheme, self.sites)
        for field in (*listed, self.scale, self.scope, self.irremediability):
            field.choices = optional(choices.listed(field.name), nothing)
        self.reliability.choices = optional(choices.listed("source_reliability"), nothing)
        self.credibility.choices = optional(choices.listed("information_credibility"), nothing)
        self.remediation.choices = optional(choices.listed("remediation_state"), choose)
        self.group.choices = optional([(str(each.id), each.name) for each in desk.groups], choose)
        self.audience.choices = [(each.value, gettext(each.label)) for each in Audience]
        self.tlp.choices = [(each.value, each.value) for each in Tlp]
        self.supplier.choices = optional(self._suppliers(desk), gettext("None"))
        for each in INDICATORS:
            self[INDICATOR + each.code].choices = _strengths()

    def _suppliers(self, desk: Desk) -> choices.Choices:
        wanted = fold(self.find.data or "")
        linked = {desk.draft.fields.supplier, self.supplier.data}
        rows = [(str(each.id), each.name, each.country) for each in desk.words.suppliers]
        fitting = [row for row in rows if wanted in fold(row[1])][:MOST_SUPPLIERS]
        kept = [row for row in rows if row[0] in linked and row not in fitting]
        return [(row, f"{name} ({of})" if of else name) for row, name, of in [*kept, *fitting]]

    @property
    def indicators(self) -> list[Any]:
        """The eleven fields in the ILO's order."""
        return [self[INDICATOR + each.code] for each in INDICATORS]

    def fields(self) -> Fields:
        """What was typed, as a draft keeps it."""
        marks = {each.code: self[INDICATOR + each.code].data for each in INDICATORS}
        names = Fields().written().keys() - {"indicators"}
        return Fields(
            **{name: self[name].data or "" for name in names},
            indicators={code: strength for code, strength in marks.items() if strength},
        )

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
            strengths = dict(_strengths())
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
        FindingForm,
        INDICATOR + _each.code,
        RadioField(lazy_gettext(_each.name), description=lazy_gettext(_each.description)),
    )


def sent_decision() -> Decision | None:
    """What a button in the list of hits says: "keep:<key>", with a reason of its own beside it."""
    choice, _, key = request.form.get("decide", "").partition(":")
    if choice not in set(redact.Decision):
        return None
    kept = redact.Decision(choice) is redact.Decision.KEEP
    reason = " ".join(request.form.get(f"reason-{key}", "").split()) if kept else ""
    return Decision(key, Decided(redact.Decision(choice), reason))


class StartForm(PortalForm):
    group = SelectField(
        lazy_gettext("Working group"),
        description=lazy_gettext("You can choose another one until you send it for review."),
    )

    def offer(self, groups: Mapping[str, str]) -> None:
        self.group.choices = list(groups.items())


def _strengths() -> choices.Choices:
    marks = [(each.value, gettext(each.label)) for each in (Strength.MEDIUM, Strength.STRONG)]
    return [("", gettext("Not seen")), *marks]
