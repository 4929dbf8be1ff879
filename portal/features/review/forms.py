"""What a coordinator may type about a candidate."""

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField, ValidationError
from wtforms.validators import Length

from portal.models import Verdict
from portal.web.forms import PortalForm


class DecisionForm(PortalForm):
    """`version` is the one that was read; the three buttons send `verdict`."""

    version = HiddenField()
    verdict = RadioField(
        lazy_gettext("Decision"), choices=[SelectChoice(each.value) for each in Verdict]
    )
    message = TextAreaField(
        lazy_gettext("Question or reason"),
        [Length(max=4000, message=lazy_gettext("Write at most 4,000 characters."))],
        description=lazy_gettext(
            "Needed to return or refuse. It goes to the hidden author through the sealed channel;"
            " the author sees no name."
        ),
        render_kw={"rows": 5},
    )

    @property
    def read_version(self) -> int:
        """The version that the coordinator had on the screen; 0 if the form does not say."""
        given = str(self.version.data or "")
        return int(given) if given.isdecimal() else 0

    def validate_message(self, field: TextAreaField) -> None:
        """Nothing that was typed is thrown away, and no author is left without a reason."""
        if self.verdict.data == Verdict.RETURN and not field.data:
            raise ValidationError(gettext("Write the question that the author should answer."))
        if self.verdict.data == Verdict.REFUSE and not field.data:
            raise ValidationError(gettext("Write why it is refused."))
        if self.verdict.data == Verdict.APPROVE and field.data:
            raise ValidationError(
                gettext("An approval carries no message. Empty this field, or return it.")
            )
