"""Which page each of the portal's own errors becomes; foreign and absent look alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.exceptions import HTTPException

from portal.core.errors import Conflict, NotAllowed, NotFound, PortalError, Refused, TooOften

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    title: LazyString
    text: LazyString


NOT_FOUND: Final = Page(
    404,
    lazy_gettext("Nothing here"),
    lazy_gettext(
        "There is no such page, or it is not yours to see. Check the address, or go back to"
        " the start."
    ),
)
PAGES: Final[dict[type[PortalError], Page]] = {
    NotFound: NOT_FOUND,
    NotAllowed: Page(
        403,
        lazy_gettext("Not yours to do"),
        lazy_gettext(
            "Your role does not allow this. An administrator of your organization can change roles."
        ),
    ),
    Conflict: Page(
        409,
        lazy_gettext("Somebody was faster"),
        lazy_gettext(
            "This has changed since you opened it. Go back, look at the new state, and try again."
        ),
    ),
    Refused: Page(
        422, lazy_gettext("That cannot be done"), lazy_gettext("Check what you entered.")
    ),
    TooOften: Page(
        429,
        lazy_gettext("Enough for today"),
        lazy_gettext(
            "This question is limited so that nobody can be found out by asking. Try again"
            " tomorrow."
        ),
    ),
}
HTTP_PAGES: Final[dict[int, Page]] = {
    400: Page(
        400,
        lazy_gettext("That did not arrive well"),
        lazy_gettext("Go back and send it once more."),
    ),
    404: NOT_FOUND,
    405: NOT_FOUND,
    413: Page(
        413,
        lazy_gettext("The file is too large"),
        lazy_gettext(
            "Nothing was stored. Split the file, or leave out columns that are not needed."
        ),
    ),
    500: Page(
        500,
        lazy_gettext("Something broke on our side"),
        lazy_gettext("Nothing that you saved before is lost. Try again in a minute."),
    ),
}


def init_app(app: Flask) -> None:
    @app.errorhandler(PortalError)
    def own(error: PortalError) -> ResponseReturnValue:
        page = PAGES[type(error)]
        said = gettext(error.message, **error.values) if isinstance(error, Refused) else page.text
        return _render(page, str(said))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        page = HTTP_PAGES.get(error.code or 500, HTTP_PAGES[400])
        return _render(page, str(page.text))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        if app.testing:
            raise error
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_qualname}:{where.tb_lineno}" if where else ""
        log.error("unexpected", endpoint=request.endpoint, error=type(error).__name__, where=place)
        return _render(HTTP_PAGES[500], str(HTTP_PAGES[500].text))


def _render(page: Page, said: str) -> ResponseReturnValue:
    if request.headers.get("X-Requested-With"):
        return {"error": str(page.title), "text": said}, page.status
    return render_template(
        "layout/error.html", status=page.status, title=page.title, text=said
    ), page.status
