from flask_babel import lazy_gettext
from wtforms import EmailField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Regexp

from portal.core.passwords import SHORTEST
from portal.features.organizations.service import Acceptance, NewInvitation
from portal.web.directory import ROLES
from portal.web.forms import PortalForm

# No `=?`: mail programs, and our own, decode it, even into further addresses.
ADDRESS = r"^(?!.*=\?)[^@\s,;:<>()\[\]\"]+@[^@\s,;:<>()\[\]\"]+\.[^@\s,;:<>()\[\]\".]+$"
CHOICES = [SelectChoice(role, ROLES[role]) for role in ("reader", "contributor", "admin")]
HINTS = {
    "reader": lazy_gettext("Reads what the groups share."),
    "contributor": lazy_gettext("Reads, writes findings and keeps the suppliers."),
    "admin": lazy_gettext("All of this; invites people and changes roles."),
}


class InvitationForm(PortalForm):
    name = StringField(
        lazy_gettext("Name"),
        [DataRequired(lazy_gettext("Enter the person's name.")), Length(max=120)],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        lazy_gettext("E-mail"),
        [
            DataRequired(lazy_gettext("Enter an e-mail address.")),
            Length(max=254),
            Regexp(
                ADDRESS,
                message=lazy_gettext("Enter one complete address, such as name@company.example."),
            ),
        ],
        description=lazy_gettext("The person signs in with this address."),
        render_kw={"autocomplete": "off"},
    )
    role = RadioField(lazy_gettext("Role"), [InputRequired()], choices=CHOICES, default="reader")

    def new_invitation(self) -> NewInvitation:
        return NewInvitation(self.email.data, self.name.data, self.role.data)


class RoleForm(PortalForm):
    role = RadioField(lazy_gettext("Role"), [InputRequired()], choices=CHOICES)


class ConfirmForm(PortalForm):
    """A button and nothing to fill in."""


class AcceptanceForm(PortalForm):
    name = StringField(
        lazy_gettext("Your name"),
        [DataRequired(lazy_gettext("Enter your name.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [
            InputRequired(lazy_gettext("Enter a password.")),
            Length(
                min=SHORTEST, max=1000, message=lazy_gettext("Use between 12 and 1,000 characters.")
            ),
        ],
        description=lazy_gettext("At least 12 characters. A few unrelated words are easy to keep."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy_gettext("Password, again"),
        [
            InputRequired(lazy_gettext("Enter the password again.")),
            EqualTo("password", lazy_gettext("The two passwords differ.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def acceptance(self, token: str, email: str) -> Acceptance:
        return Acceptance(token, email, self.name.data, self.password.data)
