"""Phone numbers, checked against the numbering plans of many regions, without eating counts."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page
from portal.privacy.identifiers.vocabulary import listed

# Sourcing countries, the homes of migrant workers and buyers' countries.
REGIONS = listed("phone_regions")
CANDIDATE = re.compile(
    r"(?<![\w.@/#-])(?:\+|\(\+?)?\s?\d(?:(?:[ ()/-]{1,3}|\.)?\d){5,15}"
    r"(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\w@]|[-/.,]\d)"
)
CUE = re.compile(
    r"(?:tele?phone|phone|tel|call(?:ed|ing)?|mobile|cell(?:phone)?|whats\s?app|wechat|viber|zalo|fax"
    r"|hotline|number|contact|sms|text(?:ed)?)(?:\s+(?:no|number|nr|me|us|him|her|them|at|on|is|was))*"
    r"\s*[.:=]?\s*(?:at|on|is|was)?\s*$",
    re.IGNORECASE,
)
GROUP = re.compile(r"[+(]*\d[\d.]*\)?(?:\s?(?:x|ext\.?)\s?\d+)?")
# Without an area code no plan can tell; three and four digits are how people write it.
LOCAL = re.compile(r"(?<![\w.,/$+-])(?<!\d )\d{3}[ .-]\d{4}(?![\w-]|[.,/ ]\d)")
DATE_SHAPED = re.compile(
    r"(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}.*|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d.*"
    r"|(?:(?:19|20)\d\d[-/ .]*)+"
)
GROUPED_AMOUNT = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
COUNTED = re.compile(
    r"\s?(?:%|percent|pieces|pairs|units|pcs|workers|employees|people|kg|tons?|meters|items)\b",
    re.IGNORECASE,
)


class Phones:
    def find(self, page: Page) -> Iterator[Span]:
        for found in LOCAL.finditer(page.text):
            if not COUNTED.match(page.text, found.end()):
                yield Span(*found.span(), Kind.PHONE, Tier.DEFAULT, "phones.local", 0.5)
        for found in CANDIDATE.finditer(page.text):
            for start, end in _windows(found):
                tier = self._tier(page.text, start, end, page.text[start:end])
                if tier is not None:
                    score = 0.95 if tier is Tier.MUST else 0.6
                    yield Span(start, end, Kind.PHONE, tier, "phones", score)
                    break

    def _tier(self, text: str, start: int, end: int, shown: str) -> Tier | None:
        announced = CUE.search(text[max(0, start - 40) : start]) is not None
        if shown.startswith(("+", "(+", "00")):
            number = shown if "+" in shown else f"+{shown[2:]}"
            return Tier.MUST if "+" in shown or announced or _plausible(number, None) else None
        if DATE_SHAPED.fullmatch(shown):
            return None
        if announced:
            return Tier.MUST
        return None if COUNTED.match(text, end) else self._unannounced(shown)

    @staticmethod
    def _unannounced(shown: str) -> Tier | None:
        """A bare number may be a phone's in one country of forty: its form decides how sure."""
        if sum(char.isdigit() for char in shown) < 8:
            return None
        if not any(_plausible(shown, region) for region in REGIONS):
            return None
        bare = shown.isdigit() and not shown.startswith("0")
        return Tier.DEFAULT if bare or GROUPED_AMOUNT.fullmatch(shown) else Tier.MUST


def _windows(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The whole run of digits first; then what is left without a year before or a count after."""
    groups = [
        (found.start() + g.start(), found.start() + g.end()) for g in GROUP.finditer(found[0])
    ]
    if len(groups) > 1 and re.fullmatch(r"(?:19|20)\d\d", found.string[slice(*groups[0])]):
        groups.pop(0)
    yield groups[0][0], groups[-1][1]
    for first in range(len(groups)):
        for last in reversed(range(first, len(groups))):
            start, end = groups[first][0], groups[last][1]
            if found.string[start] in "0+(":
                yield start, end


@lru_cache(maxsize=4096)
def _plausible(number: str, region: str | None) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed)
