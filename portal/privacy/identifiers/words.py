"""The tenant's own words and every form in which people write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.privacy.identifiers.hits import Kind, Tier
from portal.privacy.identifiers.page import Page, Token
from portal.privacy.identifiers.places import is_place
from portal.privacy.identifiers.vocabulary import GENERIC, LEGAL_FORMS, is_everyday

LONGEST = 16
UNSPACED_FORMS = re.compile(
    "(?:股份)?有限(?:责任|責任)?公司|株式会社|有限会社|주식회사|公司$|工厂$|工廠$"
)
PREFIX_FORMS = frozenset({"pt", "cv", "ud", "ooo", "oao", "zao", "ip"})


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Phrase:
    """One searchable form of a word; a form that is an everyday word needs its own capitals."""

    tokens: tuple[str, ...]
    kind: Kind
    entity: str
    tier: Tier = Tier.MUST
    exact_case: str | None = None

    @property
    def joined(self) -> str:
        return "".join(self.tokens)


def without_legal_forms(tokens: Sequence[Token]) -> list[Token]:
    core = list(tokens)
    while len(core) > 1 and core[-1].folded in LEGAL_FORMS:
        core.pop()
    while len(core) > 1 and core[0].folded in PREFIX_FORMS:
        core.pop(0)
    # "Co. Ltd." may be followed by a branch name; inside a name it is as empty as at its end.
    inner = [core[0], *(t for t in core[1:] if t.folded not in LEGAL_FORMS)] if core else []
    return inner if len(inner) > 1 else core


def distinctive(folded: str) -> bool:
    return (
        len(folded) > 2 and folded not in GENERIC and not folded.isdigit() and not is_place(folded)
    )


def phrases(word: Word) -> Iterator[Phrase]:
    if word.kind is Kind.SITE:
        for part in re.split(r"[,;\n]", word.text):
            yield from _name(part, word.kind, word.text, whole=False)
        yield from _name(word.text, word.kind, word.text, whole=True)
    elif word.kind is Kind.PERSON:
        yield from _person(word)
    else:
        yield from _name(word.text, word.kind, word.text, whole=True)
        for part in re.findall(r"\(([^)]{4,})\)", word.text):
            yield from _name(part, word.kind, word.text, whole=False)
        bare = re.sub(r"\([^)]*\)", " ", word.text)
        if bare != word.text:
            yield from _name(bare, word.kind, word.text, whole=True)


def _name(text: str, kind: Kind, entity: str, *, whole: bool) -> Iterator[Phrase]:
    everything = Page(UNSPACED_FORMS.sub("", text)).tokens[:LONGEST]
    tokens = without_legal_forms(everything)
    core = tuple(token.folded for token in tokens)
    if not core or len("".join(core)) < 3:
        return
    if len(core) == 1:
        if whole or not is_place(core[0]):
            yield from _single(tokens[0], kind, entity, Tier.MUST if whole else Tier.DEFAULT)
    elif all(token in GENERIC for token in core):
        if whole:
            yield Phrase(core, kind, entity, exact_case="".join(token.text for token in tokens))
    elif whole or any(distinctive(token) for token in core):
        yield Phrase(core, kind, entity)
        if whole and kind is not Kind.SITE:
            yield Phrase(tuple(token.folded for token in everything), kind, entity)
            yield from _shortened(tokens, kind, entity)


def _shortened(tokens: Sequence[Token], kind: Kind, entity: str) -> Iterator[Phrase]:
    """How people call it: without the trade words at its end, by its first words, or its first."""
    core = [token.folded for token in tokens]
    if any(len(token.text) == 1 and not token.text.isascii() for token in tokens):
        return
    while len(core) > 2 and core[-1] in GENERIC:
        core.pop()
        if any(token not in GENERIC for token in core):
            yield Phrase(tuple(core), kind, entity)
    if len(core) > 2 and any(distinctive(t) and not is_everyday(t) for t in core[:2]):
        yield Phrase(tuple(core[:2]), kind, entity)
    if len(core[0]) > 3 and distinctive(core[0]) and not is_everyday(core[0]):
        # The own organization is never to be recognized; a supplier's first word may be anyone's.
        tier = Tier.MUST if kind is Kind.ORGANIZATION else Tier.DEFAULT
        yield Phrase((core[0],), kind, entity, tier)


def _single(token: Token, kind: Kind, entity: str, tier: Tier) -> Iterator[Phrase]:
    folded = token.folded
    if folded in GENERIC or folded.isdigit() or len(folded) < 3:
        return
    if is_everyday(folded) or len(folded) < 4 or is_place(folded):
        yield Phrase((folded,), kind, entity, tier, exact_case=token.text)
    else:
        yield Phrase((folded,), kind, entity, tier)


def _person(word: Word) -> Iterator[Phrase]:
    tokens = Page(word.text).tokens[:LONGEST]
    names = tuple(token.folded for token in tokens)
    if len(names) == 1:
        yield from _single(tokens[0], word.kind, word.text, Tier.MUST)
        return
    if len(names) < 2:
        return
    for order in (names, (names[-1], *names[:-1]), (names[0], names[-1])):
        yield Phrase(order, word.kind, word.text)
    if len(names[-1]) > 2:
        yield Phrase((names[0][0], names[-1]), word.kind, word.text)
    for token in tokens:
        if len(token.folded) > 3 and not is_everyday(token.folded) and not is_place(token.folded):
            yield Phrase((token.folded,), word.kind, word.text, Tier.DEFAULT)
