"""Exact counts and superlatives, with the honest share or size that may stand in their place."""

import re
from collections.abc import Iterator

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page

COUNTED = (
    "workers?|employees?|people|persons?|women|men|girls|boys|children|minors?|migrants?|passports?"
    "|interviewees?|staff|operators?|recruits|victims?|respondents?|families|households|villagers"
    "|prisoners|detainees|trainees|interns|students|apprentices|helpers|contracts|payslips|beds|rooms"
    "|dormitor(?:y|ies)|documents|labou?rers|recruiters|agents|guards|supervisors|machines|nationals"
    "|sewers|tailors"
)
RATIO = re.compile(
    r"(?<![\w.,/$-])(?=(?P<all>(?P<part>\d[\d,]*)\s(?:out\s)?of\s(?:the\s|all\s|our\s)?"
    r"(?P<whole>\d[\d,]*)(?![\w/%-]|[.,]\d)))",
    re.IGNORECASE,
)
SLASHED = re.compile(
    rf"(?<![\w.,/$-])(?P<all>(?P<part>\d+)/(?P<whole>\d+))(?=\s(?:{COUNTED})\b)", re.IGNORECASE
)
COUNT = re.compile(
    rf"(?<![\w.,/$'-])(?P<part>\d[\d,]*)(?=\s(?:[a-z]+\s){{0,2}}?(?:{COUNTED})\b)", re.IGNORECASE
)
TO_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
WORDS = {word: number for number, word in enumerate(TO_TWENTY.split(), 1)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
TENS, ONES = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety", "|".join(list(WORDS)[:9])
SPELLED = rf"(?:(?:{TENS})[ -](?:{ONES})|{'|'.join(sorted(WORDS, key=len, reverse=True))}|\d[\d,]*)"
SPELLED_RATIO = re.compile(
    rf"(?<![\w.,/$-])(?P<all>(?P<part>{SPELLED})\s(?:out\s)?(?:of|among|from)\s"
    r"(?:(?:the|all|our|his|her|their|these|those|some|about|every|around|roughly|nearly|a\stotal\sof)\s)*"
    rf"(?P<whole>{SPELLED}))(?![\w/%-]|[.,]\d|\s(?:years?|months?|weeks?|days?)\b)",
    re.IGNORECASE,
)
SUPERLATIVE = re.compile(
    r"\bthe\s(?:(?:world|country|region|nation|province|city)'s\s)?(?:second[- ]|third[- ])?"
    r"(?P<word>only|sole|largest|biggest|oldest|smallest|leading|number[- ]one|best[- ]known)"
    r"(?=\s(?:[\w-]+\s){0,5}?(?:in|of|on|at|from|to|that|which|with|supplying|producing|making|maker"
    r"|manufacturer|producer|factory|exporter|supplier|employer|mill|plant)\b)",
    re.IGNORECASE,
)
SHARES = (
    (0.04, "very few"),
    (0.15, "about one in ten"),
    (0.22, "about one in five"),
    (0.29, "about one in four"),
    (0.365, "about one in three"),
    (0.45, "about two in five"),
    (0.55, "about half"),
    (0.635, "about three in five"),
    (0.71, "about two in three"),
    (0.775, "about three in four"),
    (0.85, "about four in five"),
    (0.94, "about nine in ten"),
    (0.9999, "nearly all"),
)
SIZES = (
    (1, "one"),
    (9, "several"),
    (19, "more than ten"),
    (99, "dozens of"),
    (199, "more than a hundred"),
    (999, "several hundred"),
    (1999, "more than a thousand"),
    (9999, "several thousand"),
)


def share(part: int, whole: int) -> str:
    if part == whole:
        return "all"
    return next(words for limit, words in SHARES if part / whole <= limit)


def size(number: int) -> str:
    return next((words for limit, words in SIZES if number <= limit), "tens of thousands of")


class Counts:
    def find(self, page: Page) -> Iterator[Span]:
        for pattern in (RATIO, SLASHED, SPELLED_RATIO):
            for found in pattern.finditer(page.text):
                part, whole = _number(found["part"]), _number(found["whole"])
                # "3 of 2024" is rather a month than a share.
                if 0 < part <= whole > 2 and not (1900 < whole < 2100 and part < 32):
                    general = share(part, whole)
                    yield _span(found, Kind.COUNT, Tier.DEFAULT, "counts.ratio", general)
        for found in COUNT.finditer(page.text):
            if (number := _number(found["part"])) > 1:
                yield _span(found, Kind.COUNT, Tier.ASKED, "counts.exact", size(number))
        for found in SUPERLATIVE.finditer(page.text):
            big = found["word"].lower() in {"largest", "biggest", "leading"}
            softer = "a large" if big else None
            yield _span(found, Kind.SUPERLATIVE, Tier.ASKED, "counts.superlative", softer)


def _number(shown: str) -> int:
    if shown[0].isdigit():
        return int(shown.replace(",", ""))
    return sum(WORDS[word] for word in re.split(r"[ -]", shown.lower()))


def _span(found: re.Match[str], kind: Kind, tier: Tier, detector: str, general: str | None) -> Span:
    where = found.span("all") if "all" in found.re.groupindex else found.span()
    return Span(*where, kind, tier, detector, 0.8, generalization=general)
