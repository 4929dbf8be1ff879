"""The publication gate: the node of place x sector that passes with the least loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

from portal.privacy.gate_detail import lost, shown
from portal.privacy.gate_facets import Facets, Written
from portal.privacy.ladder import ladder, lattice

N_: Final = str  # marks a message id for the catalog; the page translates it

TOO_FEW: Final = N_("Too few families could have written this at the finer level.")
FEW_SUPPLIERS: Final = N_("Too few suppliers could be meant at the finer level.")
TELLS_SECTOR: Final = N_("The product would tell the sector more precisely than the gate allows.")
NEVER_FINER: Final = N_("Periods are never shown finer than a quarter.")
NOT_WORLDWIDE: Final = N_("The size of a site is not shown when the place is the whole world.")
NARROWS: Final = N_("Together with place and sector this would leave too few suppliers.")
ORIGIN_COARSE: Final = N_("Workers' origin is never shown finer than a part of a continent.")
SCHEME_TELLS: Final = N_("An audit scheme would tell which buyers use it.")


class Answer(IntFlag):
    """What the gate says of one node; it never says how many."""

    AUTHORS = 1  # enough families could have written what is shown here
    SUPPLIERS = 2  # enough suppliers could be meant
    ROOM = 4  # several times as many
    LISTED = 8  # enough of them are in the members' registries


@dataclass(frozen=True, slots=True)
class Passage:
    """The least-loss node that passes; `loss` in 0.0 to 1.0; levels count from 0 (finest).

    `author_levels`: place and sector levels from which on enough families could have written it.
    Whatever is coarser still is so for want of suppliers. `room`: see `gate_detail.ROOM`. `listed`:
    the members' registries have enough suppliers, whatever the author estimates.
    """

    place_code: str
    sector_code: str
    loss: float
    place_level: int
    sector_level: int
    author_levels: tuple[int, int]
    room: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where it passes, or which of the two is lacking everywhere."""

    passage: Passage | None
    few_suppliers: bool = False


def least_loss(
    written: Written, ask: Callable[[Sequence[tuple[str, str]]], Sequence[int]]
) -> Verdict:
    """The node with the least loss of all facets that hides author and supplier.

    `ask` is asked once, about all nodes above the finding in order of loss, so that neither the
    number of questions nor their order depends on the answers, which need not be monotone. The
    first node with AUTHORS fixes the pool of families that a reader is left with
    (`plausibility.pools`); only it and what is coarser on both ladders may be shown, because a
    function of the pool cannot tell more than the pool. Among those with SUPPLIERS the one that
    loses least counts, the finer on the walk among equals. ValueError if an answer is missing.
    """
    nodes = tuple(lattice((ladder("place", written.place), ladder("sector", written.sector))))
    codes = [(written.place[p], written.sector[s]) for p, s in (node.levels for node in nodes)]
    answers = [(node.levels, Answer(said)) for node, said in zip(nodes, ask(codes), strict=True)]
    first = next((levels for levels, said in answers if Answer.AUTHORS in said), None)
    if first is None:
        return Verdict(None)
    passing = [
        (lost(written, *levels, room=Answer.ROOM in said), levels, said)
        for levels, said in answers
        if levels[0] >= first[0] and levels[1] >= first[1] and Answer.SUPPLIERS in said
    ]
    if not passing:
        return Verdict(None, few_suppliers=True)
    loss, (p, s), said = min(passing, key=lambda each: each[0])
    return Verdict(
        Passage(
            place_code=written.place[p],
            sector_code=written.sector[s],
            loss=loss,
            place_level=p,
            sector_level=s,
            author_levels=(first[0], first[1]),
            room=Answer.ROOM in said,
            listed=Answer.LISTED in said,
        )
    )


def generalize(written: Written, passage: Passage) -> Facets:
    """What may be shown at the node that passed: never finer than it, nor telling more.

    ValueError if the passage is not on the finding's own paths.
    """
    place_level = written.place.index(passage.place_code)
    sector_level = written.sector.index(passage.sector_code)
    return shown(written, place_level, sector_level, room=passage.room)


@dataclass(frozen=True, slots=True)
class Change:
    """A facet that leaves coarser than it was written; `reason` is an English message id."""

    name: str
    before: str
    after: str | None
    reason: str


def changes(written: Written, passage: Passage) -> tuple[Change, ...]:
    """What generalizing changes, in the order of the form, each with its reason."""
    return tuple(_changes(written, passage))


def _changes(written: Written, passage: Passage) -> Iterator[Change]:
    before, after = written.facets(), generalize(written, passage)
    roomy = shown(written, passage.place_level, passage.sector_level, room=True)
    for name in Facets.__dataclass_fields__:
        was, now = getattr(before, name), getattr(after, name)
        if was is not None and was != now:
            # What more suppliers would let through is kept back for want of suppliers.
            narrows = now != getattr(roomy, name)
            yield Change(name, was, now, NARROWS if narrows else _reason(name, passage, after))


def _reason(name: str, passage: Passage, after: Facets) -> str:
    if name in {"place", "sector"}:
        levels = (passage.place_level, passage.sector_level)
        index = ("place", "sector").index(name)
        return FEW_SUPPLIERS if levels[index] > passage.author_levels[index] else TOO_FEW
    return {
        "product": TELLS_SECTOR,
        "period": NEVER_FINER,
        "headcount_band": NARROWS if after.headcount_band else NOT_WORLDWIDE,
        "tier": NARROWS,
        "scheme": SCHEME_TELLS,
        "origin": ORIGIN_COARSE if after.origin else NARROWS,
    }[name]
