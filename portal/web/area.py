"""A blueprint on which no view can be registered without saying which action it performs."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, Concatenate

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from portal.access.actions import Action
from portal.access.actor import VISITOR
from portal.access.decide import might
from portal.core.errors import NotAllowed
from portal.web import resume
from portal.web.context import Context
from portal.web.forms import has_valid_csrf
from portal.web.signin import actor, database, token

View = Callable[Concatenate[Context, ...], ResponseReturnValue]
Register = Callable[[View], View]


class Door(Enum):
    """Who is let in to a view."""

    SIGNED_IN = "whoever is signed in"
    OPEN = "everybody"
    TOKEN = "whoever holds the token in the address"  # noqa: S105  # words


class Area(Blueprint):
    def __init__(self, name: str, import_name: str) -> None:
        """`name` is the feature's; its templates and endpoints bear it."""
        super().__init__(name, import_name)
        self.actions: dict[str, Action] = {}
        self.opened: set[str] = set()

    def page(self, rule: str, action: Action) -> Register:
        """Something to read. Runs in a read-only transaction."""
        return self._view(rule, action, ["GET"])

    def form(self, rule: str, action: Action, *, files: int = 1) -> Register:
        """Something to fill in: GET shows it, POST does it or shows it again.

        A request may be as large as so many `files` of the largest size.
        """
        return self._view(rule, action, ["GET", "POST"], files=files)

    def submit(self, rule: str, action: Action) -> Register:
        """A button: POST only, always ends in a redirect (or a fragment for a script)."""
        return self._view(rule, action, ["POST"])

    def open(self, rule: str) -> Register:
        """For everybody, signed in or not: GET and POST, the actor may be the visitor."""
        return self._view(rule, Action.SITE_VIEW, ["GET", "POST"], door=Door.OPEN)

    def public(self, rule: str, action: Action) -> Register:
        """Something to read for everybody: the action's scope says what there is for a visitor."""
        return self._view(rule, action, ["GET"], door=Door.OPEN)

    def token(self, rule: str, *, methods: tuple[str, ...] = ("GET",)) -> Register:
        """For whoever holds the token in the address: a program that has no cookie or form.

        The token is all the right there is, so that a POST needs no other (RFC 8058).
        """
        return self._view(rule, Action.SITE_VIEW, list(methods), door=Door.TOKEN)

    def _view(
        self,
        rule: str,
        action: Action,
        methods: list[str],
        *,
        door: Door = Door.SIGNED_IN,
        files: int = 1,
    ) -> Register:
        def register(view: View) -> View:
            name = view.__name__
            self.actions[f"{self.name}.{name}"] = action
            if door is not Door.SIGNED_IN:
                self.opened.add(f"{self.name}.{name}")
            guarded = _guarded(view, action, door=door, files=files)
            self.add_url_rule(rule, name, guarded, methods=methods)
            return view

        return register


def _guarded(view: View, action: Action, *, door: Door, files: int) -> Callable[..., Response]:
    @wraps(view)
    def endpoint(**params: Any) -> Response:
        # To a view HEAD is GET, whatever it compares with; the server leaves the body out.
        request.method = "GET" if request.method == "HEAD" else request.method
        write = request.method == "POST"
        with database().transaction(token(), write=write) as session:
            asking = actor(session)
            g.actor = asking
            if asking is None and door is Door.SIGNED_IN:
                return _late() if write else make_response(redirect(_sign_in()))
            asking = asking or VISITOR
            if not might(asking, action):
                raise NotAllowed(action)
            request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"] * files
            if write and door is not Door.TOKEN and not has_valid_csrf(_csrf()):
                return _again()
            ctx = Context(session, asking, action, *current_app.extensions["portal.context"])
            ctx.asked = door is not Door.SIGNED_IN
            response = make_response(view(ctx, **params))
            if not ctx.asked:
                raise RuntimeError(f"{request.endpoint} answered without asking the policy")
            if response.status_code >= 400:
                session.rollback()
        if asking.touch_due:
            _touch()
        return response

    return endpoint


def _csrf() -> str | None:
    return request.form.get("csrf_token") or request.headers.get("X-CSRF-Token")


def _sign_in() -> str:
    query = request.full_path.rstrip("?")
    return "/sign-in" if query == "/" else f"/sign-in?next={resume.quoted(query)}"


def _late() -> Response:
    """The session ended while a form was being filled in: keep what was typed."""
    if request.headers.get("X-Requested-With"):
        return make_response({"error": "signed_out"}, 401)
    carried = resume.from_late_form()
    return make_response(render_template("layout/signed_out.html", carried=carried), 401)


def _again() -> Response:
    """The form's protection token is stale: show what was typed and let it be sent again."""
    if request.headers.get("X-Requested-With"):
        return make_response({"error": "stale_form"}, 400)
    return make_response(
        render_template("layout/resume.html", carried=resume.from_late_form()), 400
    )


def _touch() -> None:
    idle = current_app.extensions["portal.context"][0].session_idle
    with database().transaction(token(), write=True) as session:
        session.execute(
            text("select guard.touch_session(make_interval(secs => :idle))"), {"idle": idle}
        )
