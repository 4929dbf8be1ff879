"""Reads the word lists and wordings of the made texts, which lie beside this module.

In the wordings [slots] are filled and marked, <a|b> is a choice.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def listed(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


def wordings(name: str) -> tuple[str, ...]:
    return tuple(line for line in (HERE / f"{name}.txt").read_text("utf-8").split("\n") if line)


def word_set(name: str) -> frozenset[str]:
    return frozenset((HERE / f"{name}.txt").read_text("utf-8").split())
