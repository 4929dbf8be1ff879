"""Everyday words, trade words and legal forms: what alone never identifies anyone."""

from functools import cache
from importlib.resources import files


@cache
def listed(name: str) -> frozenset[str]:
    """One of the word lists beside this module, folded as tokens are."""
    text = files("portal.privacy.identifiers").joinpath("lists", f"{name}.txt").read_text("utf-8")
    return frozenset(text.split())


# Words that a facility's name shares with thousands of others.
GENERIC = listed("generic")
LEGAL_FORMS = listed("legal_forms")
# Courts, offices and their officers: capitalized like names, and nobody's name.
INSTITUTIONS = listed("institutions")
# Lower-case English words, from texts with every marked mention blanked out.
EVERYDAY = listed("everyday") | listed("nationalities") | GENERIC | INSTITUTIONS
INFLECTIONS = (
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
)


def is_everyday(folded: str) -> bool:
    if folded in EVERYDAY or folded in LEGAL_FORMS or folded.isdigit():
        return True
    return len(folded) > 4 and any(
        folded.endswith(ending) and folded.removesuffix(ending) + stem in EVERYDAY
        for ending, stem in INFLECTIONS
    )
