"""What every form of the portal shares."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from portal.core.text import tidy


class PortalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """CSRF on; texts arrive tidied (NFC, no control characters, no space at the ends)."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            if unbound_field.field_class.__name__ in {"StringField", "TextAreaField", "EmailField"}:
                filters = [*unbound_field.kwargs.get("filters", ()), _tidied]
                options = options | {"filters": filters}
            return unbound_field.bind(form=form, **options)


def has_valid_csrf(value: str | None) -> bool:
    """Is this the token of the cookie's session?"""
    try:
        validate_csrf(value)
    except ValidationError:
        return False
    return True


def _tidied(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value
