"""Applying the author's decisions to a text, and telling which are refused."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from portal.privacy.identifiers.hits import Hit, Kind, Tier

ARTICLE = re.compile(r"\b(?:the|a|an|our|their|his|her|its|this|that|my|your)\s+$", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?:^|[.!?]\s+|\n\s*)$")
# "At the age of in their thirties" and "about dozens of" say it twice.
AGE = re.compile(r"(?:(?:\bat\s+)?\b(?:the\s+|an\s+)?age(?:\s+of)?|\baged)\s+$", re.IGNORECASE)
ROUGHLY = re.compile(
    r"\b(?:about|around|some|nearly|almost|over|roughly|approximately)\s+$", re.IGNORECASE
)
LAST_WORD = re.compile(r"([^\W\d]+)\s+$")


class Decision(StrEnum):
    REPLACE = "replace"
    GENERALIZE = "generalize"
    KEEP = "keep"


def refused(hit: Hit, decision: Decision) -> bool:
    return hit.tier is Tier.MUST and decision is Decision.KEEP


def redact(text: str, hits: Iterable[Hit], decisions: Mapping[str, Decision]) -> str:
    """The text as it may leave: what is undecided and not merely asked about is masked."""
    done = ""
    position = 0
    for hit in hits:
        done += text[position : hit.start]
        words = _replacement(hit, decisions.get(hit.key))
        if words is None:
            done += hit.text
        else:
            done, words = _fitted(done, words, hit.kind)
            done += words
        position = hit.end
    return done + text[position:]


def _replacement(hit: Hit, decision: Decision | None) -> str | None:
    if decision is None:
        return None if hit.tier is Tier.ASKED else hit.suggestion
    if decision is Decision.KEEP and not refused(hit, decision):
        return None
    if decision is Decision.GENERALIZE and hit.generalization is not None:
        return hit.generalization
    return hit.suggestion


def _fitted(before: str, words: str, kind: Kind) -> tuple[str, str]:
    """Joins a phrase to the words before it: "our the supplier" and "on the third quarter"."""
    if words.startswith("["):
        return before, words
    if kind is Kind.TRAIT and (found := AGE.search(before)) and not words.startswith("over"):
        before = before[: found.start()]
        words = words if words.startswith("in ") else f"as {words}"
    if kind in {Kind.COUNT, Kind.MONEY, Kind.QUANTITY}:
        before = ROUGHLY.sub("", before)
    article, _, rest = words.partition(" ")
    if article in {"the", "a", "an"} and rest:
        if ARTICLE.search(before):
            words = rest
        elif (last := LAST_WORD.search(before)) and last.group(1).lower() == rest.split()[0]:
            return before.rstrip(), ""
    elif (last := LAST_WORD.search(before)) and last.group(1).lower() == article:
        words = rest
    if kind is Kind.DATE and words.startswith("the "):
        before = re.sub(
            r"\b([Oo])n(\s+)$", lambda m: ("I" if m[1] == "O" else "i") + "n" + m[2], before
        )
    if SENTENCE_END.search(before):
        words = words[:1].upper() + words[1:]
    return before, words
