import socket
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from tests.world import World


class Mailbox:
    """What a real SMTP server has taken."""

    def __init__(self) -> None:
        self.taken: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox(port: int) -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()


def invite(world: World) -> str:
    email = f"zoe.{uuid4().hex[:10]}@people.example"
    form = {"name": "Zoë", "email": email, "role": "reader"}
    world.visit("admin@alfa").send("/organization/invitations/new", form)
    return email


def drain(world: World, port: int) -> None:
    world.site.drain(mail_url=f"smtp://127.0.0.1:{port}")


def waiting(world: World) -> list[Any]:
    return world.sql(
        "select attempts from procrastinate_jobs where task_name = 'organizations.send_invitation'"
        " and status = 'todo'"
    )


def test_the_mail_reaches_a_real_server_once(world: World, port: int, mailbox: Mailbox) -> None:
    world.site.drain()
    email = invite(world)

    drain(world, port)
    drain(world, port)

    [envelope] = mailbox.taken
    assert envelope.rcpt_tos == [email]
    assert b"Subject: Invitation to Common Ground" in envelope.content
    assert waiting(world) == []


def test_a_server_that_is_down_is_tried_again_and_nothing_is_lost(
    world: World, port: int, request: pytest.FixtureRequest
) -> None:
    world.site.drain()
    email = invite(world)

    drain(world, port)
    assert [job.attempts for job in waiting(world)] == [1]

    mailbox = request.getfixturevalue("mailbox")
    world.sql("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")
    drain(world, port)
    assert [envelope.rcpt_tos for envelope in mailbox.taken] == [[email]]
    assert waiting(world) == []


def test_a_change_that_fails_sends_nothing(world: World) -> None:
    world.site.drain()

    world.visit("admin@alfa").send(
        "/organization/invitations/new", {"name": "Zoë", "email": "no address", "role": "reader"}
    )

    assert waiting(world) == []
