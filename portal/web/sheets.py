"""A release as a sheet of paper: its label, what it says in sections and facts, how to cite it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext

from portal.airlock.kinds import KINDS, sections_of
from portal.core.clock import now
from portal.reference.tlp import Tlp
from portal.web.context import Context
from portal.web.facets import facts, word
from portal.web.filters import day

ANSWERS = ("adopted", "adapted", "rejected")


@dataclass(frozen=True, slots=True)
class Item:
    """One release; everything is words in the reader's language."""

    id: UUID
    title: str
    by: str
    sections: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed together: under the strictest label among its items."""

    heading: str
    note: str
    tlp: Tlp
    items: Sequence[Item]
    printed: str

    @property
    def label_css(self) -> str:
        return self.tlp.css


def strictest(labels: Iterable[str]) -> Tlp:
    """TLP:CLEAR where there is nothing to protect."""
    return min((Tlp(each) for each in labels), key=list(Tlp).index, default=Tlp.CLEAR)


def sheet(
    ctx: Context,
    heading: str,
    rows: Sequence[Any],
    tallies: Mapping[UUID, Mapping[str, int]],
    note: str = "",
) -> Sheet:
    """What of these may be printed: nothing that is marked TLP:RED, nothing that was withdrawn."""
    printed = [row for row in rows if row.tlp != Tlp.RED and not row.withdrawn]
    items = [_item(ctx, row, tallies.get(row.id, {})) for row in printed]
    on = gettext("Printed on %(day)s.", day=day(now().date()))
    return Sheet(heading, note, strictest(row.tlp for row in printed), items, on)


def answers(counted: Mapping[str, int]) -> tuple[str, ...]:
    """How many families answered what: counts are there from 3 families up, or not at all."""
    said = {
        "adopted": lambda n: ngettext(
            "Adopted by %(num)s corporate family", "Adopted by %(num)s corporate families", n
        ),
        "adapted": lambda n: ngettext(
            "Adapted by %(num)s corporate family", "Adapted by %(num)s corporate families", n
        ),
        "rejected": lambda n: ngettext(
            "Rejected by %(num)s corporate family", "Rejected by %(num)s corporate families", n
        ),
    }
    return tuple(said[kind](counted[kind]) for kind in ANSWERS if kind in counted)


def told(row: Any) -> tuple[tuple[str, str], ...]:
    """What a release shows beside its text, with labels."""
    known = facts(row.facets or {}, row.kind)
    found = [(str(each.label), each.value) for each in known if each.shown]
    if row.indicators:
        names = ", ".join(word("indicator", code) for code in row.indicators)
        found.append((gettext("Indicators"), names))
    return tuple(found)


def sections(row: Any) -> tuple[tuple[str, str], ...]:
    """Headings (empty for a text without sections) and texts."""
    return tuple(
        (gettext(each.label) if each.label else "", each.text)
        for each in sections_of(row.kind, row.narrative)
    )


def signed(row: Any) -> str:
    """The organization that signs it, or what all authors have in common."""
    return row.byline or gettext("Anonymous")


def _item(ctx: Context, row: Any, counted: Mapping[str, int]) -> Item:
    return Item(
        row.id,
        row.title,
        signed(row),
        sections(row),
        told(row),
        answers(counted),
        _citation(ctx, row),
    )


def _citation(ctx: Context, row: Any) -> str:
    address = f"{ctx.settings.public_url.rstrip('/')}{_path(row)}"
    values = {
        "title": row.title,
        "by": signed(row),
        "kind": gettext(KINDS[row.kind].name),
        "group": row.group_name or gettext("a working group of the association"),
        "edition": row.edition,
        "day": day(row.released_on),
        "tlp": row.tlp,
        "address": address,
    }
    return gettext(
        "Cite as: %(by)s, “%(title)s”, %(kind)s, edition %(edition)s, %(group)s, Common Ground,"
        " %(day)s. %(tlp)s. %(address)s",
        **values,
    )


def _path(row: Any) -> str:
    return url_for("releases.show_release", release_id=row.id)
