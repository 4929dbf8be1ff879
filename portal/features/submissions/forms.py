"""What an author may say to coordination, checked like the finding itself."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.features.submissions.service import Answer
from portal.web.forms import PortalForm, refuse_telling

LONGEST = 2_000


class AnswerForm(PortalForm):
    body = TextAreaField(
        lazy_gettext("Your answer"),
        [
            InputRequired(lazy_gettext("Write an answer.")),
            Length(max=LONGEST, message=lazy_gettext("Shorten the answer to 2,000 characters.")),
        ],
        description=lazy_gettext(
            "Coordinators read it without your name. Say it without names, places and dates."
        ),
    )

    def tell(self, found: Sequence[str]) -> bool:
        """Refuse what could identify someone; False if there is any."""
        return refuse_telling(self.body, found)

    def answer(self, delay: tuple[int, int]) -> Answer:
        return Answer(self.body.data or "", delay)
