"""A release of one author, questions about it, and time that passes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from portal.airlock.drafts import Draft, new_contribution
from portal.airlock.fields import Fields
from portal.core.clock import now
from portal.db.roles import DatabaseRole
from portal.db.steward import Steward
from portal.features.questions.jobs import deliver as deliver_lines
from portal.features.submissions.jobs import deliver as deliver_answers
from tests.candidates import candidate
from tests.conftest import Site
from tests.features.contributions import finding
from tests.features.submissions.test_following import leave
from tests.pages import Page, Visitor
from tests.world import World

AUTHOR = "writer@alfa"
HOURS = {"answer_delay_min": 7200, "answer_delay_max": 86_400}


def waiting(site: Site, monkeypatch: Any) -> None:
    """From here on hidden speech waits, as in production."""
    settings, keys = site.app.extensions["portal.context"]
    slow = settings.model_copy(update=HOURS)
    monkeypatch.setitem(site.app.extensions, "portal.context", (slow, keys))


def pass_time(site: Site, hours: int) -> None:
    """What the jobs do when so many hours are over."""
    steward = Steward(site.url(DatabaseRole.STEWARD), site.keys)
    with steward.transaction() as session:
        deliver_answers(session, now() + timedelta(hours=hours))
        deliver_lines(session, now() + timedelta(hours=hours))
    steward.close()


def sent(world: World) -> tuple[Visitor, str, UUID]:
    """The author's window, the address of the contribution, and the candidate."""
    finding.supplier(world, AUTHOR)
    item = candidate(world, AUTHOR)
    draft = Draft(
        fields=Fields(title="Fees", narrative="It was seen.", group=str(world.group_id)),
        candidate_id=item,
    )
    with world.transaction(AUTHOR, write=True) as session:
        contribution = new_contribution(session, world.people[AUTHOR].id, draft)
        session.add(contribution)
    return world.visit(AUTHOR), f"/contributions/{contribution.id}", item


def released(site: Site, world: World) -> tuple[Visitor, str, UUID]:
    """The same once it has left."""
    author, path, item = sent(world)
    leave(site, item)
    return author, path, item


def ask(
    world: World, who: str, release: UUID, body: str, speaker: str = "organization"
) -> tuple[Visitor, str]:
    """The asker's window and the address of the conversation."""
    visitor = world.visit(who)
    reply = visitor.send(f"/releases/{release}/ask", {"body": body, "speaker": speaker})
    assert reply.status_code == 303, Page(reply.text).text
    return visitor, str(reply.location)


def text_of(visitor: Visitor, path: str) -> str:
    reply = visitor.get(path)
    assert reply.status_code == 200, path
    return Page(reply.text).text
