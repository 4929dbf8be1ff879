from flask_babel import lazy_gettext
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from portal.core.passwords import SHORTEST
from portal.features.signin.service import Credentials, NewPassword
from portal.web.forms import PortalForm


class SignInForm(PortalForm):
    email = EmailField(
        lazy_gettext("E-mail"),
        [InputRequired(lazy_gettext("Enter your e-mail address.")), Length(max=320)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Enter your password.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )

    def credentials(self) -> Credentials:
        return Credentials(self.email.data or "", self.password.data or "")


class NameForm(PortalForm):
    name = StringField(
        lazy_gettext("Your name"),
        [DataRequired(lazy_gettext("Enter your name.")), Length(max=120)],
        description=lazy_gettext(
            "Colleagues see it. Other organizations see it only if you are appointed in a group."
        ),
        render_kw={"autocomplete": "name"},
    )


class PasswordForm(PortalForm):
    old = PasswordField(
        lazy_gettext("Present password"),
        [InputRequired(lazy_gettext("Enter your present password.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        lazy_gettext("New password"),
        [
            InputRequired(lazy_gettext("Enter a new password.")),
            Length(
                min=SHORTEST, max=1000, message=lazy_gettext("Use between 12 and 1,000 characters.")
            ),
        ],
        description=lazy_gettext("At least 12 characters. A few unrelated words are easy to keep."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy_gettext("New password, again"),
        [
            InputRequired(lazy_gettext("Enter the new password again.")),
            EqualTo("new", lazy_gettext("The two new passwords differ.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def new_password(self) -> NewPassword:
        return NewPassword(self.old.data or "", self.new.data or "")
