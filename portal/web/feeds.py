"""Replies to programs that fetch a feed with a token: for its owner alone, and only if changed."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from flask import Response, request
from sqlalchemy import text

from portal.web.signin import database

_USE: Final = text("select guard.use_feed(:token)")


def reply(content: bytes, media_type: str) -> Response:
    """304 if the program has these bytes already. Proxies keep nothing."""
    response = Response(content, content_type=f"{media_type}; charset=utf-8")
    response.set_etag(sha256(content).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, max-age=900"
    response.make_conditional(request)
    return response


def remember(token: str) -> None:
    """Keep the day on which the feed was read last, for its owner to see."""
    with database().transaction(write=True) as session:
        session.execute(_USE, {"token": token})
