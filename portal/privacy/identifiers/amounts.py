"""Money, exact counts and superlatives, with the honest band that may stand in their place."""

import re
from collections.abc import Iterator

import pycountry

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page

SIGNS = {
    "$": "dollars", "US$": "US dollars", "S$": "Singapore dollars", "HK$": "Hong Kong dollars", "NT$": "Taiwan dollars",
    "A$": "Australian dollars", "C$": "Canadian dollars", "R$": "reais", "MX$": "pesos", "€": "euros", "£": "pounds",
    "¥": "yuan or yen", "₹": "rupees", "৳": "taka", "₫": "dong", "฿": "baht", "₱": "pesos", "₩": "won", "₦": "naira", "₺": "lira",
    "₨": "rupees", "៛": "riel", "₽": "rubles", "₪": "shekels",
}  # fmt: skip
CODES = {
    "RM": "ringgit", "MYR": "ringgit", "USD": "US dollars", "EUR": "euros", "GBP": "pounds", "BDT": "taka", "TK": "taka",
    "INR": "rupees", "RS": "rupees", "PKR": "rupees", "NPR": "rupees", "LKR": "rupees", "CNY": "yuan", "RMB": "yuan", "VND": "dong",
    "THB": "baht", "IDR": "rupiah", "RP": "rupiah", "PHP": "pesos", "MXN": "pesos", "MMK": "kyat", "KHR": "riel", "TRY": "lira",
    "JPY": "yen", "KRW": "won", "TWD": "Taiwan dollars", "SGD": "Singapore dollars", "HKD": "Hong Kong dollars", "BRL": "reais",
    "AED": "dirhams", "SAR": "riyals", "QAR": "riyals", "ZAR": "rand", "ETB": "birr", "UZS": "som", "CHF": "francs",
}  # fmt: skip
WORDS = {
    "ringgits?": "ringgit", "takas?": "taka", "rupees?": "rupees", "rupiahs?": "rupiah", "(?:us |american )dollars?": "US dollars",
    "dollars?|bucks": "dollars", "euros?": "euros", "yuan|renminbi|kuai": "yuan", "bahts?": "baht", "dongs?": "dong", "pesos?": "pesos",
    "pounds? sterling|pounds?|quid": "pounds", "kyats?": "kyat", "riels?": "riel", "liras?": "lira", "dirhams?": "dirhams", "riyals?": "riyals",
    "yen": "yen", "won": "won", "francs?": "francs", "birrs?": "birr", "shillings?": "shillings", "nairas?": "naira", "rands?": "rand",
    "reais|real": "reais", "s[ou]ms?": "som", "kronor|kroner|krona": "kronor", "cents?": "cents", "rmb": "yuan", "tk": "taka",
}  # fmt: skip
ENGLISH_TOO = {
    "ALL",
    "TOP",
    "CUP",
    "GEL",
    "PEN",
    "LAK",
    "MOP",
    "BAM",
    "SOS",
    "TRY",
    "ANG",
    "MAD",
    "RON",
}
OTHER_CODES = {c.alpha_3 for c in pycountry.currencies} - ENGLISH_TOO - set(CODES)
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
    rf"(?<![\w.,$-]){RANGE}\s?-?(?:(?P<sign>{SIGN})|(?P<code>{CODE})\b|(?P<word>{'|'.join(WORDS)})\b)",
    re.IGNORECASE,
)
SCALES = {"k": 3, "t": 3, "m": 6, "b": 9, "l": 5, "c": 7}
BANDS = ("a small sum of {}", "tens of {}", "hundreds of {}", "thousands of {}", "tens of thousands of {}",
    "hundreds of thousands of {}", "millions of {}", "tens of millions of {}", "hundreds of millions of {}")  # fmt: skip
COUNTED = (
    "workers?|employees?|people|persons?|women|men|girls|boys|children|minors?|migrants?|passports?|interviewees?|staff|operators?"
    "|recruits|victims?|respondents?|families|households|villagers|prisoners|detainees|trainees|interns|students|apprentices|helpers"
    "|contracts|payslips|dormitor(?:y|ies)|beds|rooms|documents|labou?rers|recruiters|agents|guards|supervisors|machines|nationals|sewers|tailors"
)
RATIO = re.compile(
    r"(?<![\w.,/$-])(?P<part>\d[\d,]*)\s(?:out\s)?of\s(?:the\s|all\s|our\s)?(?P<whole>\d[\d,]*)(?![\w/%-]|[.,]\d)",
    re.IGNORECASE,
)
SLASHED = re.compile(
    rf"(?<![\w.,/$-])(?P<part>\d+)/(?P<whole>\d+)(?=\s(?:{COUNTED})\b)", re.IGNORECASE
)
COUNT = re.compile(
    rf"(?<![\w.,/$'-])(?P<part>\d[\d,]*)(?=\s(?:[a-z]+(?:ese|an|i|ing|al|ed|ant|le|er)\s|[a-z]+\s)?(?:{COUNTED})\b)",
    re.IGNORECASE,
)
SUPERLATIVE = re.compile(
    r"\bthe\s(?:(?:world|country|region|nation|province|city)'s\s)?(?:second[- ]|third[- ])?"
    r"(?P<word>only|sole|largest|biggest|oldest|smallest|leading|number[- ]one|best[- ]known)(?=\s(?:[\w-]+\s){0,5}?"
    r"(?:in|of|on|at|from|to|that|which|with|supplying|producing|making|maker|manufacturer|producer|factory|exporter|supplier|employer|mill|plant)\b)",
    re.IGNORECASE,
)  # fmt: skip
SHARES = ((0.04, "very few"), (0.15, "about one in ten"), (0.22, "about one in five"), (0.29, "about one in four"), (0.365, "about one in three"),
    (0.45, "about two in five"), (0.55, "about half"), (0.635, "about three in five"), (0.71, "about two in three"), (0.775, "about three in four"),
    (0.85, "about four in five"), (0.94, "about nine in ten"), (0.9999, "nearly all"))  # fmt: skip
SIZES = ((1, "one"), (9, "several"), (19, "more than ten"), (99, "dozens of"), (199, "more than a hundred"), (999, "several hundred"),
    (1999, "more than a thousand"), (9999, "several thousand"))  # fmt: skip


def _value(shown: str, scale: str | None) -> float:
    """A last group of three digits is thousands in every notation, one or two are decimals."""
    plain = re.sub(r"[,.' ](?=\d{3}(?:\D|$))|[,' ](?=\d{2},)", "", shown)
    plain = re.sub(r"[^\d.]", "", plain.replace(",", "."))
    number = float(plain) if plain.count(".") < 2 else float(plain.replace(".", ""))
    return number * 10 ** (SCALES[scale[0].lower()] if scale else 0)


def _currency(found: re.Match[str]) -> str:
    part = found.groupdict()
    if part.get("word"):
        return next(name for word, name in WORDS.items() if re.fullmatch(word, part["word"], re.I))
    if part.get("sign"):
        return SIGNS[part["sign"].upper()]
    return CODES.get(part["code"].upper(), part["code"].upper())


def band(value: float, currency: str) -> str:
    power = len(str(int(value))) - 1
    return BANDS[min(power, len(BANDS) - 1)].format(currency)


def share(part: int, whole: int) -> str:
    if part == whole:
        return "all"
    return next(words for limit, words in SHARES if part / whole <= limit)


def size(number: int) -> str:
    return next((words for limit, words in SIZES if number <= limit), "tens of thousands of")


class Amounts:
    def find(self, page: Page) -> Iterator[Span]:
        for pattern in (BEFORE, AFTER):
            for found in pattern.finditer(page.text):
                if not _only_a_word(found):
                    general = band(_value(found["number"], found["scale"]), _currency(found))
                    yield Span(
                        *found.span(),
                        Kind.MONEY,
                        Tier.DEFAULT,
                        "amounts.money",
                        0.95,
                        generalization=general,
                    )
        yield from self._counts(page.text)
        for found in SUPERLATIVE.finditer(page.text):
            big = found["word"].lower() in {"largest", "biggest", "leading"}
            yield Span(
                *found.span(),
                Kind.SUPERLATIVE,
                Tier.ASKED,
                "amounts.superlative",
                0.7,
                generalization="a large" if big else None,
            )

    @staticmethod
    def _counts(text: str) -> Iterator[Span]:
        for pattern in (RATIO, SLASHED):
            for found in pattern.finditer(text):
                part, whole = (int(found[name].replace(",", "")) for name in ("part", "whole"))
                if 0 < part <= whole and not (1900 < whole < 2100 and part < 32):
                    yield Span(
                        *found.span(),
                        Kind.COUNT,
                        Tier.DEFAULT,
                        "amounts.ratio",
                        0.9,
                        generalization=share(part, whole),
                    )
        for found in COUNT.finditer(text):
            if (number := int(found["part"].replace(",", "") or 0)) > 1:
                yield Span(
                    *found.span(),
                    Kind.COUNT,
                    Tier.ASKED,
                    "amounts.count",
                    0.8,
                    generalization=size(number),
                )


def _only_a_word(found: re.Match[str]) -> bool:
    """Codes are read in any case beside their number, but "rs", "rp" and "sar" need capitals."""
    code = found.groupdict().get("code")
    return bool(code) and code.islower() and code.upper() not in {*CODES}
