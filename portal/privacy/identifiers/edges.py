"""What a model saw, out to whole words, less what tells nothing at the edges of a name."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Case, Page, Token
from portal.privacy.identifiers.phrases import ours
from portal.privacy.identifiers.vocabulary import GENERIC, is_everyday, listed

# Words that a model drags along, unless they stand between two of its spans.
LINKING_WORDS = (
    "a an the of in and or at to with for from by on as was were is are be been had has have that"
    " which who whose although whereas before after including when while if than then there it he"
    " she they his her their its said near again told says called named today yesterday here behind"
    " beside"
)
LINKING = frozenset(LINKING_WORDS.split())
# What looks like prose is masked only if the model is rather sure; else the author is asked.
# Capitals of any report; they name nobody.
ABBREVIATIONS = frozenset({"HR", "ID", "NGO", "PPE", "OT", "QA", "QC", "CSR", "ESG", "TBD", "PDF"})
NAMES = frozenset({Kind.PLACE, Kind.PERSON_NAME})
RUNS_OF_NAMES = frozenset({*NAMES, Kind.COMPANY})
VERB_WORDS = (
    "took said told gave kept paid went came got made did does sent held left found ran sold bought"
    " brought knew saw met wrote says gives keeps pays takes will would can could must may might"
)
VERBS = frozenset(VERB_WORDS.split())
NAMELESS = frozenset({Kind.TRAIT, Kind.PLACE, Kind.COMPANY, Kind.OTHER})
SURE_OF_PROSE = 0.25
# Below this an everyday word that heads a column is none although a model takes it for a name.
SURE_OF_A_HEADING = 0.5
SURE_OF_A_NAME = 0.5
PARTS_OF_PLACES = listed("subdivision_titles") | {"village", "town", "township", "ward"}


def whole_words(page: Page, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans of whole tokens, without those that this portal itself writes in a hit's place."""
    starts = [token.start for token in page.tokens]
    seen = sorted(spans, key=lambda span: span.start)
    sure = [span for span in seen if span.tier > Tier.ASKED]
    begun = {span.start for span in sure}
    ended = {span.end for span in sure}
    own = ours(page.text)
    for span in seen:
        first = max(0, bisect_right(starts, span.start) - 1)
        last = bisect_right(starts, span.end - 1) - 1
        if first <= last and page.tokens[first].end <= span.start:
            first += 1
        follows = any(span.start - gap in ended for gap in (0, 1))
        leads = any(span.end + gap in begun for gap in (0, 1))
        left, right = _trimmed(page, span.kind, (first, last), follows=follows, leads=leads)
        if left > right:
            continue
        start = span.start if left == first else page.tokens[left].start
        end = span.end if right == last else page.tokens[right].end
        start, end = min(start, page.tokens[left].start), max(end, page.tokens[right].end)
        if not any(first_own <= start and end <= last_own for first_own, last_own in own):
            tier = _tier(page, span, page.tokens[left : right + 1])
            if tier is not None:
                kind = _kind(page, span, page.tokens[left : right + 1])
                yield replace(span, start=start, end=end, tier=tier, kind=kind)


def _trimmed(
    page: Page, kind: Kind, ends: tuple[int, int], *, follows: bool, leads: bool
) -> tuple[int, int]:
    """First and last token of a span that are part of it; nothing is left where first > last."""
    first, last = ends
    while first <= last and not follows and _mere_link(page.tokens[first]):
        first += 1
    while first <= last and not leads and _mere_link(page.tokens[last]):
        last -= 1
    if kind in RUNS_OF_NAMES:
        while first < last and _runs_on(page, first, last):
            last -= 1
    if kind not in NAMES or not any(t.capitalized for t in page.tokens[first : last + 1]):
        return first, last
    while first < last and not leads and _no_part_of_a_name(page.tokens[last]):
        last -= 1
    while first < last and not follows and _no_part_of_a_name(page.tokens[first]):
        first += 1
    return first, last


def _runs_on(page: Page, first: int, last: int) -> bool:
    """Whether a span ends in a new clause: "Batu Pahat, as" or "Golden Bridge Overseas took"."""
    token, before = page.tokens[last], page.tokens[last - 1]
    if not before.capitalized or not _no_part_of_a_name(token):
        return False
    return (
        "," in page.text[before.end : token.start]
        or token.folded in VERBS
        or (token.folded.endswith("ed") and last - first > 1)
    )


def _no_part_of_a_name(token: Token) -> bool:
    """The word for what is named stays with the name: "village of X", "X municipality"."""
    return is_prose([token]) and token.folded not in PARTS_OF_PLACES


def _tier(page: Page, span: Span, tokens: Sequence[Token]) -> Tier | None:
    """How binding a model's span is; nothing for what is no detail whatever the model thinks."""
    if span.kind in NAMELESS and all(token.folded in GENERIC for token in tokens):
        return None  # "garment factory" describes no person, and "the village" names no place
    if span.tier is Tier.ASKED and all(_tells_nothing(token) for token in tokens):
        return None
    if span.score < SURE_OF_A_HEADING and all(_opens_in_vain(page, token) for token in tokens):
        return None
    measured = span.kind in {Kind.DATE, Kind.QUANTITY}
    doubtful = span.score < SURE_OF_PROSE and not measured and is_prose(tokens)
    return Tier.ASKED if doubtful else span.tier


def _kind(page: Page, span: Span, tokens: Sequence[Token]) -> Kind:
    """A doubtful lower-case word among capitals may tell something, and is nobody's name."""
    plain = page.case_at(span.start) is Case.MIXED and all(token.text.islower() for token in tokens)
    doubtful = span.kind in RUNS_OF_NAMES and span.score < SURE_OF_A_NAME
    return Kind.OTHER if plain and doubtful else span.kind


def is_prose(tokens: Sequence[Token]) -> bool:
    """No capital, no figure, no word that is not an everyday one."""
    return all(
        token.text.islower() and (is_everyday(token.folded) or token.folded in LINKING)
        for token in tokens
    )


def _opens_in_vain(page: Page, token: Token) -> bool:
    """An everyday word whose capital is due to a cell, a line or a sentence that it begins."""
    before = page.text[: token.start].rstrip(" \"'(*-")
    opens = not before or before[-1] in ".!?:|\t\n"
    return opens and token.capitalized and _tells_nothing(token)


def _tells_nothing(token: Token) -> bool:
    return is_everyday(token.folded) or token.text in ABBREVIATIONS


def _mere_link(token: Token) -> bool:
    return token.folded in LINKING and not (len(token.text) == 1 and token.text.isupper())
