"""The publication gate: the finest place and sector that pass, and what may be shown with them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from portal.privacy.ladder import Ladder, lattice, size

LARGEST_LATTICE: Final = 30

# How many rungs, counted from the top, a path still has at a rung:
SUBREGION: Final = 3
GROUP: Final = 4
DIVISION: Final = 3
HS_CHAPTER: Final = 2
QUARTER: Final = 3

N_: Final = str  # marks a message id for the catalog; the page translates it

TOO_FEW: Final = N_("Too few families could have written this at the finer level.")
TELLS_SECTOR: Final = N_("The product would tell the sector more precisely than the gate allows.")
NEVER_FINER: Final = N_("Periods are never shown finer than a quarter.")
NOT_WORLDWIDE: Final = N_("The size of a site is not shown when the place is the whole world.")
ORIGIN_COARSE: Final = N_("Workers' origin is never shown finer than a part of a continent.")
ORIGIN_HIDDEN: Final = N_("Workers' origin is not shown when the place is a continent or wider.")


@dataclass(frozen=True, slots=True)
class Passage:
    """The least-loss node that passes; `loss` in 0.0 to 1.0; levels count from 0 (finest)."""

    place_code: str
    sector_code: str
    loss: float
    place_level: int
    sector_level: int

    @property
    def generalized(self) -> bool:
        """Whether anything is coarser than the author wrote it."""
        return self.place_level > 0 or self.sector_level > 0


def least_loss(
    place: Ladder,
    sector: Ladder,
    passes: Callable[[Sequence[tuple[str, str]]], Sequence[bool]],
) -> Passage | None:
    """The node of place x sector that passes with the least loss, or None if none does.

    `passes` is asked once, about the whole lattice in order of loss, so that neither the number of
    questions nor their order depends on the answers. It must be monotone: a family that covers a
    node covers every coarser one (`footprint.tags_of`), so whatever passes also passes when it is
    generalized. ValueError if the lattice has more than 30 nodes or an answer is missing.
    """
    if size((place, sector)) > LARGEST_LATTICE:
        raise ValueError(f"a gate question has at most {LARGEST_LATTICE} nodes")
    nodes = tuple(lattice((place, sector)))
    codes = [
        (place.rungs[p].code, sector.rungs[s].code) for p, s in (node.levels for node in nodes)
    ]
    answers = passes(codes)
    for node, (place_code, sector_code), passed in zip(nodes, codes, answers, strict=True):
        if passed:
            return Passage(place_code, sector_code, node.loss, *node.levels)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The facets of a finding as its author wrote them: paths from fine to coarse, top included.

    Tops are world, any sector, any product and the year. `product_sectors` says for each rung of
    `product` which sector it gives away ("hs4:1006" is rice, class 0112); equal lengths, else
    ValueError. What was left out is an empty path or None.
    """

    place: tuple[str, ...]
    sector: tuple[str, ...]
    product: tuple[str, ...] = ()
    product_sectors: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    headcount_band: str | None = None
    tier: str | None = None
    origin: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a product whose sectors are not known rung by rung."""
        if len(self.product) != len(self.product_sectors):
            raise ValueError("each rung of a product needs the sector that it gives away")

    def facets(self) -> "Facets":
        """The finest code of each."""
        return Facets(
            place=self.place[0],
            sector=self.sector[0],
            product=next(iter(self.product), None),
            period=next(iter(self.period), None),
            headcount_band=self.headcount_band,
            tier=self.tier,
            origin=next(iter(self.origin), None),
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
    origin: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A facet that leaves coarser than it was written; `reason` is an English message id."""

    name: str
    before: str
    after: str | None
    reason: str


def generalize(written: Written, passage: Passage) -> Facets:
    """What may be shown at the node that passed: never finer than it, nor telling more.

    ValueError if the passage is not on the finding's own paths.
    """
    place_left = len(written.place) - written.place.index(passage.place_code)
    return Facets(
        place=passage.place_code,
        sector=passage.sector_code,
        product=_product(written, passage.sector_code),
        period=_at_most(written.period, QUARTER),
        headcount_band=None if place_left == 1 else written.headcount_band,
        tier=written.tier,
        origin=_at_most(written.origin, SUBREGION) if place_left >= SUBREGION else None,
    )


def changes(before: Facets, after: Facets) -> tuple[Change, ...]:
    """What generalizing changed, in the order of the form, each with its reason."""
    return tuple(_changes(before, after))


def _at_most(path: tuple[str, ...], rungs_left: int) -> str | None:
    return next(iter(path[-rungs_left:]), None)


def _product(written: Written, sector_code: str) -> str | None:
    passed = written.sector.index(sector_code)
    sector_left = len(written.sector) - passed
    if sector_left < DIVISION:
        return None
    finest = len(written.product) if sector_left >= GROUP else HS_CHAPTER
    allowed = set(written.sector[passed:])
    # The top, "any product", says nothing and is not shown.
    rungs = list(zip(written.product, written.product_sectors, strict=True))[-finest:-1]
    return next((code for code, tells in rungs if tells in allowed), None)


def _changes(before: Facets, after: Facets) -> Iterator[Change]:
    reasons = {
        "place": TOO_FEW,
        "sector": TOO_FEW,
        "product": TELLS_SECTOR,
        "period": NEVER_FINER,
        "headcount_band": NOT_WORLDWIDE,
        "origin": ORIGIN_COARSE if after.origin else ORIGIN_HIDDEN,
    }
    for name, reason in reasons.items():
        was, now = getattr(before, name), getattr(after, name)
        if was is not None and was != now:
            yield Change(name, was, now, reason)
