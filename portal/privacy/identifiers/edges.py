"""What a model saw, out to whole words, less what tells nothing at the edges of a name."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page, Token
from portal.privacy.identifiers.phrases import ours
from portal.privacy.identifiers.vocabulary import GENERIC, is_everyday

# Words that a model drags along, unless they stand between two of its spans.
LINKING_WORDS = (
    "a an the of in and or at to with for from by on as was were is are be been had has have that"
    " which who whose although whereas before after including when while if than then there it he"
    " she they his her their its said near again told says called named today yesterday here behind"
    " beside"
)
LINKING = frozenset(LINKING_WORDS.split())
# What looks like prose is masked only if the model is rather sure; else the author is asked.
NAMES = frozenset({Kind.PLACE, Kind.PERSON_NAME})
NAMELESS = frozenset({Kind.TRAIT, Kind.PLACE, Kind.COMPANY, Kind.OTHER})
SURE_OF_PROSE = 0.25


def whole_words(page: Page, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans of whole tokens, without those that this portal itself writes in a hit's place."""
    starts = [token.start for token in page.tokens]
    seen = sorted(spans, key=lambda span: span.start)
    own = ours(page.text)
    for index, span in enumerate(seen):
        first = max(0, bisect_right(starts, span.start) - 1)
        last = bisect_right(starts, span.end - 1) - 1
        if first <= last and page.tokens[first].end <= span.start:
            first += 1
        follows = index > 0 and seen[index - 1].end + 2 > span.start
        leads = index + 1 < len(seen) and span.end + 2 > seen[index + 1].start
        start, end = span.start, span.end
        while first <= last and not follows and _mere_link(page.tokens[first]):
            first += 1
            start = page.tokens[first].start if first <= last else end
        while first <= last and not leads and _mere_link(page.tokens[last]):
            last -= 1
            end = page.tokens[last].end if first <= last else start
        if span.kind in NAMES and any(t.capitalized for t in page.tokens[first : last + 1]):
            while first < last and not leads and is_prose(page.tokens[last : last + 1]):
                last -= 1
                end = page.tokens[last].end
            while first < last and not follows and is_prose(page.tokens[first : first + 1]):
                first += 1
                start = page.tokens[first].start
        if first > last:
            continue
        start, end = min(start, page.tokens[first].start), max(end, page.tokens[last].end)
        if not any(first_own <= start and end <= last_own for first_own, last_own in own):
            tier = _tier(span, page.tokens[first : last + 1])
            if tier is not None:
                yield replace(span, start=start, end=end, tier=tier)


def _tier(span: Span, tokens: Sequence[Token]) -> Tier | None:
    """How binding a model's span is; nothing for what is no detail whatever the model thinks."""
    if span.kind in NAMELESS and all(token.folded in GENERIC for token in tokens):
        return None  # "garment factory" describes no person, and "the village" names no place
    if span.tier is Tier.ASKED and all(is_everyday(token.folded) for token in tokens):
        return None
    measured = span.kind in {Kind.DATE, Kind.QUANTITY}
    doubtful = span.score < SURE_OF_PROSE and not measured and is_prose(tokens)
    return Tier.ASKED if doubtful else span.tier


def is_prose(tokens: Sequence[Token]) -> bool:
    """No capital, no figure, no word that is not an everyday one."""
    return all(token.text.islower() and is_everyday(token.folded) for token in tokens)


def _mere_link(token: Token) -> bool:
    return token.folded in LINKING and not (len(token.text) == 1 and token.text.isupper())
