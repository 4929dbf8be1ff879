"""The whole permission table as text: every address, its action, and how far each role reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from portal.access.actions import Action
from portal.access.actor import Role
from portal.access.policy import POLICY

_OF_ITSELF: Final = {"HEAD", "OPTIONS"}


class Address(Protocol):
    """What is needed of a rule of the URL map."""

    rule: str
    endpoint: str
    methods: set[str] | None


def rows(addresses: Iterable[Address], actions: Mapping[str, Action]) -> list[tuple[str, ...]]:
    """Methods, address, action and the scope of each role; addresses without an action left out."""
    return sorted(
        (
            ",".join(sorted((address.methods or set()) - _OF_ITSELF)),
            address.rule,
            action,
            *(POLICY[action][role].name for role in Role),
        )
        for address in addresses
        if (action := actions.get(address.endpoint)) is not None
    )


def rendered(addresses: Iterable[Address], actions: Mapping[str, Action]) -> str:
    """The table in columns, under a line of titles, ending with a line break."""
    table = [("method", "address", "action", *Role), *rows(addresses, actions)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )
    return "\n".join(lines) + "\n"
