"""What may be typed about an audit and its findings, and the list's filters as an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_records.contents import Finding, new_key
from portal.audit_records.edits import Kept
from portal.audit_records.listing import UNGRADED
from portal.audit_records.tags import FIRST, LAST
from portal.core.text import fold
from portal.features.audits.queries import Known
from portal.reference import audits
from portal.reference.indicators import INDICATORS
from portal.web import choices
from portal.web.audit_words import audit_choices
from portal.web.choices import LongSelectField
from portal.web.forms import PortalForm

LONGEST: Final = 200
LONG_TEXT: Final = 4000
MOST_FINDINGS: Final = 100
"""That buttons add; an import may have brought more, and they are all shown."""

_SOONER: Final = lazy_gettext("Choose a day between 2000 and 2060.")


class FindingForm(PortalForm):
    """A row is left out when nothing was typed into it."""

    class Meta(PortalForm.Meta):
        csrf = False

    key = HiddenField()
    issue = TextAreaField(lazy_gettext("What was found"), [Length(max=LONG_TEXT)])
    reference = StringField(lazy_gettext("Clause or number"), [Length(max=LONGEST)])
    value = StringField(
        lazy_gettext("The scheme's own word"),
        [Length(max=LONGEST)],
        description=lazy_gettext("As the report says it, for example Major or CAR."),
    )
    severity = SelectField(lazy_gettext("Neutral severity"), default="")
    collaborative = BooleanField(
        lazy_gettext("It takes more than the supplier to solve it (collaborative)")
    )
    indicators = SelectMultipleField(
        lazy_gettext("Indicators of forced labor"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    action = TextAreaField(lazy_gettext("What will be done"), [Length(max=LONG_TEXT)])
    owner = StringField(lazy_gettext("Who does it"), [Length(max=LONGEST)])
    due_on = DateField(lazy_gettext("Due on"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choices in the reader's language."""
        super().__init__(*args, **kwargs)
        self.severity.choices = _severities()
        self.indicators.choices = [(each.code, gettext(each.name)) for each in INDICATORS]

    @property
    def is_blank(self) -> bool:
        typed = (self.issue, self.reference, self.value, self.action, self.indicators)
        return not any(field.data for field in typed)

    def validate_issue(self, field: TextAreaField) -> None:
        if not field.data and not self.is_blank:
            raise ValidationError(gettext("Say what was found."))

    def validate_due_on(self, field: DateField) -> None:
        if field.data and not FIRST <= field.data <= LAST:
            raise ValidationError(str(_SOONER))

    def said(self, scheme: str) -> AuditFinding:
        """What was typed; the crosswalk says what was left to it."""
        value = self.value.data or ""
        action = Action(
            text=self.action.data or "", owner=self.owner.data or "", due_on=self.due_on.data
        )
        return AuditFinding(
            issue=self.issue.data or "",
            reference=self.reference.data or "",
            indicators=tuple(self.indicators.data or ()),
            value=value,
            severity=_chosen(self.severity.data, scheme, value),
            collaborative=bool(self.collaborative.data) or audits.is_collaborative(scheme, value),
            actions=(action,) if action.text else (),
        )


class AuditForm(PortalForm):
    version = IntegerField(widget=HiddenInput(), default=0)
    supplier = StringField(
        lazy_gettext("Supplier"),
        [InputRequired(lazy_gettext("Enter the supplier.")), Length(max=300)],
        description=lazy_gettext("Out of your registry, or typed. It stays with you."),
        render_kw={"list": "registry", "autocomplete": "off"},
    )
    country = LongSelectField(lazy_gettext("Country"))
    scheme = SelectField(
        lazy_gettext("Scheme"), [InputRequired(lazy_gettext("Choose the scheme."))]
    )
    scheme_name = StringField(
        lazy_gettext("Name of the other scheme"),
        [Length(max=LONGEST)],
        description=lazy_gettext("Only if it is not on the list."),
    )
    reference = StringField(lazy_gettext("Number of the report"), [Length(max=LONGEST)])
    audited_on = DateField(lazy_gettext("Day of the audit"), [Optional()])
    value = StringField(
        lazy_gettext("Result in the scheme's own words"),
        [Length(max=LONGEST)],
        description=lazy_gettext("For example D or Gold; leave it if the scheme gives none."),
        render_kw={"list": "values", "autocomplete": "off"},
    )
    severity = SelectField(
        lazy_gettext("Neutral severity of the whole"),
        description=lazy_gettext("Usually that of the worst finding."),
        default="",
    )
    announcement = SelectField(lazy_gettext("Announced"), default="")
    purpose = SelectField(lazy_gettext("Purpose"), default="")
    mode = SelectField(lazy_gettext("How it was done"), default="")
    findings = FieldList(FormField(FindingForm))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choices in the reader's language."""
        super().__init__(*args, **kwargs)
        nothing = gettext("Not said")
        self.country.options = choices.long_list("country", nothing)
        self.scheme.choices = [("", gettext("Choose")), *audit_choices("scheme")]
        self.severity.choices = _severities()
        for field in (self.announcement, self.purpose, self.mode):
            field.choices = [("", nothing), *audit_choices(field.name)]

    @classmethod
    def of(cls, audit: Kept, version: int) -> AuditForm:
        """Filled in with a stored audit, or with what was sent."""
        head = audit.head
        worst = audits.worst([each.said.severity for each in audit.findings])
        usual = worst or audits.severity_of(head.scheme, head.value)
        names = ("supplier", "country", "scheme", "scheme_name", "reference", "audited_on")
        told = {
            name: getattr(head, name)
            for name in (*names, "value", "announcement", "purpose", "mode")
        }
        told["severity"] = _unless(head.severity, usual)
        told["findings"] = [_row(head.scheme, each) for each in audit.findings]
        return cls(data=told | {"version": version})

    def validate_audited_on(self, field: DateField) -> None:
        if field.data and not FIRST <= field.data <= LAST:
            raise ValidationError(str(_SOONER))

    def reshape(self, do: str) -> bool:
        """Add or remove a row, as the pressed button says; False if it says something else."""
        if do == "add":
            if len(self.findings.entries) < MOST_FINDINGS:
                self.findings.append_entry()
            return True
        verb, _, name = do.partition(":")
        if verb != "remove":
            return False
        self.findings.entries = [each for each in self.findings.entries if each.name != name]
        return True

    @property
    def problems(self) -> Iterator[tuple[str, str]]:
        """Where something needs attention and what, the rows' fields too."""
        for field in self:
            if field.errors and field is not self.findings:
                yield field.id, f"{field.label.text}: {' '.join(map(str, field.errors))}"
        for number, row in enumerate(self.findings, start=1):
            for field in row.form:
                if field.errors:
                    where = gettext("Finding %(number)s", number=number)
                    said = " ".join(map(str, field.errors))
                    yield field.id, f"{where}, {field.label.text}: {said}"

    def outcome(self, registry: Sequence[Known]) -> Outcome:
        """What was typed, without its findings, and the supplier of the registry that it names."""
        name = self.supplier.data or ""
        same = [each for each in registry if fold(each.name) == fold(name)]
        there = [each for each in same if each.country == self.country.data]
        known = next(iter([*there, *same]), None)
        scheme, value = self.scheme.data, self.value.data or ""
        worst = audits.worst([each.said.severity for each in self.rows()])
        chosen = _chosen(self.severity.data, scheme, value)
        return Outcome(
            supplier=name,
            supplier_id=str(known.id) if known is not None else "",
            country=self.country.data or (known.country if known is not None else ""),
            scheme=scheme,
            scheme_name=self.scheme_name.data or "" if scheme == "other" else "",
            reference=self.reference.data or "",
            value=value,
            severity=chosen if self.severity.data else worst or chosen,
            audited_on=self.audited_on.data,
            announcement=self.announcement.data or "",
            purpose=self.purpose.data or "",
            mode=self.mode.data or "",
        )

    def rows(self) -> list[Finding]:
        """The findings that were typed, new ones with a new key."""
        scheme = self.scheme.data
        return [
            Finding(row.form.key.data or new_key(), row.form.said(scheme))
            for row in self.findings
            if not row.form.is_blank
        ]

    def rebase(self, version: int) -> None:
        """Let what was typed be saved over this version."""
        self.version.data, self.version.raw_data = version, None


def _severities() -> list[tuple[str, str]]:
    first = [("", gettext("By the scheme's own word"))]
    return [*first, *audit_choices("severity"), (UNGRADED, gettext("Not graded"))]


def _chosen(typed: str | None, scheme: str, value: str) -> str:
    if not typed:
        return audits.severity_of(scheme, value)
    return "" if typed == UNGRADED else typed


def _unless(severity: str, usual: str) -> str:
    """What the field shows: nothing where the crosswalk says the same."""
    return "" if severity == usual else severity or UNGRADED


def _row(scheme: str, finding: Finding) -> dict[str, Any]:
    said = finding.said
    return {
        "key": finding.key,
        "issue": said.issue,
        "reference": said.reference,
        "value": said.value,
        "severity": _unless(said.severity, audits.severity_of(scheme, said.value)),
        "collaborative": said.collaborative,
        "indicators": list(said.indicators),
    }
