from flask_babel import lazy_gettext
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.features.signin.service import Credentials
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
