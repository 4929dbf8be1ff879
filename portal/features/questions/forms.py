"""What may be said in the sealed channel, checked like a finding itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm, refuse_telling

LONGEST: Final = 2_000


class TurnForm(PortalForm):
    body = TextAreaField(
        lazy_gettext("What you say"),
        [
            InputRequired(lazy_gettext("Write something first.")),
            Length(max=LONGEST, message=lazy_gettext("Shorten this to 2,000 characters.")),
        ],
        description=lazy_gettext("Say it without names, places and dates."),
        render_kw={"rows": 5},
    )

    def tell(self, found: Sequence[str]) -> bool:
        """Refuse what could identify someone; False if there is any."""
        return refuse_telling(self.body, found)

    def too_often(self) -> None:
        """Say that the day's number is used up; what was typed stays."""
        said = gettext("You have said as much here as one person can in a day. Go on tomorrow.")
        self.body.errors = [*self.body.errors, said]


class QuestionForm(TurnForm):
    body = TextAreaField(
        lazy_gettext("Your question"),
        [
            InputRequired(lazy_gettext("Write the question.")),
            Length(max=LONGEST, message=lazy_gettext("Shorten this to 2,000 characters.")),
        ],
        description=lazy_gettext("Say it without names, places and dates."),
        render_kw={"rows": 6},
    )
    speaker = RadioField(
        lazy_gettext("Who asks?"),
        [InputRequired(lazy_gettext("Choose under which name you ask."))],
        choices=[
            SelectChoice("organization", lazy_gettext("Your organization")),
            SelectChoice("nobody", lazy_gettext("Nobody: without a name")),
        ],
        default="organization",
    )

    @property
    def is_named(self) -> bool:
        return bool(self.speaker.data == "organization")
