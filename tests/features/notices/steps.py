"""Something happens in a group, and everybody who wants to know is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import select

from portal.core.clock import now
from portal.features.notices.jobs import gather, plan
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue_for_nobody
from portal.models import Digest
from tests.candidates import candidate, source
from tests.features.bundles.arrange import as_steward
from tests.features.review.steps import THREE, approve, press
from tests.world import World


class Mailbox:
    """A real SMTP server that takes what it is sent, or answers as `reply` says."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.envelopes: list[Any] = []
        self.reply = "250 OK"

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def mails_to(self, world: World, who: str) -> list[Any]:
        """What this person was sent, as parsed messages."""
        return [
            message_from_bytes(each, policy=policy.default) for each in self.bytes_to(world, who)
        ]

    def bytes_to(self, world: World, who: str) -> list[bytes]:
        """The same as they came over the wire."""
        email = world.people[who].email
        return [each.content for each in self.envelopes if each.rcpt_tos == [email]]


@contextmanager
def open_mailbox(**options: Any) -> Iterator[Mailbox]:
    """On a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box = Mailbox(int(probe.getsockname()[1]))
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    controller.start()
    yield box
    controller.stop()


def batch(world: World, *titles: tuple[str, str]) -> None:
    """A batch of three items of three families leaves; `titles` are pairs of title and label."""
    source(world)
    each = zip(THREE, titles, strict=True)
    approve(world, *(candidate(world, who, title=title, tlp=tlp) for who, (title, tlp) in each))
    assert press(world) == 303


def choose(world: World, who: str, cadence: str) -> None:
    """On the settings page, for the world's group."""
    form = {f"{world.group_id.hex}-cadence": cadence}
    assert world.visit(who).send("/notices/settings", form).status_code == 303


def tell(world: World, at: datetime | None = None, **changed: Any) -> int:
    """Gather what happened, plan mails and send them; answers how many mails were planned."""
    gather_now(world)
    planned = plan_now(world, at)
    world.site.drain(**changed)
    return planned


def gather_now(world: World) -> None:
    """What the periodic job does, without its ten minutes."""
    with as_steward(world) as session:
        gather(session, now(), timedelta())


def plan_now(world: World, at: datetime | None = None, since: date | None = None) -> int:
    """What the periodic job does, at a chosen moment; answers how many mails are new."""
    with as_steward(world) as session:
        ids = plan(session, world.site.keys, at or now(), since)
        people = [each.id for each in world.people.values()]
        # Worlds of other tests stand in the same database: their mails are nobody's concern here.
        mine = session.scalars(
            select(Digest.id).where(Digest.id.in_(ids), Digest.person_id.in_(people))
        ).all()
        for digest_id in mine:
            enqueue_for_nobody(session, Job.SEND_DIGEST, digest_id=str(digest_id))
    return len(mine)


def ending_of(mail: Any) -> str:
    """The path of a mail's one-click address."""
    address = str(mail["List-Unsubscribe"]).strip("<>")
    return "/" + address.split("/", 3)[3]
