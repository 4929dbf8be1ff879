"""A test client that reads every page as a careful visitor would: it is well made, or the test fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from typing_extensions import override

MOST_STATEMENTS = 12
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Form:
    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What matters of an HTML reply: headings, title, ids, labels, forms, links and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.h1 = 0
        self.title = ""
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.inline: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        self.h1 += tag == "h1"
        if given.get("id"):
            self.ids.append(given["id"] or "")
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "script" and not given.get("src"):
            self.inline.append("script")
        if tag == "label" and given.get("for"):
            self.labels.add(given["for"] or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag == "form":
            self.forms.append(
                Form((given.get("method") or "get").lower(), given.get("action") or "")
            )
        if tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "submit"}:
            self.controls.append(given | {"wrapped": "yes" if "label" in self._open else None})
        if tag == "input" and self.forms and given.get("name"):
            self.forms[-1].fields.append((given["name"] or "", given.get("value") or ""))

    @override
    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    @override
    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if not {"script", "style"} & set(self._open):
            self.words.append(data)

    def form(self, action: str = "") -> dict[str, str]:
        """The hidden and typed fields of the first POST form (to that action, if one is named)."""
        for form in self.forms:
            if form.method == "post" and (not action or form.action == action):
                return dict(form.fields)
        raise AssertionError(f"no POST form to {action}")

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def check(self) -> None:
        """Raise unless the page is well made."""
        assert self.h1 == 1, f"{self.h1} h1"
        assert self.title.strip(), "no title"
        twice = [name for name, times in Counter(self.ids).items() if times > 1]
        assert not twice, f"ids twice: {twice}"
        assert not self.inline, f"inline script or style: {self.inline}"
        for form in self.forms:
            if form.method == "post":
                assert "csrf_token" in dict(form.fields), f"no CSRF token in {form.action}"
        for control in self.controls:
            labelled = (
                control.get("id") in self.labels
                or control.get("aria-label")
                or control.get("aria-labelledby")
                or control["wrapped"]
            )
            assert labelled, f"no label: {control}"


class Visitor(FlaskClient):
    """Parses every HTML reply, fills CSRF in, and counts the statements of every page.

    `links` are those of the page that it parsed last.
    """

    statements = 0
    links: Sequence[str] = ()

    @override
    def open(self, *args: Any, **kwargs: Any) -> Any:
        engine = self.application.extensions["portal.database"].engine
        count = [0]

        def note(*_: Any) -> None:
            count[0] += 1

        event.listen(engine, "before_cursor_execute", note)
        try:
            reply = super().open(*args, **kwargs)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        self.statements = count[0]
        if reply.mimetype == "text/html" and not reply.request.headers.get("X-Requested-With"):
            if reply.status_code not in {301, 302, 303}:
                page = Page(reply.text)
                page.check()
                self.links = page.links
            if reply.request.method == "GET":
                assert count[0] <= MOST_STATEMENTS, (
                    f"{count[0]} statements for {reply.request.path}"
                )
        return reply

    def csrf(self, path: str = "/account/sessions") -> str:
        """A CSRF token of this visitor's session."""
        return Page(super().open(path).text).form()["csrf_token"]

    def send(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """POST with the token that a page of one's own would carry."""
        return self.post(path, data={"csrf_token": self.csrf()} | (data or {}), **kwargs)
