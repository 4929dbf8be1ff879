"""What a report, a reason and a move say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext
from wtforms import RadioField, SelectChoice, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from portal.features.moderation.service import Told
from portal.models import Concern, Group
from portal.web.forms import PortalForm

LONGEST: Final = 1_000
LONGEST_REASON: Final = 300
CONCERNS: Final[Mapping[str, LazyString]] = {
    Concern.RISK: lazy_gettext("A person may be in danger"),
    Concern.IDENTIFIES: lazy_gettext("Something identifies a person or a company"),
    Concern.OTHER: lazy_gettext("Something else"),
}
CONCERN_HINTS: Final[Mapping[str, LazyString]] = {
    Concern.RISK: lazy_gettext("Urgent: coordinators see it before everything else."),
    Concern.IDENTIFIES: lazy_gettext("A name, a place, a fact by which somebody can be found."),
    Concern.OTHER: lazy_gettext("Say below what it is."),
}


class ReportForm(PortalForm):
    concern = RadioField(
        lazy_gettext("What is the matter?"),
        [InputRequired(lazy_gettext("Choose what is the matter."))],
        choices=[SelectChoice(value, text) for value, text in CONCERNS.items()],
    )
    note = TextAreaField(
        lazy_gettext("What should coordinators know?"),
        [Length(max=LONGEST, message=lazy_gettext("Shorten it to 1,000 characters."))],
        description=lazy_gettext(
            "They read it without your name. Do not repeat what identifies somebody."
        ),
        render_kw={"rows": 4},
    )

    def validate_note(self, field: TextAreaField) -> None:
        """Nobody can look into something else without knowing what."""
        if self.concern.data == Concern.OTHER and not field.data:
            raise ValidationError(gettext("Say what it is."))

    def told(self) -> Told:
        return Told(Concern(self.concern.data), self.note.data or "")


class ReasonForm(PortalForm):
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [
            InputRequired(lazy_gettext("Write the reason: readers see it.")),
            Length(
                max=LONGEST_REASON, message=lazy_gettext("Shorten the reason to 300 characters.")
            ),
        ],
        description=lazy_gettext("Everybody in the group reads it where the post stood."),
        render_kw={"rows": 3},
    )


class DecisionForm(PortalForm):
    decision = RadioField(
        lazy_gettext("Decision"),
        [InputRequired(lazy_gettext("Choose what becomes of the post."))],
        choices=[
            SelectChoice("hide", lazy_gettext("Hide the post")),
            SelectChoice("keep", lazy_gettext("Let it stand")),
        ],
    )
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [Length(max=LONGEST_REASON, message=lazy_gettext("Shorten the reason to 300 characters."))],
        description=lazy_gettext("Needed to hide. Everybody reads it where the post stood."),
        render_kw={"rows": 3},
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Nothing disappears without a word."""
        if self.decision.data == "hide" and not field.data:
            raise ValidationError(gettext("Write the reason: readers see it."))

    @property
    def chosen(self) -> str | None:
        """The reason for hiding, or None to let it stand."""
        return self.reason.data if self.decision.data == "hide" else None


class MoveForm(PortalForm):
    group = RadioField(
        lazy_gettext("To which group?"), [InputRequired(lazy_gettext("Choose a group."))]
    )

    def offer(self, groups: Iterable[Group]) -> None:
        self.group.choices = [SelectChoice(str(each.id), each.name) for each in groups]
