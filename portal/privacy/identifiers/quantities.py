"""Durations and quantities in figures and words: what a story measures, asked about."""

import re
from collections.abc import Iterator

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page

ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen"
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a\\shundred|one\\shundred"
FIGURE = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?:(?:{TENS})(?:[ -](?:{ONES}))?|{ONES}))"
DURATION = re.compile(
    rf"(?<![\w.,/$-])(?:(?:about|almost|nearly|over|approximately|more\sthan|less\sthan)\s)?(?P<all>"
    rf"(?:(?:between\s|from\s)?{FIGURE}\s(?:and|to|or)\s)?{FIGURE}"
    r"[\s-](?P<unit>years?|months?|weeks?|days?|nights?)(?:'|(?:\sand\s"
    rf"{FIGURE}\s(?:months?|weeks?|days?)))?)(?![\w-]|\s(?:a|per|of\sage|old)\b)",
    re.IGNORECASE,
)
QUANTITY = re.compile(
    rf"(?<![\w.,/$-])(?P<all>{FIGURE}\s(?:tons?|tonnes?|kilos?|kilograms?|kg|liters?|litres?|containers?|pieces|pairs"
    r"|cartons?|boxes|bags|bales|packages|trucks|truckloads|hectares|acres|shipments?|orders?|pages|meters|tablets"
    r"|square\smeters|units))(?![\w-])",
    re.IGNORECASE,
)
WORDS = {"y": "years", "m": "months", "w": "weeks", "d": "days", "n": "nights"}


class Quantities:
    def find(self, page: Page) -> Iterator[Span]:
        for found in DURATION.finditer(page.text):
            general = f"some {WORDS[found['unit'][0].lower()]}"
            yield _span(found.span("all"), "quantities.duration", general)
        for found in QUANTITY.finditer(page.text):
            yield _span(found.span("all"), "quantities.measure", None)


def _span(where: tuple[int, int], detector: str, general: str | None) -> Span:
    return Span(*where, Kind.QUANTITY, Tier.ASKED, detector, 0.5, generalization=general)
