"""Texts with marked identifiers as the taggers learn them: on the page's text, one label set."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.privacy.identifiers.page import Page
from training.split import held_out

DATA = Path(__file__).parent / "data"

OF_SHORT_TEXTS = {
    "PERSON": "PERSON",
    "TITLE": "DEM",
    "ORGANIZATION": "ORG",
    "ADDRESS": "LOC",
    "STREET_ADDRESS": "LOC",
    "LOCATION": "LOC",
    "GPE": "LOC",
    "ZIP_CODE": "LOC",
    "NRP": "DEM",
    "AGE": "DEM",
    "DATE_TIME": "DATETIME",
    "CREDIT_CARD": "CODE",
    "PHONE_NUMBER": "CODE",
    "EMAIL_ADDRESS": "CODE",
    "DOMAIN_NAME": "CODE",
    "US_SSN": "CODE",
    "IP_ADDRESS": "CODE",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """`masked` is false for what annotators named but left readable."""

    start: int
    end: int
    type: str
    masked: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    id: str
    text: str
    mentions: tuple[Mention, ...]
    template: str = ""


def on_page(name: str, given: str, mentions: list[Mention], template: str = "") -> Text:
    page = Page(given)
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for position in range(len(page.text)):
        start, end = page.origin(position, position + 1)
        for origin in range(start, end):
            first.setdefault(origin, position)
            last[origin] = position + 1
    moved = []
    for mention in mentions:
        inside = [p for p in range(mention.start, mention.end) if p in first]
        if inside:
            where = first[inside[0]], last[inside[-1]]
            moved.append(Mention(*where, mention.type, mention.masked))
    return Text(name, page.text, tuple(sorted(moved, key=lambda m: (m.start, -m.end))), template)


def rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def judgments(path: Path) -> list[Text]:
    return [
        on_page(
            row["id"],
            row["text"],
            [
                Mention(m["start"], m["end"], m["type"], m["identifier"] != "NO_MASK")
                for m in row["mentions"]
            ],
        )
        for row in rows(path)
    ]


def short_texts(path: Path, *, kept_out: bool) -> list[Text]:
    return [
        on_page(
            row["id"],
            row["text"],
            [Mention(m["start"], m["end"], OF_SHORT_TEXTS[m["type"]]) for m in row["mentions"]],
            row["template"],
        )
        for row in rows(path)
        if held_out(row["template"]) is kept_out
    ]
