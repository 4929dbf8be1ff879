"""What was typed survives an expired session: it travels through sign-in and can be sent again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flask import request

NOT_CARRIED = frozenset({"csrf_token"})
PREFIX = "carried:"
LONGEST = 400_000


@dataclass(frozen=True, slots=True)
class Carried:
    """Fields of a form that was sent too late, and where it was going."""

    target: str
    fields: tuple[tuple[str, str], ...]
    files_lost: bool = False

    @property
    def hidden(self) -> Iterable[tuple[str, str]]:
        """The fields as they ride along in the sign-in form."""
        return ((PREFIX + name, value) for name, value in self.fields)


def from_late_form() -> Carried | None:
    """What the request that came too late was carrying; nothing if another site sent it."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return None
    fields = tuple((k, v) for k, v in request.form.items(multi=True) if k not in NOT_CARRIED)
    if sum(len(value) for _, value in fields) > LONGEST:
        return None
    return Carried(request.path, fields, files_lost=bool(request.files))


def from_sign_in() -> Carried | None:
    """What rode along in the sign-in form."""
    fields = tuple(
        (name.removeprefix(PREFIX), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(PREFIX)
    )
    return Carried(local(request.form.get("next")), fields) if fields else None


def local(url: str | None) -> str:
    """The URL if it leads to a page of this site, else the start page."""
    parts = urlsplit(url or "/")
    safe = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return (url or "/") if safe and not (url or "/").startswith(("//", "/\\")) else "/"


def quoted(path: str) -> str:
    """A path of this site as the value of `next`."""
    return quote(path, safe="/")
