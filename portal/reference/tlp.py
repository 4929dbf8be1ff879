"""TLP 2.0 labels, the audiences of a release, and which pairs of them contradict each other."""

from enum import StrEnum
from functools import cache
from typing import Any

from portal.reference.documents import document


@cache
def _rows(key: str) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in document("tlp")[key]}


class Tlp(StrEnum):
    """What a reader may do next; not who may read, which is `Audience`."""

    RED = "TLP:RED"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    AMBER = "TLP:AMBER"
    GREEN = "TLP:GREEN"
    CLEAR = "TLP:CLEAR"

    @property
    def css(self) -> str:
        """Suffix of the CSS class: red, amber, green or clear."""
        return str(_rows("labels")[self.value]["css"])

    @property
    def boundary(self) -> str:
        """English message id: how far the label lets a reader pass it on."""
        return str(_rows("labels")[self.value]["boundary"])


class Audience(StrEnum):
    """Who may read a release, narrowest first."""

    GROUP = "group"
    GROUP_AND_OBSERVERS = "group_and_observers"
    ASSOCIATION = "association"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        """English message id."""
        return str(_rows("audiences")[self.value]["label"])

    @property
    def description(self) -> str:
        """English message id, one sentence."""
        return str(_rows("audiences")[self.value]["description"])


def contradiction(audience: Audience, tlp: Tlp) -> str | None:
    """Why this audience is wider than the label allows (English message id), or None.

    Source of the boundaries: FIRST, TLP 2.0; the widest audience per label is our reading of it.
    """
    row, breadth = _rows("labels")[tlp.value], list(Audience)
    too_wide = breadth.index(audience) > breadth.index(Audience(row["widest_audience"]))
    return str(row["refusal"]) if too_wide else None
