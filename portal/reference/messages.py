"""Gives the words of the lists to the translators: an extractor for the message catalog."""

import json
from collections.abc import Iterator
from typing import IO, Final

SHOWN: Final = frozenset({"title", "name", "label", "description", "boundary", "refusal"})


def extract(
    file: IO[bytes], *_keywords_and_comments: object, **_options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Every text of a list that people read, as Babel's extraction interface wants it.

    In `babel.cfg`: an extractor `reference = portal.reference.messages:extract` for
    `portal/reference/data/**.json`. Lines are not known and all 1.
    """
    for text in dict.fromkeys(_shown(json.load(file))):
        yield 1, "gettext", text, []


def _shown(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in SHOWN and value:
                yield value
            else:
                yield from _shown(value)
    elif isinstance(node, list):
        for each in node:
            yield from _shown(each)
