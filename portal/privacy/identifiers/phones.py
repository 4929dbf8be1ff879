"""Phone numbers, checked against the numbering plans of many regions, without eating counts."""

import re
from collections.abc import Iterator

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
        for found in CANDIDATE.finditer(page.text):
            shown = found.group()
            lead = len(shown) - len(shown.lstrip())
            tier = self._tier(page.text, found.start(), found.end(), shown.strip())
            if tier is not None:
                score = 0.95 if tier is Tier.MUST else 0.6
                yield Span(found.start() + lead, found.end(), Kind.PHONE, tier, "phones", score)

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


def _plausible(number: str, region: str | None) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed)
