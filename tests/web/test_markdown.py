"""Whatever is typed, no page gets a script, a foreign picture, an id or a link that runs."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from portal.web.markdown import SCHEMES, TAGS, html, quoted

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](//evil.example)",
    "[x](/account/password)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example"onclick="alert(1))',
    "![x](https://tracker.example/pixel.png)",
    "![x](javascript:alert(1))",
    "```<script>\nalert(1)\n```",
    "# <a id=main>x</a>",
    "<details open ontoggle=alert(1)>",
    "<style>*{display:none}</style>",
    "<form action=https://evil.example><input name=q></form>",
    "<iframe src=https://evil.example></iframe>",
    "[x](https://a.example/\u202egpj.exe)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href='https://a.example' target=_blank>x</a>",
    "a\x00b<scr\x00ipt>",
)


class Reader(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def harmless(source: str) -> None:
    for tag, attributes in Reader(html(source)).found:
        assert tag in TAGS, tag
        assert set(attributes) <= {"href", "rel", "start"}, attributes
        if tag == "a":
            assert attributes["rel"] == "noopener noreferrer nofollow"
            assert (attributes.get("href") or "https:").partition(":")[0].casefold() in SCHEMES


@pytest.mark.parametrize("source", ATTACKS)
def test_an_attack_becomes_harmless_text(source: str) -> None:
    harmless(source)


@given(st.text(max_size=200))
def test_any_text_is_harmless(source: str) -> None:
    harmless(source)


@given(
    st.lists(
        st.sampled_from([*ATTACKS, "**", "_", "`", "\n", "\n\n", "> ", "- ", "](", "[", "<", '"']),
        max_size=8,
    )
)
def test_attacks_joined_in_any_way_are_harmless(parts: list[str]) -> None:
    harmless("".join(parts))


def test_what_people_write_looks_as_they_mean_it() -> None:
    drawn = html("# Steps\n\n1. **Ask**\n2. Write\n\n[list](https://a.example/x?y=1&z=2)")
    assert "<h3>Steps</h3>" in drawn, "a page has one h1"
    assert "<strong>Ask</strong>" in drawn
    assert 'href="https://a.example/x?y=1&amp;z=2"' in drawn
    assert "<blockquote>" in html(quoted("One.\n\nTwo.") + "Three.")
