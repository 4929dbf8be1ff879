"""Other names, numbers and spellings for marked texts, so that nothing is learned by heart."""

import random
import re
import string

from training.people import any_name_part
from training.places import any_town
from training.texts import Mention, Text

NAME_PART = re.compile(r"[^\W\d_]{3,}")
TITLES = frozenset({"Mrs", "Miss", "Sir", "Lord", "Lady", "the", "and", "van", "von", "der"})


def rewritten(text: Text, replacements: list[str]) -> Text:
    """The text with one new wording for each of its mentions, which must not overlap."""
    parts: list[str] = []
    mentions: list[Mention] = []
    done = length = 0
    for mention, new in zip(text.mentions, replacements, strict=True):
        if mention.start < done:
            return text
        between = text.text[done : mention.start]
        parts += [between, new]
        start = length + len(between)
        length = start + len(new)
        mentions.append(Mention(start, length, mention.type, mention.masked))
        done = mention.end
    parts.append(text.text[done:])
    return Text(text.id, "".join(parts), tuple(mentions), text.template)


def other_digits(text: str, rng: random.Random) -> str:
    """Same shape, other digits; a leading digit stays above zero."""
    return "".join(
        rng.choice("123456789" if index == 0 else string.digits) if char.isdigit() else char
        for index, char in enumerate(text)
    )


def other_names(text: Text, rng: random.Random) -> Text:
    """Persons and towns renamed alike throughout the text; codes and years changed."""
    parts: dict[str, str] = {}
    towns: dict[str, str] = {}
    shift = rng.randint(-4, 14)

    def name_part(found: re.Match[str]) -> str:
        old = found.group()
        if old in TITLES or not old[0].isupper():
            return old
        new = parts.setdefault(old, any_name_part(rng))
        return new.upper() if old.isupper() else new

    def year(found: re.Match[str]) -> str:
        return str(min(2029, int(found.group()) + shift))

    new = []
    for mention in text.mentions:
        old = text.text[mention.start : mention.end]
        if mention.type == "PERSON":
            old = NAME_PART.sub(name_part, old)
        elif mention.type == "LOC" and mention.masked and old.isalpha():
            old = towns.setdefault(old, any_town(rng))
        elif mention.type == "CODE":
            old = towns.setdefault(old, other_digits(old, rng))
        elif mention.type == "DATETIME":
            old = re.sub(r"\b(?:19|20)\d\d\b", year, old)
        new.append(old)
    return rewritten(text, new)


def other_case(text: Text, rng: random.Random) -> Text:
    """All small or all capitals, where that keeps every position."""
    changed = text.text.lower() if rng.random() < 0.65 else text.text.upper()
    if len(changed) != len(text.text):
        return text
    return Text(text.id, changed, text.mentions, text.template)


def mistyped(text: Text, rng: random.Random, rate: float = 0.01) -> Text:
    """Letters swapped with their neighbor here and there, as in hurried notes."""
    chars = list(text.text)
    for index in range(len(chars) - 1):
        if chars[index].isalpha() and chars[index + 1].isalpha() and rng.random() < rate:
            chars[index], chars[index + 1] = chars[index + 1], chars[index]
    return Text(text.id, "".join(chars), text.mentions, text.template)
