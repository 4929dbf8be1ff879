"""What describes one person: age, nationality, faith, birth and rank, each with a wider word."""

import re
from collections.abc import Iterator

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Case, Page
from portal.privacy.identifiers.vocabulary import listed

TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ONES = "one|two|three|four|five|six|seven|eight|nine"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
IN_WORDS = rf"(?:(?:{TENS})(?:[ -](?:{ONES}))?|{TEENS})"
NUMBER = rf"(?P<age>\d{{1,2}}|{IN_WORDS})"
AGED = (
    r"\b(?:aged|age\sof|age\sis|age:|age|turn(?:s|ed|ing)"
    r"|(?:he|she|who|I)(?:'s|'m|\sam|\sis|\swas)(?:\s(?:only|just|now|about))?)"
    rf"\s{NUMBER}(?![\w%$-]|[.,:/]\d|\s(?:workers|people|men|women|hours|days|weeks|months|per|of|in|km"
    r"|kilometers|minutes))"
)
AGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.,/$-]){NUMBER}[\s-](?:years?|yrs?)[\s-](?:old|of\sage)(?!\w)",
        rf"(?<![\w.,/$-]){NUMBER}\s?(?:y/o|yo)(?!\w)",
        AGED,
        rf"(?<=,\s){NUMBER}(?=,\s(?:a|an|the|who|from|was|is|said|told|has|had)\b)",
    )
)
VALUES = {word: 10 * number for number, word in enumerate(TENS.split("|"), 2)} | {
    word: number for number, word in enumerate(TEENS.split("|"), 10)
}
DECADES = (
    "a child",
    "a teenager",
    "in their twenties",
    "in their thirties",
    "in their forties",
    "in their fifties",
    "in their sixties",
)
RANKS = (
    r"(?:chief|general|deputy|assistant|senior|head|managing|vice|acting|human\sresources|hr|production|factory|plant"
    r"|mill|floor|line|shift|dormitory|hostel|compliance|personnel|welfare|recruitment|export|quality|security|site"
    r"|country|regional|sales|operations|finance|labou?r|camp|farm|estate|field)"
)
POSTS = (
    r"(?:manager|director|officer|supervisor|executive|president|chairman|chairwoman|secretary|accountant|engineer"
    r"|superintendent|warden|foreman|forewoman|headman|inspector|owner|consultant|editor|producer|teacher)"
)
RANK = re.compile(rf"\bthe\s(?P<all>(?:{RANKS}[\s-]){{1,3}}{POSTS})\b", re.IGNORECASE)
SOLE_RANK = re.compile(
    r"\b(?:chief\sexecutive(?:\sofficer)?|managing\sdirector|C[EFO]O|lance\scorporal|prime\sminister|attorney\sgeneral"
    r"|deputy\schairman|vice[\s-]president|general\smanager)\b",
    re.IGNORECASE,
)
# "Marie, the Technical writer, said": a post beside a name tells who it was.
BESIDE_NAME = re.compile(
    r"(?<=\w,\s)(?:the|our|an?)\s(?P<all>[A-Z][\w/&'-]*(?:,?\s[\w/&'-]+){0,7}?)"
    r"(?=,\s(?:who|was|is|has|had|(?:[A-Z][a-z]+ly\s)?(?:said|says|told|added|explained|denied|wrote|claimed))\b)"
)
PEOPLES = listed("nationalities")
LANGUAGES = frozenset({"english", "hindi", "urdu", "bengali", "spanish"})
SPOKEN = re.compile(
    r"\b(?:speak|speaks|spoke|speaking|spoken|language|in|into|from|read|written|write|and|or)\s$",
    re.IGNORECASE,
)
WIDE = frozenset({"western", "european", "europeans", "asian", "asians", "african", "africans"})


class Traits:
    def find(self, page: Page) -> Iterator[Span]:
        for pattern in AGES:
            for found in pattern.finditer(page.text):
                if general := _decade(found["age"]):
                    where = found.span() if found.end() != found.end("age") else found.span("age")
                    yield _span(where, Tier.DEFAULT, "traits.age", general)
        for found in RANK.finditer(page.text):
            yield _span(found.span("all"), Tier.ASKED, "traits.rank", "person in charge")
        for found in SOLE_RANK.finditer(page.text):
            yield _span(found.span(), Tier.DEFAULT, "traits.rank", "a person in charge")
        for found in BESIDE_NAME.finditer(page.text):
            yield _span(found.span("all"), Tier.DEFAULT, "traits.beside_name", None)
        yield from _peoples(page)


def _decade(shown: str) -> str | None:
    age = int(shown) if shown.isdigit() else VALUES.get(re.split(r"[ -]", shown.lower())[0], 0)
    if not 10 <= age < 100:
        return "a child" if 0 < age < 10 else None
    return DECADES[age // 10] if age < 70 else "over seventy"


def _peoples(page: Page) -> Iterator[Span]:
    for token in page.tokens:
        if token.folded not in PEOPLES or token.folded in WIDE:
            continue
        if not token.capitalized and page.case_at(token.start) is Case.MIXED:
            continue
        before = page.text[max(0, token.start - 12) : token.start]
        if token.folded in LANGUAGES and SPOKEN.search(before):
            continue
        yield _span((token.start, token.end), Tier.DEFAULT, "traits.people", None)


def _span(where: tuple[int, int], tier: Tier, detector: str, general: str | None) -> Span:
    return Span(*where, Kind.TRAIT, tier, detector, 0.8, generalization=general)
