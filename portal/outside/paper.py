"""A page as a PDF: nothing is fetched for it, and the file tells no time and no person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

_IDENTIFIER: Final = b"common-ground"
"""Of every file alike: an identifier drawn by lot could tell two readers' copies apart."""


class Unavailable(Exception):
    """The libraries of the text layout are not on this machine."""


@dataclass(frozen=True, slots=True)
class Drawn:
    content: bytes
    pages: int


def draw(page: str, style: str, laid_out: Callable[[], None] = lambda: None) -> Drawn:
    """Make the PDF of a whole HTML page; `laid_out` is called half way.

    The same page gives the same bytes whenever and for whomever it is drawn.
    """
    html, css, fetcher = _weasyprint()
    document = html(string=page, url_fetcher=fetcher).render(
        stylesheets=[css(string=style, url_fetcher=fetcher)]
    )
    laid_out()
    content: bytes = document.write_pdf(pdf_identifier=_IDENTIFIER, pdf_tags=True)
    return Drawn(content, len(document.pages))


def _weasyprint() -> tuple[Any, Any, Any]:
    """Imported where a PDF is drawn: it takes seconds, and native libraries that may be missing."""
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        raise Unavailable from error

    class Nothing(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002  # WeasyPrint calls it so
            """Refuse whatever a page asks for: text, style and labels are all that it needs."""
            raise ValueError(url)

    return HTML, CSS, Nothing()
