"""What members tell coordination of a post, and what coordination does with posts and threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.airlock import voices
from portal.audit.kinds import Kind
from portal.audit.record import record_in_group, record_personal
from portal.core.clock import now
from portal.core.errors import Conflict, Refused
from portal.models import Concern, Group, Post, PostReport, ReportState, Thread, ThreadState

N_: Final = str

OWN_POST: Final = N_("You wrote this post yourself. Another coordinator decides about it.")
STAYS: Final = N_("The discussion of a released item stays with the item and cannot be moved.")


@dataclass(frozen=True, slots=True)
class Told:
    concern: Concern
    note: str


def report_post(session: Session, actor: Actor, post: Post, new: Told) -> None:
    """Tell coordination about a post; nothing of who tells is kept with it."""
    require(actor, Action.POST_REPORT, post)
    report = PostReport(
        post_id=post.id,
        group_id=post.group_id,
        concern=new.concern,
        note=new.note,
        state=ReportState.OPEN,
        reported_on=now().date(),
    )
    session.add(report)
    session.flush()
    record_personal(session, actor, Kind.POST_REPORTED, report.id)


def hide_post(session: Session, actor: Actor, post: Post, reason: str) -> None:
    """Readers see the reason where its words stood; its open reports are decided with it."""
    require(actor, Action.POST_HIDE, post)
    _hide(session, actor, post, reason)


def show_post(session: Session, actor: Actor, post: Post) -> None:
    """Undo `hide_post`."""
    require(actor, Action.POST_HIDE, post)
    _hold(session, post)
    if not post.hidden or post.deleted:
        raise Conflict
    post.hidden, post.reason = False, ""
    session.flush()
    record_in_group(session, actor, Kind.POST_SHOWN, post.id, post.group_id)


def decide_report(
    session: Session, actor: Actor, report: PostReport, post: Post, reason: str | None
) -> None:
    """Hide the post for a reason, or let it stand (None). Nobody judges what they wrote."""
    require(actor, Action.REPORT_DECIDE, report)
    if report.state != ReportState.OPEN:
        raise Conflict
    voices.act_as_speaker(session, actor, post.id)
    if voices.said(session, [post.id]):
        raise Refused(OWN_POST)
    if reason is not None and not post.hidden:
        _hide(session, actor, post, reason)
    report.state = ReportState.KEPT if reason is None else ReportState.HIDDEN
    session.flush()
    record_in_group(session, actor, Kind.REPORT_DECIDED, report.id, report.group_id)


def lock_thread(session: Session, actor: Actor, thread: Thread) -> None:
    """Nobody writes in it any longer."""
    require(actor, Action.THREAD_MODERATE, thread)
    thread.state = ThreadState.LOCKED
    session.flush()
    record_in_group(session, actor, Kind.THREAD_LOCKED, thread.id, thread.group_id)


def unlock_thread(session: Session, actor: Actor, thread: Thread) -> None:
    """Undo `lock_thread`."""
    require(actor, Action.THREAD_MODERATE, thread)
    thread.state = ThreadState.OPEN
    session.flush()
    record_in_group(session, actor, Kind.THREAD_UNLOCKED, thread.id, thread.group_id)


def move_thread(session: Session, actor: Actor, thread: Thread, group: Group) -> None:
    """Take a free topic to another group that the actor coordinates, without organizations' names.

    The database takes the posts along, those too that nobody sees yet, and takes the names off.
    """
    require(actor, Action.THREAD_MODERATE, thread)
    require(actor, Action.GROUP_REVIEW, group)
    if thread.release_id is not None:
        raise Refused(STAYS)
    left = thread.group_id
    thread.group_id = group.id
    session.flush()
    for group_id in (left, group.id):
        record_in_group(session, actor, Kind.THREAD_MOVED, thread.id, group_id)


def _hide(session: Session, actor: Actor, post: Post, reason: str) -> None:
    _hold(session, post)
    if post.hidden or post.deleted:
        raise Conflict
    post.hidden, post.reason = True, reason
    session.flush()
    waiting = update(PostReport).where(PostReport.post_id == post.id)
    session.execute(
        waiting.where(PostReport.state == ReportState.OPEN).values(state=ReportState.HIDDEN)
    )
    record_in_group(session, actor, Kind.POST_HIDDEN, post.id, post.group_id)


def _hold(session: Session, post: Post) -> None:
    """The row as it is now, locked: two decisions follow each other."""
    held = select(Post).where(Post.id == post.id).with_for_update()
    if session.scalars(held.execution_options(populate_existing=True)).one_or_none() is None:
        raise Conflict
