"""What an organization answers to a release, and what came of a practice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.models import SightingKind
from portal.web.forms import PortalForm, refuse_telling
from portal.web.sightings import LABELS

LONGEST: Final = 500


class SightingForm(PortalForm):
    """`note` is there for practices alone."""

    kind = RadioField(
        lazy_gettext("Your organization's answer"),
        [InputRequired(lazy_gettext("Choose an answer."))],
    )
    note = TextAreaField(
        lazy_gettext("What came of it"),
        [Length(max=LONGEST, message=lazy_gettext("Shorten this to 500 characters."))],
        description=lazy_gettext(
            "Optional. Shown without a name, among the notes of at least three corporate families"
            " that answer the same. Say it without names, places and dates."
        ),
        render_kw={"rows": 4},
    )

    def __init__(
        self, kinds: Sequence[SightingKind], *args: Any, noted: bool, **kwargs: Any
    ) -> None:
        """`kinds` are the answers that this kind of release knows; `noted`: a note may be added."""
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(each.value, LABELS[each]) for each in kinds]
        if not noted:
            del self.note

    @property
    def said(self) -> str:
        return str(self.note.data or "") if "note" in self else ""

    def tell(self, found: Sequence[str]) -> bool:
        """Refuse what could identify someone; False if there is any."""
        return refuse_telling(self.note, found)
