"""What an organization's field data say of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm, refuse_telling
from portal.web.signals import LABELS

LONGEST: Final = 1000


class SignalForm(PortalForm):
    verdict = RadioField(
        lazy_gettext("What your organization's own field data say"),
        [InputRequired(lazy_gettext("Choose an answer."))],
        choices=[SelectChoice(code, label) for code, label in LABELS.items()],
    )
    explanation = TextAreaField(
        lazy_gettext("Explanation"),
        [Length(max=LONGEST, message=lazy_gettext("Shorten this to 1,000 characters."))],
        description=lazy_gettext(
            "Optional. The group's coordinators read it after the next count, without your"
            " organization's name. Say it without names of companies, people and sites."
        ),
        render_kw={"rows": 5},
    )

    @property
    def said(self) -> str:
        return str(self.explanation.data or "")

    def tell(self, found: Sequence[str]) -> bool:
        """Refuse what could identify someone; False if there is any."""
        return refuse_telling(self.explanation, found)
