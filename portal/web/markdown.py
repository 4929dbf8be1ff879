"""Markdown that people write, as HTML that can do nothing: no raw HTML, images, ids or scripts."""

from __future__ import annotations

from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

SCHEMES: Final = frozenset({"http", "https", "mailto"})
TAGS: Final = frozenset(
    "p br strong em s blockquote ul ol li code pre hr a h3 h4 h5 h6".split()  # noqa: SIM905  # reads as the list it is
)
HIGHEST: Final = 3
"""A page has one h1, and an h2 says whose words these are."""
LOWEST: Final = 6


def _safe(url: str) -> bool:
    scheme, colon, rest = url.strip().partition(":")
    return bool(colon and rest) and scheme.casefold() in SCHEMES


_PARSER: Final = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
_PARSER.disable("image").enable("strikethrough")
_PARSER.validateLink = _safe  # type: ignore[method-assign]  # how the library lets it be replaced


def html(source: str) -> Markup:
    """The text's HTML, parsed without raw HTML and then cleaned by an allow-list of its own.

    Links lead to http, https and mailto only, and say nothing of where they came from.
    """
    tokens = _PARSER.parse(source)
    _demote(tokens)
    drawn = _PARSER.renderer.render(tokens, _PARSER.options, {})
    cleaned = nh3.clean(
        drawn,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return Markup(cleaned)  # noqa: S704  # cleaned by the allow-list above


def quoted(source: str) -> str:
    """The text as a quotation that a reply begins with."""
    lines = (f"> {line}".rstrip() for line in source.strip().splitlines())
    return "\n".join(lines) + "\n\n"


def _demote(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + HIGHEST - 1, LOWEST)}"
