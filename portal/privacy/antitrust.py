"""What competitors must not tell each other: a versioned lexicon that makes writers stop.

It is a nudge and no legal advice: the list (`lists/antitrust.json`) names its source and date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

N_: Final = str


class Topic(StrEnum):
    PRICE = "price"
    REFUSAL = "refusal"
    TERMS = "terms"
    LISTS = "lists"


WHY: Final[Mapping[Topic, str]] = {
    Topic.PRICE: N_("It joins an amount of money to a quantity of goods."),
    Topic.REFUSAL: N_("It speaks of what to buy, or of deciding that together."),
    Topic.TERMS: N_("It speaks of prices, margins, volumes, capacity or bids."),
    Topic.LISTS: N_("It speaks of lists of suppliers or customers."),
}
"""Why competitors do not say it to each other (English message ids)."""


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Words of a text, and what about them is sensitive."""

    said: str
    topic: Topic


@dataclass(frozen=True, slots=True)
class _Lexicon:
    version: str
    rules: tuple[tuple[Topic, re.Pattern[str]], ...]
    wages: re.Pattern[str]
    """What workers get for a piece is no price."""


def version() -> str:
    """Of the list, by its date."""
    return _lexicon().version


def sensitive(text: str) -> tuple[Sensitive, ...]:
    """What the screen finds, each wording once, in the order in which it stands in the text."""
    found = {hit.said.casefold(): hit for _, hit in sorted(_found(text), key=lambda each: each[0])}
    return tuple(found.values())


def _found(text: str) -> Iterator[tuple[int, Sensitive]]:
    plain = text.replace("\u2019", "'")
    for topic, pattern in _lexicon().rules:
        for hit in pattern.finditer(plain):
            if topic is Topic.PRICE and _lexicon().wages.search(_sentence(plain, hit)):
                continue
            said = " ".join(text[hit.start() : hit.end()].split())
            yield hit.start(), Sensitive(said, topic)


@cache
def _lexicon() -> _Lexicon:
    raw = json.loads((files("portal.privacy") / "lists" / "antitrust.json").read_text("utf-8"))
    rules = [
        (Topic(rule["code"]), _compiled(pattern))
        for rule in raw["rules"]
        for pattern in rule["patterns"]
    ]
    wages = _compiled(rf"(?:{'|'.join(raw['wages'])})\b")
    return _Lexicon(raw["version"], ((Topic.PRICE, _price(raw)), *rules), wages)


def _sentence(text: str, hit: re.Match[str]) -> str:
    """The hit with what stands around it up to the next full stop or line."""
    before = re.split(r"[.!?]\s|\n", text[: hit.start()])[-1]
    return before + text[hit.start() : hit.end()] + re.split(r"[.!?]\s|\n", text[hit.end() :])[0]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)


def _price(raw: dict[str, Any]) -> re.Pattern[str]:
    """An amount for a unit of goods, or goods beside an amount: never the fees of a worker."""
    number = r"\d[\d.,]*(?:k|m)?"
    currency = f"(?:{'|'.join(raw['currency'])})"
    money = rf"(?:{currency}\s?{number}|{number}\s?{currency})(?!\w)"
    goods = rf"(?:{'|'.join(raw['goods'])})\b"
    rate = rf"{money}\s?(?:per|a|an|each|/|for (?:a|one|every|each))\s?{goods}"
    near = r"[^.!?\n]{0,40}?"
    quantity = rf"(?<![\w.,]){number}\s(?:\w+\s)?{goods}"
    return _compiled(rf"{rate}|{money}{near}{quantity}|{quantity}{near}{money}")
