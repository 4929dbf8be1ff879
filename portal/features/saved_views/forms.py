"""What may be typed about a view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm
from portal.web.saved_views import LONGEST_QUERY, Saved


class ViewForm(PortalForm):
    page = HiddenField()
    query = HiddenField(validators=[Length(max=LONGEST_QUERY)])
    name = StringField(
        lazy_gettext("Name of the view"),
        [InputRequired(lazy_gettext("Give the view a name.")), Length(max=60)],
    )
    first = BooleanField(
        lazy_gettext("Open the list with this view"),
        description=lazy_gettext("Whenever you open the list without filters of your own."),
    )

    def __init__(
        self, *args: Any, others: Iterable[Saved] = (), id: UUID | None = None, **kwargs: Any
    ) -> None:
        """`others` are the views that the person keeps, `id` the one that is being changed."""
        super().__init__(*args, **kwargs)
        self._others = [view for view in others if view.id != id]

    def validate_name(self, field: StringField) -> None:
        name = (field.data or "").casefold()
        if any(v.name.casefold() == name and v.page == self.page.data for v in self._others):
            raise ValidationError(gettext("You keep a view of this name here already."))
