"""Whole postal addresses: from a numbered road, unit or box outwards to the town and the code."""

import re
from collections.abc import Iterator

from portal.privacy.identifiers.dates import NUMBER_OF
from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Case, Page, Token
from portal.privacy.identifiers.places import is_place
from portal.privacy.identifiers.vocabulary import INSTITUTIONS, is_everyday

UNITS = frozenset({"apt", "apartment", "suite", "psc", "pobox", "cmr", "kav", "blok"})
FORCES = frozenset({"fpo", "apo", "dpo"})
THEATERS = frozenset({"aa", "ae", "ap"})
ROADS_FIRST_WORDS = (
    "rua via calle rue piazza avda avenida avenue estrada jalan strada viale largo praca "
    "travessa paseo carrera ulica ul str chemin camino impasse rte route quai cours allee "
    "allees boulevard soi lorong viccolo vicolo corso ronda"
)
ROADS_FIRST = frozenset(ROADS_FIRST_WORDS.split())
ROADS_LAST_WORDS = (
    "street st str strasse road rd avenue ave lane drive dr court courts cove coves rapids "
    "gate boulevard blvd terrace way close crescent highway square row walk mews hill hills "
    "view utca u ut rkp rakpart ter korut setany gatan vej ulica sokak caddesi cad mahallesi "
    "bulvari"
)
ROADS_LAST = frozenset(ROADS_LAST_WORDS.split())
ROAD_ENDING_WORDS = (
    "straat strasse gasse gata gatan gade vej vegen veien katu tie kuja polku weg laan plein "
    "allee vagen platz brucke bruecke krogen dreef kade damm tee utca"
)
ROAD_ENDINGS = tuple(ROAD_ENDING_WORDS.split())
# These open or close a road in lower case too, and mean nothing in English.
NEVER_ENGLISH_WORDS = (
    "rue calle rua avenida jalan ulica piazza praca utca u rkp rakpart estrada paseo chemin "
    "impasse soi"
)
NEVER_ENGLISH = frozenset(NEVER_ENGLISH_WORDS.split())
PARTICLES_WORDS = "de da do das dos del della delle di la le les van von der den of el al e y ibn"
PARTICLES = frozenset(PARTICLES_WORDS.split())
GAP = re.compile(r"[ \t]{0,3}[.,#:;-]?[ \t]{0,3}\n?[ \t]{0,3}[,]?[ \t]{0,2}\n?[ \t]{0,3}")
CORNER = re.compile(
    r"\b(?P<all>the corner of\s(?:[^\W_][\w'.-]*\s){1,5}(?:and|&)\s(?:[^\W_][\w'.-]*)"
    r"(?:\s[A-Z\d][\w'.-]*){0,3})",
    re.IGNORECASE,
)
LONGEST = 18


class Postal:
    def find(self, page: Page) -> Iterator[Span]:
        tokens = page.tokens
        done = -1
        for index in range(len(tokens)):
            if index <= done or not _anchors(page, index):
                continue
            first, last = _left(page, index), _right(page, index)
            done = last
            if first == last or not _really(tokens[first : last + 1]):
                continue
            yield _span(tokens[first].start, tokens[last].end)
        for found in CORNER.finditer(page.text):
            yield _span(*found.span("all"))


def _span(start: int, end: int) -> Span:
    return Span(start, end, Kind.PLACE, Tier.DEFAULT, "postal", 0.75)


def _anchors(page: Page, index: int) -> bool:
    """A unit or box with its number, or a road with a number at either side."""
    token = page.tokens[index]
    if token.folded in UNITS or (token.folded == "box" and token.capitalized):
        return _number(page, index + 1)
    if token.folded in FORCES and token.text.isupper():
        following = page.tokens[index + 1 : index + 2]
        return any(one.folded in THEATERS for one in following) and _number(page, index + 2)
    if not _road(page, index):
        return False
    return _number(page, index + 1) or any(
        _number(page, before) and _stretch(page, before, index)
        for before in range(max(0, index - 3), index)
    )


def _road(page: Page, index: int) -> bool:
    token = page.tokens[index]
    if token.folded in ROADS_FIRST or token.folded in ROADS_LAST:
        return token.capitalized or _lower(page, token) or token.folded in NEVER_ENGLISH
    if not _unknown(page, token):
        return False
    return token.capitalized or (len(token.folded) > 5 and token.folded.endswith(ROAD_ENDINGS))


def _number(page: Page, index: int) -> bool:
    if not 0 <= index < len(page.tokens):
        return False
    token = page.tokens[index]
    before = page.text[page.tokens[index - 1].end : token.start] if index else ""
    return (
        token.folded[0].isdigit()
        and len(token.folded) < 7
        and not re.fullmatch(r"(?:19|20)\d\d|\d+(?:st|nd|rd|th)", token.folded)
        and before.strip(" ,.#") == ""
        and (not index or page.tokens[index - 1].folded not in NUMBER_OF)
    )


def _stretch(page: Page, first: int, last: int) -> bool:
    return all(_joins(page, at) and _belongs(page, at + 1) for at in range(first, last))


def _left(page: Page, index: int) -> int:
    while index and page.tokens[index - 1].end and _joins(page, index - 1):
        before = page.tokens[index - 1]
        if "\n\n" in page.text[before.end : page.tokens[index].start] or not _belongs(
            page, index - 1
        ):
            break
        index -= 1
    if (
        index > 1
        and page.tokens[index - 1].folded == "and"
        and _unknown(page, page.tokens[index - 2])
    ):
        index -= 2  # the corner of two roads
    while page.tokens[index].folded in PARTICLES:
        index += 1
    return index


def _right(page: Page, index: int) -> int:
    last = index
    at = index
    while at + 1 < len(page.tokens) and at - index < LONGEST and _joins(page, at):
        if not _belongs(page, at + 1):
            break
        at += 1
        if page.tokens[at].folded not in PARTICLES or page.tokens[at].capitalized:
            last = at
    return last


def _joins(page: Page, index: int) -> bool:
    token, after = page.tokens[index], page.tokens[index + 1]
    gap = page.text[token.end : after.start]
    if not GAP.fullmatch(gap) or "\n\n" in gap:
        return False
    abbreviated = len(token.folded) < 4 or token.folded[0].isdigit() or "\n" in gap
    return "." not in gap or abbreviated


def _belongs(page: Page, index: int) -> bool:
    token = page.tokens[index]
    folded = token.folded
    if folded[0].isdigit():
        return len(folded) < 8
    before_number = len(folded) < 4 and _number(page, index + 1)
    if before_number and not is_everyday(folded):
        return True
    if folded in FORCES | THEATERS:
        return token.text.isupper()
    if _of_addresses(folded):
        always = folded in PARTICLES or folded in UNITS or _never_english(folded)
        return always or token.capitalized or _lower(page, token)
    if folded in NUMBER_OF or _an_everyday_word(token):
        return False
    return token.capitalized or _lower(page, token) or before_number


def _of_addresses(folded: str) -> bool:
    return (
        folded in UNITS
        or folded == "box"
        or folded in PARTICLES
        or folded in ROADS_FIRST
        or folded in ROADS_LAST
        or is_place(folded)
    )


def _never_english(folded: str) -> bool:
    """A town that is called like a road needs its capital."""
    return folded in NEVER_ENGLISH and not is_place(folded)


def _an_everyday_word(token: Token) -> bool:
    return is_everyday(token.folded) and not (len(token.folded) == 2 and token.text.isupper())


def _lower(page: Page, token: Token) -> bool:
    return page.case_at(token.start) is not Case.MIXED


def _unknown(page: Page, token: Token) -> bool:
    return (
        token.text.isalpha()
        and len(token.folded) > 2
        and not is_everyday(token.folded)
        and token.folded not in INSTITUTIONS
        and token.folded not in NUMBER_OF
        and (token.capitalized or _lower(page, token))
        and not (token.text.isupper() and page.case_at(token.start) is Case.MIXED)
    )


def _really(tokens: tuple[Token, ...]) -> bool:
    return any(token.folded[0].isdigit() for token in tokens) and any(
        not token.folded[0].isdigit() for token in tokens
    )
