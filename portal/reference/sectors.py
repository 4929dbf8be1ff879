"""Sectors of ISIC Rev.4 from class to section, and the sector that words on a list mean."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from portal.reference.documents import document

ANY: Final = "any"
RUNGS: Final = ("class", "group", "division", "section", "any")


@dataclass(frozen=True)
class Sector:
    """`code`: "1410", "141", "14", "C" or "any"; `rung`: one of RUNGS; `name`: English msgid."""

    code: str
    name: str
    rung: str
    parent: str | None


@cache
def _sectors() -> dict[str, Sector]:
    isic = document("isic4")
    found = {row["code"]: Sector(**row) for row in isic["sectors"]}
    found[ANY] = Sector(ANY, isic["any"]["name"], "any", None)
    return found


def sector(code: str) -> Sector:
    """The sector of this code; KeyError if there is none."""
    return _sectors()[code]


def path(code: str) -> tuple[str, ...]:
    """Codes from this sector up to "any": at most five; KeyError for an unknown code."""
    here = sector(code)
    return (code,) if here.parent is None else (code, *path(here.parent))


@cache
def sectors(rung: str) -> tuple[Sector, ...]:
    """Every sector of a rung, in the order of ISIC."""
    return tuple(each for each in _sectors().values() if each.rung == rung)


def find_sector(text: str) -> str | None:
    """The code that the sector column of a facility list means, or None.

    Of several sectors ("Apparel|Health") the first that is known counts; a longer phrase is read
    by the finest sector that one of its words names.
    """
    parts = [_spaced(part) for part in re.split(r"[|;,]", text)]
    return next((found for part in parts if (found := _exactly(part))), None) or next(
        (found for part in parts if (found := _within(part))), None
    )


def _spaced(text: str) -> str:
    return " ".join(text.casefold().split())


def _exactly(part: str) -> str | None:
    code = re.sub(r"^[A-U](?=\d)", "", part.upper())
    if code in _sectors():
        return code
    return _words().get(part)


def _within(part: str) -> str | None:
    known = [
        (len(code), len(words), code)
        for words, code in _words().items()
        if re.search(rf"\b{re.escape(words)}\b", part)
    ]
    return max(known)[2] if known else None


@cache
def _words() -> dict[str, str]:
    # A coarse sector is written last to win where a division and its only class share a name.
    found = {_spaced(each.name): each.code for rung in RUNGS[:-1] for each in sectors(rung)}
    for row in document("sector_words")["sectors"]:
        found.update(dict.fromkeys(row["words"], row["code"]))
    return found
