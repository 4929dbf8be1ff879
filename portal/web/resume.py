"""What was typed survives an expired session: it travels through sign-in and can be sent again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from flask import request

NOT_CARRIED = frozenset({"csrf_token"})
PREFIX = "carried:"
DELETE = 127
LONGEST = 1_000_000
"""Characters; half of what a form may hold, because it travels once more beside its names."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Fields of a form that was sent too late, and where it was going."""

    target: str
    fields: tuple[tuple[str, str], ...]
    files_lost: bool = False
    too_long: bool = False

    @property
    def hidden(self) -> Iterable[tuple[str, str]]:
        """The fields as they ride along in the sign-in form."""
        return ((PREFIX + name, value) for name, value in self.fields)

    @property
    def typed(self) -> list[str]:
        """The texts, so that they can be copied; not codes, versions and choices."""
        return [value for _, value in self.fields if len(value.split()) > 1]


def from_late_form() -> Carried | None:
    """What the late request was carrying; nothing if another site may have sent it."""
    if not _own_site():
        return None
    target = request.full_path.rstrip("?")
    fields = tuple((k, v) for k, v in request.form.items(multi=True) if k not in NOT_CARRIED)
    if sum(len(value) for _, value in fields) > LONGEST:
        return Carried(_page(target), (), too_long=True)
    if not fields:
        return Carried(_page(target), (), files_lost=bool(request.files))
    return Carried(target, fields, files_lost=bool(request.files))


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
    asked = url or "/"
    # Browsers take a backslash for `/` and leave control characters out before they read a URL.
    odd = "\\" in asked or any(ord(c) < ord(" ") or ord(c) == DELETE for c in asked)
    return asked if asked.startswith("/") and not asked.startswith("//") and not odd else "/"


def quoted(path: str) -> str:
    """A path of this site as the value of `next`."""
    return quote(path, safe="/")


def _own_site() -> bool:
    """Browsers say where a form came from; one that is too old to say so carries nothing.

    The referrer policy makes `Origin` "null" for our own forms, but others can do that too. A
    request without both headers was not made by a browser.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is None:
        return request.headers.get("Origin") in {None, request.host_url.rstrip("/")}
    return fetched_from in {"same-origin", "none"}


def _page(target: str) -> str:
    """The page itself where there is one to read at this address, else the start page."""
    rule = request.url_rule
    return target if rule is not None and "GET" in (rule.methods or ()) else "/"
