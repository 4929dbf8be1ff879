"""The board's filters as an address and as choices, and what may be typed about an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from portal.audit_lists.outcome import Action
from portal.audit_records.contents import Finding
from portal.audit_records.tags import FIRST, LAST
from portal.db.pages import Edge
from portal.features.corrective_actions.queries import DUES, EVERY_STATE, Board, Filters
from portal.features.corrective_actions.service import Move
from portal.reference import audits
from portal.web import audit_listing
from portal.web.audit_words import audit_choices, audit_word
from portal.web.forms import PortalForm

LONGEST: Final = 200
LONG_TEXT: Final = 4000
DUE_WORDS: Final[Mapping[str, LazyString]] = {
    "overdue": lazy_gettext("Overdue"),
    "soon": lazy_gettext("In the next 30 days"),
    "later": lazy_gettext("Later"),
    "none": lazy_gettext("Without a day"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    rest: Filters


def read_filters(given: MultiDict[str, str]) -> Filters:
    """What an address asks for; what is not known is ignored."""
    states = {EVERY_STATE, *(each.code for each in audits.CAP_STATES)}
    return Filters(
        **audit_listing.read_asked(given),
        state=audit_listing.read_code(given, "state", states),
        due=audit_listing.read_code(given, "due", set(DUES)),
    )


def query_of(filters: Filters, edge: Edge | None = None) -> dict[str, Any]:
    """The address's query for these filters; what is not chosen is left out."""
    more = {"state": filters.state, "due": filters.due}
    return audit_listing.query_of(filters, edge) | {
        name: value for name, value in more.items() if value
    }


def chips(filters: Filters, board: Board) -> list[Chip]:
    """Every chosen filter, with what remains without it."""
    found = audit_listing.chosen(filters, board.supplier)
    if filters.state:
        found.append((_state(filters.state), {"state": ""}))
    if filters.due:
        found.append((str(DUE_WORDS[filters.due]), {"due": ""}))
    return [Chip(label, replace(filters, **without)) for label, without in found]


def _state(code: str) -> str:
    return gettext("Closed ones too") if code == EVERY_STATE else audit_word("cap_state", code)


def options(filters: Filters) -> dict[str, list[audit_listing.Option]]:
    """The choices of the filters beside the list."""
    states = [*audit_choices("cap_state"), (EVERY_STATE, gettext("Every state"))]
    dues = [(name, str(label)) for name, label in DUE_WORDS.items()]
    return audit_listing.offered(filters) | {
        "state": audit_listing.options(states, filters.state),
        "due": audit_listing.options(dues, filters.due),
    }


class ActionForm(PortalForm):
    version = IntegerField(widget=HiddenInput(), default=0)
    text = TextAreaField(
        lazy_gettext("What will be done"),
        [InputRequired(lazy_gettext("Say what will be done.")), Length(max=LONG_TEXT)],
    )
    owner = StringField(
        lazy_gettext("Who does it"),
        [Length(max=LONGEST)],
        description=lazy_gettext("A person or a department, of the supplier or of yours."),
    )
    due_on = DateField(lazy_gettext("Due on"), [Optional()])
    evidence = TextAreaField(
        lazy_gettext("Evidence"),
        [Length(max=LONG_TEXT)],
        description=lazy_gettext("What shows that it is done, and where it is kept."),
    )

    @classmethod
    def of(cls, said: Action, version: int) -> ActionForm:
        """Filled in with the action, or with what was sent."""
        told = {name: getattr(said, name) for name in ("text", "owner", "due_on", "evidence")}
        return cls(data=told | {"version": version})

    def validate_due_on(self, field: DateField) -> None:
        if field.data and not FIRST <= field.data <= LAST:
            raise ValidationError(gettext("Choose a day between 2000 and 2060."))

    def said(self) -> Action:
        """What was typed, as a new action."""
        return Action(
            text=self.text.data or "",
            owner=self.owner.data or "",
            due_on=self.due_on.data,
            evidence=self.evidence.data or "",
        )

    def rebase(self, version: int) -> None:
        """Let what was typed be saved over this version."""
        self.version.data, self.version.raw_data = version, None


class NewActionForm(ActionForm):
    finding = SelectField(
        lazy_gettext("Which finding it answers"),
        [InputRequired(lazy_gettext("Choose the finding."))],
    )

    def offer(self, findings: tuple[Finding, ...]) -> None:
        listed = [(each.key, each.said.issue[:100]) for each in findings]
        self.finding.choices = listed if len(listed) == 1 else [("", gettext("Choose")), *listed]


class MoveForm(PortalForm):
    version = IntegerField(widget=HiddenInput(), default=0)
    state = HiddenField()
    verification = SelectField(lazy_gettext("How it was verified"), default="")
    evidence = TextAreaField(
        lazy_gettext("Evidence"),
        [Length(max=LONG_TEXT)],
        description=lazy_gettext("What shows that it is done, and where it is kept."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Kinds of verification in the reader's language."""
        super().__init__(*args, **kwargs)
        self.verification.choices = [("", gettext("Choose")), *audit_choices("verification")]

    def move(self) -> Move:
        return Move(
            state=self.state.data or "",
            version=self.version.data or 0,
            verification=self.verification.data or "",
            evidence=self.evidence.data or "",
        )
