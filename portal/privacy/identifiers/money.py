"""Sums of money in signs, codes and words, each with the order of magnitude that may replace it."""

import re
from collections.abc import Iterator

from portal.privacy.identifiers.currencies import CODES, OTHER_CODES, SIGNS, WORDS
from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page

NUMBER = r"\d{1,3}(?:[,.' ]\d{2,3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
SCALE = r"(?:\s?(?P<scale>k|thousand|m|mn|mio|million|bn|billion|lakhs?|lacs?|crores?)\b)?"
RANGE = rf"(?P<number>{NUMBER})(?:\s?(?:-|to|and|or)\s?(?P<upper>{NUMBER}))?{SCALE}"
SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
CODE = "|".join(sorted({*CODES, *OTHER_CODES}, key=len, reverse=True))
BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?P<sign>{SIGN})|(?<!\w)(?P<code>{CODE})\.?)\s?{RANGE}(?:/-|(?!\w))",
    re.IGNORECASE,
)
AFTER = re.compile(
    rf"(?<![\w.,$-]){RANGE}\s?-?"
    rf"(?:(?P<sign>{SIGN})|(?P<code>{CODE})\b|(?P<word>{'|'.join(WORDS)})\b)",
    re.IGNORECASE,
)
SCALES = {"k": 3, "t": 3, "m": 6, "b": 9, "l": 5, "c": 7}
BANDS = (
    "a small sum of {}",
    "tens of {}",
    "hundreds of {}",
    "thousands of {}",
    "tens of thousands of {}",
    "hundreds of thousands of {}",
    "millions of {}",
    "tens of millions of {}",
    "hundreds of millions of {}",
)


def _value(shown: str, scale: str | None) -> float:
    """A last group of three digits is thousands in every notation, one or two are decimals."""
    plain = re.sub(r"[,.' ](?=\d{3}(?:\D|$))|[,' ](?=\d{2},)", "", shown)
    plain = re.sub(r"[^\d.]", "", plain.replace(",", "."))
    number = float(plain) if plain.count(".") < 2 else float(plain.replace(".", ""))
    return number * float(f"1e{SCALES[scale[0].lower()] if scale else 0}")


def _currency(found: re.Match[str]) -> str:
    part = found.groupdict()
    if part.get("word"):
        return next(
            name for word, name in WORDS.items() if re.fullmatch(word, part["word"], re.IGNORECASE)
        )
    if part.get("sign"):
        return SIGNS[part["sign"].upper()]
    return CODES.get(part["code"].upper(), part["code"].upper())


def band(value: float, currency: str) -> str:
    power = len(str(int(value))) - 1
    return BANDS[min(power, len(BANDS) - 1)].format(currency)


class Money:
    def find(self, page: Page) -> Iterator[Span]:
        for pattern in (BEFORE, AFTER):
            for found in pattern.finditer(page.text):
                if _only_a_word(found):
                    continue
                general = band(_value(found["number"], found["scale"]), _currency(found))
                yield Span(*found.span(), Kind.MONEY, Tier.DEFAULT, "money", generalization=general)


def _only_a_word(found: re.Match[str]) -> bool:
    """Codes are read in any case beside their number, but "rs", "rp" and "sar" need capitals."""
    code = found.groupdict().get("code") or ""
    return code.islower() and code.upper() not in CODES
