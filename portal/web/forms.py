"""What every form of the portal shares."""

import re
from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext
from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from wtforms import Field, ValidationError

from portal.core.text import tidy

ONE_LINE: Final = frozenset({"StringField", "EmailField"})
_BREAK: Final = re.compile(r"\s*[\n\t\u2028\u2029]\s*")


class PortalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """CSRF on; texts arrive tidied (NFC, no control characters, no space at the ends).

    What browsers let people type into one line stays one line: names stand in mails.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            kind = unbound_field.field_class.__name__
            if kind in ONE_LINE or kind == "TextAreaField":
                tidying = (_tidied, _on_one_line) if kind in ONE_LINE else (_tidied,)
                filters = [*unbound_field.kwargs.get("filters", ()), *tidying]
                options = options | {"filters": filters}
            return unbound_field.bind(form=form, **options)


def refuse_telling(field: Field, found: Sequence[str]) -> bool:
    """Refuse beside the field what could identify someone; False if anything was found."""
    if found:
        said = gettext(
            "This could identify someone: %(found)s. Say it in other words.",
            found=", ".join(f"“{each}”" for each in dict.fromkeys(found)),
        )
        field.errors = [*field.errors, said]
    return not found


def has_valid_csrf(value: str | None) -> bool:
    """Is this the token of the cookie's session?"""
    try:
        validate_csrf(value)
    except ValidationError:
        return False
    return True


def _tidied(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value


def _on_one_line(value: Any) -> Any:
    return _BREAK.sub(" ", value) if isinstance(value, str) else value
