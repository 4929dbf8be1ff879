"""The words offered in place of a hit: generic, grammatical, the same throughout one text."""

import re
from collections.abc import Sequence

from portal.privacy.identifiers.hits import Kind, Span

FIXED = {
    Kind.ORGANIZATION: "the company",
    Kind.EMAIL: "[e-mail removed]",
    Kind.PHONE: "[phone removed]",
    Kind.URL: "[web address removed]",
    Kind.CARD: "[card number removed]",
    Kind.IBAN: "[account number removed]",
    Kind.LEI: "[identifier removed]",
    Kind.OS_ID: "[identifier removed]",
    Kind.CONTAINER: "[container number removed]",
    Kind.DOCUMENT_NUMBER: "[document number removed]",
    Kind.COORDINATES: "[coordinates removed]",
    Kind.DATE: "a certain date",
    Kind.MONEY: "an amount of money",
    Kind.COUNT: "some",
    Kind.SUPERLATIVE: "one",
    Kind.TRAIT: "[description removed]",
    Kind.QUANTITY: "a certain amount",
    Kind.OTHER: "[detail removed]",
}
NOUNS = {
    Kind.SUPPLIER: ("the", "supplier"),
    Kind.SITE: ("the", "site"),
    Kind.PERSON: ("a", "person"),
    Kind.COMPANY: ("a", "company"),
    Kind.PERSON_NAME: ("a", "person"),
}

# What stands in the place of a hit, or of a rung of the gate: no model may take it for a detail.
OURS = re.compile(
    r"""(?<!\w)(?:(?:the|a|an|one|our|in|of|some)\s)*(?:
    \[?(?:e-mail|phone|web\saddress|card\snumber|account\snumber|identifier|container\snumber|document\snumber
        |coordinates|description|detail)(?:\sremoved\]?)?
    |(?:company|supplier|site|person|worker|supervisor|manager|agent|recruiter|broker|owner|area|country)(?:\s\d+)?
    |certain\s(?:date|year|amount)|amount\sof\smoney|industrial\sarea
    |(?:first|second|third|fourth)\squarter(?:\sof\s(?:\d{4}|the\syear))?|(?:the\s)?year(?:\s\d{4})?
    |(?:place|country|industrial\sarea)(?:\sin\s(?:(?:the\s)?[\w-]+\s)?(?:Africa|America|Asia|Europe|Caribbean
        |Australasia|Melanesia|Micronesia|Polynesia|region))?
    |(?:(?:the\s)?[\w-]+\s)?(?:Africa|America|Asia|Europe|Caribbean|Australasia|Melanesia|Micronesia|Polynesia|region)
    |about\s(?:one|two|three|four|nine)\sin\s(?:three|four|five|ten)|about\shalf|(?:dozens|hundreds|thousands|tens|millions)(?:\sof\s\w+)?
    |(?:several|more\sthan|tens\sof|hundreds\sof|thousands\sof|a)\s(?:ten|hundred|thousand|thousands)
    |(?:his|her|their)\s(?:twenties|thirties|forties|fifties|sixties|teens)|teenager|child
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)


def ours(text: str) -> list[tuple[int, int]]:
    """Where a text says what this portal writes in a hit's place."""
    return [found.span() for found in OURS.finditer(text)]


def _noun(span: Span) -> tuple[str, str]:
    article, noun = NOUNS[span.kind]
    if span.noun:
        noun = span.noun
    if article == "a" and noun[0] in "aeiou":
        article = "an"
    return article, noun


def suggestions(spans: Sequence[Span], folded: Sequence[str]) -> list[str]:
    """One phrase a span; several of a kind are numbered by first appearance in this text only."""
    order: dict[str, list[str]] = {}
    for span, surface in zip(spans, folded, strict=True):
        if span.kind in NOUNS:
            known = order.setdefault(_noun(span)[1], [])
            if (entity := span.entity or surface) not in known:
                known.append(entity)
    return [_phrase(span, surface, order) for span, surface in zip(spans, folded, strict=True)]


def _phrase(span: Span, surface: str, order: dict[str, list[str]]) -> str:
    if span.kind is Kind.PLACE:
        return "the country" if span.detector == "places.country" else "the area"
    if span.kind not in NOUNS:
        return FIXED[span.kind]
    article, noun = _noun(span)
    entities = order[noun]
    if len(entities) == 1:
        return f"{article} {noun}"
    return f"{noun} {entities.index(span.entity or surface) + 1}"
