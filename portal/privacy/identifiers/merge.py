"""From everything the detectors saw to one row of spans that do not overlap."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from portal.privacy.identifiers.edges import LINKING, is_prose
from portal.privacy.identifiers.hits import TENANT_KINDS, Kind, Span, Tier
from portal.privacy.identifiers.page import Case, Page, Token
from portal.privacy.identifiers.places import countries
from portal.privacy.identifiers.vocabulary import INSTITUTIONS, LEGAL_FORMS, is_everyday

# A name inside these is part of them: the whole address goes, not the name in it.
ENCLOSING = frozenset({Kind.EMAIL, Kind.URL})
SPREADING = frozenset(
    {
        *TENANT_KINDS,
        Kind.COMPANY,
        Kind.PERSON_NAME,
        Kind.PLACE,
        Kind.DOCUMENT_NUMBER,
        Kind.CARD,
        Kind.IBAN,
        Kind.PHONE,
        Kind.CONTAINER,
    }
)
LONGEST = 12
RUN = "people.capitalized"
TAGGER = "tagger"
# Rules know where these end; a model drags words along.
EXACT = frozenset(Kind) - {
    *TENANT_KINDS,
    Kind.COMPANY,
    Kind.PERSON_NAME,
    Kind.PLACE,
    Kind.TRAIT,
    Kind.QUANTITY,
    Kind.OTHER,
}
# What a rule measures whole, and what a model calls it.
MEASURES = frozenset({Kind.QUANTITY, Kind.COUNT})
COUNTING = frozenset({Kind.DATE, *MEASURES})
PARTS_OF = {
    Kind.DATE: frozenset({"mid", "early", "late", "spring", "summer", "autumn", "fall", "winter"}),
    Kind.QUANTITY: frozenset({"about", "almost", "approximately", "around", "nearly", "roughly"}),
}
COUNTRY = "places.country"
AND = r"(?:(?i:and|und|et)|[ye])"  # a capital Y or E is an initial
JOINER = re.compile(AND)
JOINED = re.compile(rf"(?:\s*[,&]|(?:\s*,)?\s+{AND})?\s*$")


def _rank(span: Span) -> tuple[int, bool, bool, bool, int, bool, float]:
    """Binding before suggested; addresses over the names in them; own words; exact; longer."""
    return (
        # A mere run of capitals yields to whatever a list knows, even if that is only asked.
        Tier.ASKED if span.detector == RUN else span.tier,
        span.kind in ENCLOSING,
        span.kind in TENANT_KINDS,
        span.kind in EXACT and span.detector != TAGGER,
        span.end - span.start,
        span.generalization is not None,
        span.score,
    )


def merge(page: Page, spans: Iterable[Span]) -> list[Span]:
    """The stronger span stands; what is left of a weaker one is its own hit or joins the winner."""
    placed: list[Span] = []
    seen = _whole_measures(spans)
    for span in sorted(seen, key=lambda s: (_rank(s), -s.start), reverse=True):
        for start, end in list(_free(span, placed)):
            inside = _own(token for token in page.tokens if start <= token.start < token.end <= end)
            whole = (start, end) == (span.start, span.end)
            between = span.start < start and end < span.end
            if whole:
                placed.append(span)
            elif _stands_alone(span) and any(_could_name(token) for token in inside):
                stop = _with_dot_of_form(page, inside[-1], end)
                placed.append(replace(span, start=inside[0].start, end=stop, entity=None))
            elif span.detector == TAGGER and _dragged(span, inside, between=between):
                continue
            elif span.tier is not Tier.ASKED or span.detector == RUN:
                own = JOINED.sub("", page.text[start:end]) if between else page.text[start:end]
                _absorb(placed, start, start + len(own))
    told = [_generalized(span, seen) for span in placed]
    trimmed = [_without_full_stop(page, span) for span in told]
    return _addresses_joined(page, sorted(trimmed, key=lambda span: span.start))


def _dragged(span: Span, inside: list[Token], *, between: bool) -> bool:
    """Behind a sum that a rule found "each" belongs to nothing; before a month "mid" does."""
    if between or not is_prose(inside):
        return False
    parts = PARTS_OF.get(span.kind, frozenset())
    return any(token.folded not in parts for token in inside)


def _with_dot_of_form(page: Page, last: Token, most: int) -> int:
    """Where a cut-out name ends: behind the dot of its "Ltd." if that was part of it."""
    dot = last.folded in LEGAL_FORMS and last.end < most and page.text[last.end] == "."
    return last.end + dot


def _whole_measures(spans: Iterable[Span]) -> list[Span]:
    """A model that saw "six" of "six months" saw the duration that a rule knows whole."""
    seen = list(spans)
    measures = [span for span in seen if span.kind in MEASURES and span.detector != TAGGER]
    return [_widened(span, measures) if span.detector == TAGGER else span for span in seen]


def _widened(span: Span, measures: list[Span]) -> Span:
    for rule in measures:
        if span.kind in COUNTING and rule.start <= span.start and span.end <= rule.end:
            return replace(rule, tier=span.tier, score=span.score)
    return span


def _generalized(span: Span, seen: list[Span]) -> Span:
    """A model's span takes over the wider word that all rules inside it agree on."""
    if span.detector != TAGGER or span.generalization is not None:
        return span
    wider = {
        rule.generalization
        for rule in seen
        if rule.kind is span.kind and span.start <= rule.start and rule.end <= span.end
        if rule.detector != TAGGER
    }
    return replace(span, generalization=wider.pop()) if len(wider) == 1 else span


def _without_full_stop(page: Page, span: Span) -> Span:
    """The dot of "Ltd." before a new sentence also ends the old one, and stays."""
    after = page.text[span.end : span.end + 2].lstrip(" ")
    ends = page.text[span.end - 1] == "." and span.end - span.start > 1
    if ends and (
        span.end == len(page.text) or (page.text[span.end].isspace() and not after[:1].islower())
    ):
        return replace(span, end=span.end - 1)
    return span


def _addresses_joined(page: Page, spans: list[Span]) -> list[Span]:
    """Plot, road and town with commas between are one address and one decision."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and _one_address(page, last, span):
            general = last.generalization or span.generalization
            joined[-1] = replace(
                last, end=span.end, detector="addresses.joined", generalization=general
            )
        else:
            joined.append(span)
    return joined


def _one_address(page: Page, first: Span, second: Span) -> bool:
    pair = (first, second)
    return (
        all(span.kind is Kind.PLACE and span.tier is Tier.DEFAULT for span in pair)
        and any(span.detector != "places.gazetteer" for span in pair)
        and page.text[first.end : second.start].strip() in {"", ",", "-"}
        and second.start - first.end < 4
    )


def _own(tokens: Iterable[Token]) -> list[Token]:
    """Less an "and" at either end: it joins two names and belongs to neither."""
    own = list(tokens)
    while own and JOINER.fullmatch(own[-1].text):
        own.pop()
    while own and JOINER.fullmatch(own[0].text):
        own.pop(0)
    return own


def _stands_alone(span: Span) -> bool:
    """The rest of a binding span is never given up; the rest of a mere run belongs to its name."""
    return span.tier is not Tier.MUST and span.detector != RUN


def _could_name(token: Token) -> bool:
    return (
        len(token.folded) > 2
        and not is_everyday(token.folded)
        and token.folded not in LEGAL_FORMS
        and token.folded not in LINKING
    )


def _free(span: Span, placed: list[Span]) -> Iterator[tuple[int, int]]:
    start = span.start
    for other in sorted(placed, key=lambda s: s.start):
        if other.end <= start or other.start >= span.end:
            continue
        if other.start > start:
            yield start, other.start
        start = max(start, other.end)
    if start < span.end:
        yield start, span.end


def _absorb(placed: list[Span], start: int, end: int) -> None:
    for index, span in enumerate(placed):
        if span.end == start:
            placed[index] = replace(span, end=end)
            return
        if span.start == end:
            placed[index] = replace(span, start=start)
            return


def spread(page: Page, spans: list[Span]) -> list[Span]:
    """A surface found once is marked everywhere, and so are the parts of a person's name."""
    known: dict[str, Span] = {}
    for span in spans:
        if (
            span.kind not in SPREADING
            or (span.kind is Kind.PERSON_NAME and span.tier is Tier.ASKED)
            or span.detector == COUNTRY  # found wherever it is said, and sometimes only asked
        ):
            continue
        inside = [
            token for token in page.tokens if span.start <= token.start and token.end <= span.end
        ]
        joined = "".join(token.folded for token in inside)
        # A state or an office that a model saw in one place is no name to look for in all others.
        if span.detector == TAGGER and (
            joined in countries() or any(token.folded in INSTITUTIONS for token in inside)
        ):
            continue
        if len(joined) > 3 or (span.tier is Tier.MUST and joined):
            known.setdefault(joined, replace(span, entity=span.entity or joined))
        if span.kind is Kind.PERSON_NAME:
            for token in inside:
                if len(token.folded) > 3 and _could_name(token):
                    part = replace(span, entity=span.entity or joined, score=0.6, tier=Tier.DEFAULT)
                    known.setdefault(token.folded, part)
    return merge(page, [*spans, *_mentions(page, known, spans)]) if known else spans


def _mentions(page: Page, known: dict[str, Span], spans: list[Span]) -> Iterator[Span]:
    tokens = page.tokens
    for first in range(len(tokens)):
        joined = ""
        for last in range(first, min(first + LONGEST, len(tokens))):
            joined += tokens[last].folded
            source = known.get(joined)
            start, end = tokens[first].start, tokens[last].end
            if source is None or any(
                s.start < end and start < s.end and s.tier >= source.tier for s in spans
            ):
                continue
            bare = source.tier is not Tier.MUST and page.case_at(start) is Case.MIXED
            if bare and not tokens[first].capitalized and not tokens[first].text[0].isdigit():
                continue
            yield replace(source, start=start, end=end, detector="spread")
