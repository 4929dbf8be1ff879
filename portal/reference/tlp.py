"""TLP 2.0 labels, the audiences of a release, and which pairs of them contradict each other."""

from enum import StrEnum
from functools import cache
from typing import Any, Final

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


RED_LEAVES_GROUP: Final = (
    "TLP:RED is for the individual recipients only: choose the audience “Group”."
)
STRICT_LEAVES_GROUP: Final = (
    "TLP:AMBER+STRICT stays within each recipient's own organization: choose the audience “Group”."
)
AMBER_LEAVES_OBSERVERS: Final = (
    "TLP:AMBER is need-to-know: choose the audience “Group” or “Group and observers”."
)
GREEN_GOES_PUBLIC: Final = (
    "TLP:GREEN may not be shared through public channels: "
    "choose a narrower audience, or the label TLP:CLEAR."
)

_WIDEST: Final[dict[Tlp, tuple[Audience, str]]] = {
    Tlp.RED: (Audience.GROUP, RED_LEAVES_GROUP),
    Tlp.AMBER_STRICT: (Audience.GROUP, STRICT_LEAVES_GROUP),
    Tlp.AMBER: (Audience.GROUP_AND_OBSERVERS, AMBER_LEAVES_OBSERVERS),
    Tlp.GREEN: (Audience.ASSOCIATION, GREEN_GOES_PUBLIC),
    Tlp.CLEAR: (Audience.PUBLIC, ""),
}


def contradiction(audience: Audience, tlp: Tlp) -> str | None:
    """Why this audience is wider than the label allows (English message id), or None.

    Source of the boundaries: FIRST, TLP 2.0; the widest audience per label is our reading.
    """
    widest, reason = _WIDEST[tlp]
    breadth = list(Audience)
    return reason if breadth.index(audience) > breadth.index(widest) else None
