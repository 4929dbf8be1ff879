"""Everything that a person can reach, with what is random taken out: two worlds must read the same."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import urlsplit

from tests.pages import Visitor

ID = re.compile(
    r"\b[0-9a-f]{8}(?P<h>-?)[0-9a-f]{4}(?P=h)4[0-9a-f]{3}(?P=h)[89ab][0-9a-f]{3}(?P=h)[0-9a-f]{12}\b"
)
"""With hyphens or without."""
TOKEN = re.compile(r'(name="csrf_token"(?: type="hidden")? value=)"[^"]*"')
CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
BETWEEN_TAGS = re.compile(r">\s*<")
MOST_PAGES = 400
READABLE = ("text/", "application/json")
NOT_COMPARED = {"Set-Cookie", "Date", "Content-Length"}
Reading = dict[str, list[str]]
"""What came back by address; several items of one kind share an address, in the order of their text."""


def crawl(
    visitor: Visitor, starts: tuple[str, ...] = ("/",), *, within: tuple[str, ...] = ("",)
) -> Reading:
    """Follow every link of this site whose path has one of these words, and read every reply."""
    waiting, seen = list(starts), set(starts)
    reading: Reading = defaultdict(list)
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        reply = visitor.get(path)
        headers = sorted(f"{k}: {v}" for k, v in reply.headers.items() if k not in NOT_COMPARED)
        text = reply.text if (reply.mimetype or "").startswith(READABLE) else ""
        reading[neutral(path)].append(
            "\n".join([str(reply.status_code), *map(neutral, headers), *unordered(text)])
        )
        if reply.mimetype != "text/html":
            continue
        for link in [reply.location] if reply.location else visitor.links:
            target = urlsplit(link)
            address = target.path + (f"?{target.query}" if target.query else "")
            if target.netloc or not target.path.startswith("/") or address in seen:
                continue
            if not any(word in target.path for word in within):
                continue
            seen.add(address)
            waiting.append(address)
    return {path: sorted(bodies) for path, bodies in reading.items()}


def neutral(text: str) -> str:
    """Random ids, form tokens and minutes of one's own clock are the same word everywhere."""
    return CLOCK.sub("00:00", TOKEN.sub(r'\1"TOKEN"', ID.sub("ID", text)))


def unordered(html: str) -> list[str]:
    """Lines in the order of their text: items of one batch stand in an order drawn by lot."""
    pieces = BETWEEN_TAGS.sub(">\n<", neutral(html)).splitlines()
    return sorted(piece.strip() for piece in pieces if piece.strip())
