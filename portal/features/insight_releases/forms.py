"""What a coordinator says about figures that wait."""

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from portal.features.insight_releases.service import AUDIENCES, LABELS
from portal.reference.tlp import Audience, Tlp, contradiction
from portal.web.forms import PortalForm


class VersionForm(PortalForm):
    """`version` is the one that was read."""

    version = HiddenField()

    @property
    def read_version(self) -> int:
        """The version that the coordinator had on the screen; 0 if the form does not say."""
        given = str(self.version.data or "")
        return int(given) if given.isdecimal() else 0


class ReadersForm(VersionForm):
    audience = RadioField(lazy_gettext("Who reads it"), [DataRequired()])
    tlp = RadioField(
        lazy_gettext("What readers may do with it"),
        [DataRequired()],
        choices=[SelectChoice(each.value, each.value) for each in LABELS],
    )

    def offer(self) -> None:
        """The audiences in the reader's language."""
        self.audience.choices = [
            SelectChoice(each.value, gettext(each.label)) for each in AUDIENCES
        ]

    @property
    def readers(self) -> tuple[Audience, Tlp]:
        return Audience(self.audience.data), Tlp(self.tlp.data)

    def validate_tlp(self, field: RadioField) -> None:
        """A label may not promise less than the audience gives away."""
        try:
            audience, label = Audience(self.audience.data), Tlp(field.data)
        except ValueError:
            return
        if (reason := contradiction(audience, label)) is not None:
            raise ValidationError(gettext(reason))


class RefusalForm(VersionForm):
    reason = TextAreaField(
        lazy_gettext("Why these figures are not released"),
        [
            DataRequired(message=lazy_gettext("Write why these figures are not released.")),
            Length(max=2000, message=lazy_gettext("Write at most 2,000 characters.")),
        ],
        description=lazy_gettext(
            "Only the coordinators of this group read it. Name no organization and no supplier."
        ),
        render_kw={"rows": 5},
    )
