"""The one place that touches Flask-Login: a cookie becomes an `Actor`."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, g
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.db.session import Database, set_local

_READ_ACTOR = text("select guard.read_actor() as actor, guard.has_news() as news")


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login is untyped
    def __init__(self, token: str, actor: Actor | None = None) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        return self.token


def database() -> Database:
    """The web role's database."""
    return cast("Database", current_app.extensions["portal.database"])


def token() -> str | None:
    """The session token of the cookie, whether or not it still opens anything."""
    return cookie.get("_user_id")


def actor(session: Session) -> Actor | None:
    """Who is asking, read in the request's own transaction."""
    g.portal_session = session
    signed_in = current_user._get_current_object()
    return signed_in.actor if isinstance(signed_in, SignedIn) else None


def begin(new_token: str) -> None:
    """Put a fresh session's token in the cookie; whatever the cookie held before is forgotten."""
    _forget()
    login_user(SignedIn(new_token))


def end() -> None:
    """Forget everything in the cookie."""
    logout_user()
    _forget()


def _forget() -> None:
    cookie.clear()
    # Flask-WTF would still hand out the token whose secret was in the cookie until now.
    g.pop("csrf_token", None)


def bind(session: Session, new_token: str) -> None:
    """Let the rest of this transaction act under the session that it has just begun."""
    set_local(session, "session", new_token)


def init_app(app: Flask) -> None:
    # Without its context processor: pages of unknown addresses have no transaction to load from.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None  # ours are server-side, and addresses are not kept (S23)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(cookie_token: str) -> SignedIn | None:
        row = g.portal_session.execute(_READ_ACTOR).one()
        g.has_news = row.news
        return None if row.actor is None else SignedIn(cookie_token, Actor.read(row.actor))
