"""Exact dates and months in their many written forms, each with the quarter it falls in."""

import re
from collections.abc import Iterator

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page

NAMES = (
    ("january", "jan", "enero", "janvier", "januar", "janeiro", "gennaio", "januari"),
    (
        "february",
        "feb",
        "febrero",
        "fevrier",
        "février",
        "februar",
        "fevereiro",
        "febbraio",
        "februari",
    ),
    ("march", "mar", "marzo", "mars", "marz", "märz", "marco", "março", "maret"),
    ("april", "apr", "abril", "avril", "aprile"),
    ("may", "mayo", "mai", "maio", "maggio", "mei"),
    ("june", "jun", "junio", "juin", "juni", "junho", "giugno"),
    ("july", "jul", "julio", "juillet", "juli", "julho", "luglio"),
    ("august", "aug", "agosto", "aout", "août", "agustus"),
    ("september", "sept", "sep", "septiembre", "septembre", "setembro", "settembre"),
    ("october", "oct", "octubre", "octobre", "oktober", "outubro", "ottobre"),
    ("november", "nov", "noviembre", "novembre", "novembro"),
    (
        "december",
        "dec",
        "diciembre",
        "decembre",
        "décembre",
        "dezember",
        "dezembro",
        "dicembre",
        "desember",
    ),
)
NUMBER_OF = {name: number for number, names in enumerate(NAMES, 1) for name in names}
MONTH = "(?P<name>" + "|".join(sorted(NUMBER_OF, key=len, reverse=True)) + r")\b\.?"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
DAYS = rf"{DAY}(?:\s?(?:-|to|and|or|until)\s?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)?"
YEAR = r"(?P<year>(?:19|20)\d\d|'\d\d)"
TIME = r"(?:(?:T|,?\s(?:at\s)?)\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b)?(?:Z|[+-]\d\d:?\d\d)?)?"
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?)?"
OF = r"(?:[.,]?\s*(?:of\s+|de\s+|del\s+)?|-|/)"
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.-])(?P<year>(?:19|20)\d\d)[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>0?[1-9]|[12]\d|3[01])(?!\d){TIME}",
        rf"(?<![\w.,/-])(?P<one>0?[1-9]|[12]\d|3[01])(?P<sep>[-/.])(?P<two>0?[1-9]|[12]\d|3[01])(?P=sep)(?P<year>(?:19|20)?\d\d)(?![\w/-]|\.\d){TIME}",
        rf"{WEEKDAY}(?<![\w.,])(?:the\s+)?{DAYS}{OF}{MONTH}(?:(?:[.,]?\s*(?:of\s+|de\s+|del\s+)?|-|/){YEAR}\b)?{TIME}",
        rf"{WEEKDAY}(?<!\w){MONTH}\s*{DAYS}\b(?!:)(?:\s*,?\s*{YEAR}\b)?{TIME}",
        rf"(?<!\w){MONTH}(?:,?\s+(?:of\s+|de\s+)?|-|/){YEAR}\b",
        r"(?<![\w/.-])(?P<month>0[1-9]|1[0-2])[/.-](?P<year>20\d\d)(?![\w/-])",
        r"(?<![\w/.-])(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])(?![\w/-])",
    )
)
QUARTERS = ("first", "second", "third", "fourth")
AMBIGUOUS = frozenset(
    {"may", "march", "mar", "mars", "dec", "sep", "jun", "jan", "mai", "mei", "juni", "juli"}
)


class Dates:
    def find(self, page: Page) -> Iterator[Span]:
        for pattern in PATTERNS:
            for found in pattern.finditer(page.text):
                part = found.groupdict()
                if _only_a_word(part, page.text):
                    continue
                exact = part.get("day") or part.get("one")
                tier = Tier.DEFAULT if exact else Tier.ASKED
                yield Span(
                    *found.span(), Kind.DATE, tier, "dates", 0.95, generalization=_quarter(part)
                )


def _only_a_word(part: dict[str, str | None], text: str) -> bool:
    """In "they may 3 times" is no date: a month that is also a word needs a capital or a year."""
    name = part.get("name")
    if not name or name.lower() not in AMBIGUOUS or part.get("year"):
        return False
    return name.islower() and not text.islower()


def _quarter(part: dict[str, str | None]) -> str:
    months = _months(part)
    year = part.get("year")
    when = f" of {_full(year)}" if year else " of the year"
    if len(quarters := {(month - 1) // 3 for month in months}) == 1:
        return f"the {QUARTERS[quarters.pop()]} quarter{when}"
    # Day and month could be either way around, and the two readings disagree.
    return f"the year {_full(year)}" if year else "the course of a year"


def _months(part: dict[str, str | None]) -> set[int]:
    if name := part.get("name"):
        return {NUMBER_OF[name.lower()]}
    if month := part.get("month"):
        return {int(month)}
    readings = {int(part[key] or 0) for key in ("one", "two")}
    return {month for month in readings if month <= 12} or {1, 12}


def _full(year: str | None) -> str:
    digits = (year or "").lstrip("'")
    if len(digits) == 4:
        return digits
    return f"{'20' if int(digits) < 50 else '19'}{digits}"
