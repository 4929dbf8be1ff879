"""Which of the cells that may be told are told: two ways, each of them safe against the attack."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import fsum
from typing import Final, Literal

from portal.privacy.insights.attack import Attack, Danger
from portal.privacy.insights.covering import cheapest
from portal.privacy.insights.goals import FOR_GOOD
from portal.privacy.insights.weights import weight

Method = Literal["least_loss", "greedy", "primary_only"]
SMALL: Final = 2000
AT_ONCE: Final = 24
"""So many dangers are met before the attack is tried again."""
PATIENCE: Final = 400_000
"""Columns times searches: beyond it the best safe answer so far is taken. Not a time: the answer
must not depend on how busy a machine is."""
MOST: Final = 300
"""Searches for a program of whatever size."""


def choose(
    attack: Attack, method: Method = "least_loss", likely: Collection[int] = ()
) -> frozenset[int]:
    """The numbers of the choices to tell. `primary_only` is unsafe: it is there to be broken.

    `likely` are choices whose like was told before: what was safe mostly is again, so large
    programs begin there instead of with everything.
    """
    every = frozenset(range(len(attack.choices)))
    if method == "primary_only":
        return every
    dangers: list[Danger] = []
    begin = frozenset(likely) if likely and attack.space.width > SMALL else every
    told = _greedy(attack, begin, dangers)
    if method == "greedy":
        return told
    return _least_loss(attack, every, told, dangers)


def _limit(attack: Attack, times: int = 1) -> int:
    """The number of searches at which it is enough."""
    return attack.space.solved + times * min(MOST, 1 + PATIENCE // (1 + attack.space.width))


def _greedy(attack: Attack, told: frozenset[int], dangers: list[Danger]) -> frozenset[int]:
    """The classical rule: of the cells that pin one in danger, the smallest is hidden.

    Where this takes too long all of them are, and if that takes too long nothing new is told:
    who learns nothing new knows what they knew.
    """
    hurry, stop = _limit(attack, 2), _limit(attack, 6)
    while found := attack.dangers(told, AT_ONCE):
        if attack.space.solved > stop:
            return frozenset()
        dangers += found
        hidden: set[int] = set()
        for danger in found:
            if attack.space.solved > hurry:
                hidden |= danger.holds.keys()
            elif not hidden & danger.holds.keys():
                hidden.add(min(danger.holds, key=lambda each: (attack.choices[each][1], each)))
        told -= hidden
    return told


def _least_loss(
    attack: Attack, every: frozenset[int], told: frozenset[int], dangers: list[Danger]
) -> frozenset[int]:
    """Cutting planes (Fischetti and Salazar 2001): the cheapest answer to all dangers seen so far.

    If the attack finds another danger in it, that is one condition more; if not, nothing safe loses
    less. Whatever is cut short is made safe by the greedy rule and then filled up again.
    """
    limit = _limit(attack)
    best = _filled(attack, every, told, dangers, limit)
    weights = [weight(*each) for each in attack.choices]
    while attack.space.solved < limit:
        hidden = cheapest(weights, dangers)
        if _lost(attack, hidden) >= _lost(attack, every - best) - 1e-9:
            return best
        found = attack.dangers(every - hidden, AT_ONCE)
        if not found:
            return every - hidden
        dangers += found
    repaired = _greedy(attack, every - cheapest(weights, dangers), dangers)
    repaired = _filled(attack, every, repaired, dangers, _limit(attack))
    return min(best, repaired, key=lambda each: _lost(attack, every - each))


def _filled(
    attack: Attack, every: frozenset[int], told: frozenset[int], dangers: list[Danger], limit: int
) -> frozenset[int]:
    """Everything is told again that can be told after all, what weighs most first."""
    for each in sorted(every - told, key=lambda n: (-weight(*attack.choices[n]), n)):
        if attack.space.solved >= limit:
            break
        wider = told | {each}
        if all(_is_met(danger, every - wider) for danger in dangers):
            found = attack.dangers(wider)
            dangers += found
            told = told if found else wider
    return told


def _is_met(danger: Danger, hidden: frozenset[int]) -> bool:
    if danger.choice != FOR_GOOD and danger.choice not in hidden:
        return True
    return fsum(each for n, each in danger.holds.items() if n in hidden) >= danger.need - 1e-6


def _lost(attack: Attack, hidden: Iterable[int]) -> float:
    return fsum(weight(*attack.choices[each]) for each in sorted(hidden))
