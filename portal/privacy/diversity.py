"""Whether a class of findings says so much the same that belonging to it is telling enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from typing import Final

FEWEST: Final = 2


def homogeneous(said: Iterable[tuple[Hashable, Collection[str]]], fewest: int = FEWEST) -> bool:
    """Whether a class fails l-diversity over families; `fewest` is the l.

    `said` has one pair for each finding: its family and the sensitive values that it states (codes
    of indicators). What one family says in several findings counts once. The class fails if

    - fewer than `fewest` families speak,
    - fewer than `fewest` distinct values occur, or
    - some value is said by more than all families but `fewest` - 1: with l = 2, by every one. Who
      knows that a family is in the class would know that the value is said of its supplier.

    This is distinct l-diversity (Machanavajjhala et al., ACM TKDD 2007) for sets of values, counted
    over families instead of rows. A class without findings fails. ValueError if `fewest` < 2.
    """
    if fewest < FEWEST:
        raise ValueError("a class of one value cannot be diverse")
    values: dict[Hashable, set[str]] = {}
    for family, stated in said:
        values.setdefault(family, set()).update(stated)
    holders = Counter(value for stated in values.values() for value in stated)
    if len(values) < fewest or len(holders) < fewest:
        return True
    return max(holders.values()) > len(values) - (fewest - 1)
