"""Exact dates and months in their many written forms, each with the quarter it falls in."""

import re
from collections.abc import Iterator
from dataclasses import replace

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
# A year says less than the quarter that is shown, yet with a birth or a law it points at someone.
YEAR_ALONE = re.compile(
    r"\b(?:in|since|of|until|till|from|before|after|by|during|between|and|or|to|early|mid|late|around|about|born"
    r"|year|years|dated|spring|summer|autumn|fall|winter|act|decree|code|regulation|ordinance|law|[-,(])"
    r"[\s-]{0,2}(?P<year>(?:19|20)\d\d)(?:s\b|(?:\s?[-/]\s?(?:(?:19|20)\d\d|\d\d))?(?![\w%-]|[.,/:]\d))",
    re.IGNORECASE,
)
OUR_WORDS = re.compile(r"(?:\bquarter of|\bhalf of|\bthe year|\bthe course of)\s$", re.IGNORECASE)
SEASON = re.compile(
    r"\b(?:(?P<past>last)|this|next|the\ssame)\s(?:spring|summer|autumn|winter|monsoon|harvest)\b",
    re.IGNORECASE,
)
COUNTED_NEXT = re.compile(r"\s(?:[a-z]+\s)?(?:workers|people|pieces|hours|pairs|units|employees)\b")
WEEKDAY_ALONE = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
    r"|\b(?<=on )(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
)
BETWEEN = re.compile(r"\s?(?:-|,|,?\s(?:and|to|until|till|or|through)(?:\sthe)?)\s?")
FINER = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(NUMBER_OF, key=len, reverse=True))}|[a-z]+day)(?![a-z])"
    r"|\d[-/.]\d|\d:\d|week|\b\d{1,2}(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
AMBIGUOUS = frozenset(
    {"may", "march", "mar", "mars", "dec", "sep", "jun", "jan", "mai", "mei", "juni", "juli"}
)


def finer_than_a_quarter(shown: str) -> bool:
    """Whether a date names a month, week, weekday, day or hour; a year or a duration does not."""
    return FINER.search(shown) is not None


class Dates:
    def find(self, page: Page) -> Iterator[Span]:
        for spans in (self._exact(page), self._years(page)):
            yield from _joined(page, sorted(spans, key=lambda span: (span.start, -span.end)))
        for found in SEASON.finditer(page.text):
            general = "some time ago" if found["past"] else None
            yield Span(
                *found.span(), Kind.DATE, Tier.ASKED, "dates.season", 0.5, generalization=general
            )
        for found in WEEKDAY_ALONE.finditer(page.text):
            yield Span(*found.span(), Kind.DATE, Tier.DEFAULT, "dates.weekday", 0.6)

    @staticmethod
    def _years(page: Page) -> Iterator[Span]:
        for found in YEAR_ALONE.finditer(page.text):
            start, end = found.start("year"), found.end()
            if not OUR_WORDS.search(page.text[:start]) and not COUNTED_NEXT.match(page.text, end):
                yield Span(start, end, Kind.DATE, Tier.DEFAULT, "dates.year", 0.6)

    @staticmethod
    def _exact(page: Page) -> Iterator[Span]:
        for pattern in PATTERNS:
            for found in pattern.finditer(page.text):
                part = found.groupdict()
                if _only_a_word(part, page.text):
                    continue
                yield Span(
                    *found.span(),
                    Kind.DATE,
                    Tier.DEFAULT,
                    "dates",
                    0.95,
                    generalization=_quarter(part),
                )


def _joined(page: Page, spans: list[Span]) -> list[Span]:
    """One date and one decision of "28 April and 4 May 1993"; two quarters have no wider word."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and span.start < last.end:
            if span.end > last.end:
                joined[-1] = replace(last, end=span.end)
        elif last and BETWEEN.fullmatch(page.text, last.end, span.start):
            same = last.generalization == span.generalization
            general = span.generalization if same else None
            joined[-1] = replace(last, end=span.end, generalization=general)
        else:
            joined.append(span)
    return joined


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
