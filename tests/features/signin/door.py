"""Signing in as a visitor does, with the fields of the page."""

from typing import Any

from tests.pages import Page, Visitor
from tests.world import PASSWORD


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD, **more: str) -> Any:
    form = Page(visitor.get("/sign-in").text).form()
    return visitor.post("/sign-in", data=form | {"email": email, "password": password} | more)


def token_of(visitor: Visitor) -> str | None:
    with visitor.session_transaction() as cookie:
        return cookie.get("_user_id")
