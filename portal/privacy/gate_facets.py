"""The facets of a finding as it was written and as it is shown, each on its ladder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ANY: Final = "any"
WORLD: Final = "001"
HIDDEN: Final = frozenset({ANY, WORLD})
"""The tops of ladders: a facet beside place, sector and period that reaches them is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The facets of a finding as its author wrote them: paths from fine to coarse, top included.

    Tops are the world (place, origin), the year (period) and "any". `product_sectors` says for each
    rung of `product` which sector it gives away ("hs4:1006" is rice, class 0112); equal lengths,
    else ValueError. What was left out is an empty path; place and sector are never left out.
    """

    place: tuple[str, ...]
    sector: tuple[str, ...]
    product: tuple[str, ...] = ()
    product_sectors: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    headcount_band: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    scheme: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a product whose sectors are not known rung by rung."""
        if len(self.product) != len(self.product_sectors):
            raise ValueError("each rung of a product needs the sector that it gives away")

    def facets(self) -> Facets:
        """The finest code of each."""
        return Facets(
            place=self.place[0],
            sector=self.sector[0],
            **{name: next(iter(getattr(self, name)), None) for name in BESIDE},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """One code for each facet; None is not shown or was never said."""

    place: str
    sector: str
    product: str | None
    period: str | None
    headcount_band: str | None
    tier: str | None
    scheme: str | None
    origin: str | None


BESIDE: Final = ("product", "period", "headcount_band", "tier", "scheme", "origin")
"""What is shown beside place and sector, in the order of the form."""
