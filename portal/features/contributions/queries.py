"""What an author's own pages show: drafts with their hits, and where submitted ones are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.airlock import attachments, long_texts
from portal.airlock.attachments import Folder
from portal.airlock.checking import Checked, whole
from portal.airlock.drafts import Draft, opened
from portal.airlock.long_texts import Check
from portal.airlock.tracking import Whereabouts, all_whereabouts, whereabouts
from portal.airlock.words import OwnWords, own_words
from portal.models import Contribution, Group
from portal.privacy.identifiers.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Desk:
    """One draft with everything that is needed to write on."""

    contribution: Contribution
    draft: Draft
    where: Whereabouts
    words: OwnWords
    groups: Sequence[Group]
    folder: Folder
    check: Check

    @property
    def checked(self) -> Checked:
        reading = self.check.reading(whole(self.draft.fields))
        return self.draft.checked(self.lexicon, reading)

    @property
    def lexicon(self) -> Lexicon:
        """What must not stand in the text as it is."""
        return self.words.facing(self.draft.fields)

    @property
    def group(self) -> Group | None:
        return next((each for each in self.groups if str(each.id) == self.draft.fields.group), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One of the author's contributions in the list."""

    contribution: Contribution
    draft: Draft
    where: Whereabouts
    group_name: str


def desk(
    session: Session, actor: Actor, contribution: Contribution, groups: ColumnElement[bool]
) -> Desk:
    """The draft, the tenant's own words, and the groups in which it could be shared."""
    draft = opened(session, contribution)
    return Desk(
        contribution,
        draft,
        whereabouts(session, draft),
        own_words(session, actor),
        member_groups(session, groups),
        attachments.opened(session, contribution),
        long_texts.opened(session, contribution),
    )


def member_groups(session: Session, within: ColumnElement[bool]) -> Sequence[Group]:
    """By name."""
    return session.scalars(select(Group).where(within).order_by(Group.name, Group.id)).all()


def contributions(
    session: Session, within: ColumnElement[bool], groups: ColumnElement[bool]
) -> Sequence[Row]:
    """The author's own, the last changed first."""
    found = [
        (each, opened(session, each))
        for each in session.scalars(select(Contribution).where(within))
    ]
    found.sort(key=lambda each: (each[1].changed_at, each[0].id), reverse=True)
    names = {str(each.id): each.name for each in session.scalars(select(Group).where(groups))}
    places = all_whereabouts(session, [draft for _, draft in found])
    return [
        Row(contribution, draft, where, names.get(draft.fields.group, ""))
        for (contribution, draft), where in zip(found, places, strict=True)
    ]
