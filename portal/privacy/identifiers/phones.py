"""Phone numbers, checked against the numbering plans of many regions, without eating counts."""

import re
from collections.abc import Iterator

import phonenumbers

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page

# Sourcing countries and the homes of migrant workers first, then buyers' countries.
REGIONS = ("BD", "IN", "CN", "VN", "MY", "TH", "ID", "KH", "MM", "LK", "NP", "PK", "PH", "TW", "TR", "MX", "BR",
    "US", "GB", "DE", "FR", "ES", "IT", "PT", "NL", "PL", "EG", "MA", "ET", "MU", "JP", "KR", "HK", "SG", "UZ", "TM", "CL", "AU")  # fmt: skip
CANDIDATE = re.compile(
    r"(?<![\w.@/#-])(?:\+|\(\+?)?\s?\d(?:(?:[ ()/-]{1,3}|\.)?\d){5,15}(?![\w@]|[-/.,]\d)"
)
CUE = re.compile(
    r"(?:tele?phone|phone|tel|call(?:ed|ing)?|mobile|cell(?:phone)?|whats\s?app|wechat|viber|zalo|fax|hotline|number|contact|sms|text(?:ed)?)"
    r"(?:\s+(?:no|number|nr|me|us|him|her|them|at|on|is|was))*\s*[.:=]?\s*(?:at|on|is|was)?\s*$",
    re.IGNORECASE,
)
DATE_SHAPED = re.compile(
    r"(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}.*|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d.*|(?:(?:19|20)\d\d[-/ .]*)+"
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

    @staticmethod
    def _tier(text: str, start: int, end: int, shown: str) -> Tier | None:
        digits = re.sub(r"\D", "", shown)
        international = shown.startswith(("+", "(+", "00"))
        announced = CUE.search(text[max(0, start - 40) : start]) is not None
        if international:
            number = shown if "+" in shown else f"+{digits[2:]}"
            return Tier.MUST if _plausible(number, None) or announced or "+" in shown else None
        if DATE_SHAPED.fullmatch(shown) or not 6 <= len(digits) <= 15:
            return None
        if announced:
            return Tier.MUST
        if COUNTED.match(text, end) or len(digits) < 8:
            return None
        if not any(_plausible(shown, region) for region in REGIONS):
            return None
        if shown.isdigit() and not shown.startswith("0"):
            return Tier.DEFAULT
        return Tier.DEFAULT if GROUPED_AMOUNT.fullmatch(shown) else Tier.MUST


def _plausible(number: str, region: str | None) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed)
