"""What may be chosen and asked for on the pages of notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.features.notices.service import Ending
from portal.models import USUAL, Cadence
from portal.web.forms import PortalForm
from portal.web.notices import HOUR

CHOICES: Final = [
    SelectChoice(Cadence.INSTANT, lazy_gettext("At once")),
    SelectChoice(Cadence.DAILY, lazy_gettext("Daily")),
    SelectChoice(Cadence.WEEKLY, lazy_gettext("Weekly")),
    SelectChoice(Cadence.OFF, lazy_gettext("No mail")),
]
AT: Final = f"{HOUR:%-H:%M}"
HINTS: Final = {
    Cadence.INSTANT: lazy_gettext("One mail for each batch, some minutes after it was released."),
    Cadence.DAILY: lazy_gettext("At %(hour)s UTC, if there is anything new.", hour=AT),
    Cadence.WEEKLY: lazy_gettext("On Mondays at %(hour)s UTC, if there is anything new.", hour=AT),
    Cadence.OFF: lazy_gettext("The portal still lists everything here."),
}


class CadenceForm(PortalForm):
    """How often mails about one group come; one such form for each group, told apart by prefix."""

    class Meta(PortalForm.Meta):
        csrf = False  # the page's one form bears the token

    cadence = RadioField(lazy_gettext("E-mail"), choices=CHOICES, default=USUAL)


def cadence_forms(
    names: Mapping[UUID, str], chosen: Mapping[UUID, str]
) -> list[tuple[UUID, CadenceForm]]:
    """One for each group, with what is chosen now."""
    found = []
    for group, name in names.items():
        form = CadenceForm(prefix=group.hex, data={"cadence": chosen.get(group, USUAL)})
        form.cadence.label.text = name
        found.append((group, form))
    return found


def chosen(forms: Iterable[tuple[UUID, CadenceForm]]) -> dict[UUID, Cadence]:
    """Of valid forms."""
    return {group: Cadence(form.cadence.data) for group, form in forms}


def read_group(given: MultiDict[str, str], names: Mapping[UUID, str]) -> UUID | None:
    """The group that the list is narrowed to; one that the person is not told of is none."""
    try:
        group = UUID(given.get("group", ""))
    except ValueError:
        return None
    return group if group in names else None


def read_ending(given: MultiDict[str, str]) -> Ending:
    """Which mails to end; a mail program's one click names none (RFC 8058)."""
    try:
        return Ending(UUID(given.get("group", "")))
    except ValueError:
        return Ending(everything="everything" in given)
