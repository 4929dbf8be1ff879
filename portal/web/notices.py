"""What may be said of bulletins where the portal's walls end: the words of mails and feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, time
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from flask_babel import LazyString, gettext, lazy_gettext

from portal.models import BulletinKind
from portal.reference.tlp import Tlp

HOUR: Final = time(6, tzinfo=UTC)
"""Daily and weekly mails tell what was known then; weekly ones on Mondays."""
WORDS: Final[Mapping[str, LazyString]] = {
    BulletinKind.BATCH: lazy_gettext("New releases"),
    BulletinKind.NAMED: lazy_gettext("New practices that organizations signed"),
    BulletinKind.BUNDLE: lazy_gettext("New releases in frozen bundles"),
    BulletinKind.THREAD: lazy_gettext("A new discussion"),
    BulletinKind.POSTS: lazy_gettext("New posts in a discussion"),
    BulletinKind.TALLY: lazy_gettext("What other organizations say of a release has changed"),
    BulletinKind.GROUP: lazy_gettext("The group's settings or charter have changed"),
    BulletinKind.FIGURES: lazy_gettext("New figures of the group"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A bulletin as `guard.bulletin_lines` tells it.

    `labels`: TLP of everything that it is about. `titles` begin with their label, and are of what
    is labeled GREEN or CLEAR. `group_name` is empty where the group's roster is hidden.
    """

    id: UUID
    group_id: UUID
    group_name: str
    kind: str
    told_on: date
    labels: tuple[Tlp, ...]
    titles: tuple[str, ...]

    @classmethod
    def read(cls, row: Any) -> Line:
        """From a row of the database."""
        labels = tuple(sorted(map(Tlp, row.labels), key=list(Tlp).index))
        place = row.group_name or gettext("One of your working groups")
        return cls(row.id, row.group_id, place, row.kind, row.told_on, labels, tuple(row.titles))

    @property
    def words(self) -> str:
        return str(WORDS[self.kind])

    def told(self, *, red: bool) -> list[str]:
        """Titles that may be told, and for every other label that there is something; not how much.

        Feeds do not even say that (`red=False`) of what is labeled RED.
        """
        silent = {Tlp.GREEN, Tlp.CLEAR} | (set() if red else {Tlp.RED})
        veiled = [each for each in self.labels if each not in silent]
        return [
            *self.titles,
            *(gettext("%(label)s: to be read in the portal only", label=each) for each in veiled),
        ]


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that stand in a mail. Each tells nothing by itself, and all are equally long."""

    notices: str
    settings: str
    ending: str


def highest(lines: Iterable[Line]) -> Tlp:
    """The strictest label of anything that is told."""
    return min((label for line in lines for label in line.labels), key=list(Tlp).index)


def subject(lines: Sequence[Line]) -> str:
    """The same for everybody who is told the same."""
    return f"[{highest(lines)}] {gettext('News from your working groups')}"


def body(lines: Sequence[Line], links: Links) -> str:
    """Plain text: the label first (FIRST, TLP 2.0), then what happened by group and day."""
    told = _merged(lines)
    parts = [str(highest(lines)), ""]
    for (name, _), group in groupby(told, key=lambda each: (each.group_name, each.group_id)):
        parts += [name, *(text for line in group for text in _entry(line)), ""]
    parts += [
        gettext("Read it in the portal:"),
        links.notices,
        "",
        gettext("Everybody in the group who chose this rhythm gets the same mail."),
        gettext("Choose how often mails come:"),
        links.settings,
        "",
        gettext("Stop these mails, without signing in:"),
        links.ending,
    ]
    return "\n".join(parts) + "\n"


def _merged(lines: Sequence[Line]) -> list[Line]:
    """By group and day, the newest first; what is said in the same words is said once."""
    found: dict[tuple[str, str, int, str], list[Line]] = {}
    for line in lines:
        place = (line.group_name, str(line.group_id), -line.told_on.toordinal(), line.words)
        found.setdefault(place, []).append(line)
    return [
        replace(
            same[0],
            labels=tuple(each for each in Tlp if any(each in line.labels for line in same)),
            titles=tuple(sorted({title for line in same for title in line.titles})),
        )
        for _, same in sorted(found.items())
    ]


def _entry(line: Line) -> list[str]:
    day = f"{line.told_on:%-d %B %Y}"
    return [f"- {day}: {line.words}", *(f"    {each}" for each in line.told(red=True))]
