"""Reads one versioned JSON document of `portal/reference/data`."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

DATA: Final = files("portal.reference") / "data"


@cache
def document(name: str) -> dict[str, Any]:
    """The document `data/<name>.json`; FileNotFoundError if there is none.

    Every document has `title`, `source`, `edition` and `date`; `check` says what was not read from
    a primary source. The dictionary is shared between callers: read it, never change it.
    """
    parsed: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return parsed
