"""Detection: every detector over one page, merged, spread and told in the words of a hit."""

from collections.abc import Iterable

from portal.privacy.identifiers.addresses import Addresses
from portal.privacy.identifiers.companies import Companies
from portal.privacy.identifiers.counts import Counts
from portal.privacy.identifiers.dates import Dates
from portal.privacy.identifiers.edges import whole_words
from portal.privacy.identifiers.formats import Formats
from portal.privacy.identifiers.hits import TENANT_KINDS, Hit, Kind, Span, Tier
from portal.privacy.identifiers.language import foreign
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.merge import merge, spread
from portal.privacy.identifiers.money import Money
from portal.privacy.identifiers.numbers import Numbers
from portal.privacy.identifiers.page import Detector, Page, fold
from portal.privacy.identifiers.people import People
from portal.privacy.identifiers.phones import Phones
from portal.privacy.identifiers.phrases import suggestions
from portal.privacy.identifiers.places import Places
from portal.privacy.identifiers.postal import Postal
from portal.privacy.identifiers.quantities import Quantities
from portal.privacy.identifiers.reading import REMEMBERING
from portal.privacy.identifiers.traits import Traits

RULES: tuple[Detector, ...] = (
    Formats(),
    Phones(),
    Numbers(),
    Dates(),
    Money(),
    Counts(),
    Companies(),
    Places(),
    Addresses(),
    Postal(),
    People(),
    Traits(),
    Quantities(),
)
NUMBERS: tuple[Detector, ...] = (Formats(), Phones(), Numbers())
MASK = "█"
NAMES = frozenset({*TENANT_KINDS, Kind.COMPANY, Kind.PERSON_NAME, Kind.PLACE})


def detect(text: str, lexicon: Lexicon, more: Iterable[Detector] | None = None) -> tuple[Hit, ...]:
    """Everything that could identify someone, in order.

    `more` is what joins the rules and the tenant's words: without it the trained tagger, unless
    most of the text is in another language than English; with `()` nothing.
    """
    page = Page(text)
    joining = readers(text) if more is None else more
    seen = [span for detector in (lexicon, *RULES) for span in detector.find(page)]
    seen += [span for detector in joining for span in whole_words(page, detector.find(page))]
    merged = merge(page, seen)
    spans = spread(page, merge(page, [*merged, *_overlooked(page, merged)]))
    if lexicon.spared:
        spans = [each for each in spans if not _is_spared(page, each, lexicon)]
    folded = [_surface(page, span) for span in spans]
    phrases = suggestions(spans, folded)
    return tuple(
        _hit(page, span, surface, phrase)
        for span, surface, phrase in zip(spans, folded, phrases, strict=True)
    )


def _is_spared(page: Page, span: Span, lexicon: Lexicon) -> bool:
    shown = page.text[span.start : span.end]
    return span.kind in NAMES and "".join(fold(shown).split()) in lexicon.spared


def readers(text: str) -> tuple[Detector, ...]:
    """The trained tagger, which reads English; nothing for a text that is mostly something else."""
    other = foreign(text)
    return () if other is not None and other.mostly else (REMEMBERING,)


def _overlooked(page: Page, found: Iterable[Span]) -> list[Span]:
    """Numbers that only show once the numbers beside them are masked, as they will be."""
    text = list(page.text)
    for span in found:
        text[span.start : span.end] = MASK * (span.end - span.start)
    rest = Page("".join(text))
    if len(rest.text) != len(page.text):
        return []  # positions would not be the same
    spans = (span for detector in NUMBERS for span in detector.find(rest))
    return [
        span
        for span in spans
        if span.tier is Tier.MUST and MASK not in rest.text[span.start : span.end]
    ]


def residual(
    text: str, lexicon: Lexicon, more: Iterable[Detector] | None = None
) -> tuple[Hit, ...]:
    """What a text that is about to leave still holds although nobody may keep it."""
    return tuple(hit for hit in detect(text, lexicon, more) if hit.tier is Tier.MUST)


def _surface(page: Page, span: Span) -> str:
    shown = page.text[span.start : span.end]
    # Names are one however they are spelled; "RM 82.00" and "RM 8,200" are two.
    return (fold(shown) if span.kind in NAMES else "") or " ".join(shown.casefold().split())


def _hit(page: Page, span: Span, surface: str, phrase: str) -> Hit:
    start, end = page.origin(span.start, span.end)
    return Hit(
        start=start,
        end=end,
        text=page.given[start:end],
        kind=span.kind,
        tier=span.tier,
        detector=span.detector,
        score=span.score,
        suggestion=phrase,
        generalization=span.generalization,
        folded=surface,
    )
