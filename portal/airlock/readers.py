"""Who would receive an item, by its audience alone: the TLP label says what they may do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from portal.reference.tlp import Audience

N_: Final = str


@dataclass(frozen=True, slots=True)
class Reader:
    """`name` is an English message id; `narrowest` the first audience that includes them."""

    icon: str
    name: str
    narrowest: Audience

    def sees(self, audience: Audience) -> bool:
        breadth = list(Audience)
        return breadth.index(audience) >= breadth.index(self.narrowest)


READERS: Final = (
    Reader("people", N_("Members of the group"), Audience.GROUP),
    Reader("binoculars", N_("Observers"), Audience.GROUP_AND_OBSERVERS),
    Reader("bank", N_("Liaisons of governments"), Audience.GROUP_AND_OBSERVERS),
    Reader("buildings", N_("The rest of the association"), Audience.ASSOCIATION),
    Reader("globe2", N_("The public"), Audience.PUBLIC),
)
