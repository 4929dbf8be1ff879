"""What a group does with what was released: answers, questions, threads, editions, news."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import Final

from portal.core.clock import now
from portal.features.sightings.jobs import count_round
from tests.candidates import candidate
from tests.features.bundles.arrange import as_steward
from tests.features.contributions import finding
from tests.features.contributions.kinds import ready
from tests.features.library.test_printing import ordered, texts
from tests.features.notices.steps import choose
from tests.features.notices.test_feeds import address
from tests.pages import Page, Visitor
from tests.swap.crawl import Reading, neutral
from tests.world import World

FINDING: Final = "Passports in a locked drawer"
ANOTHER: Final = "Passports in a locked office"
AUDIT: Final = "Passports kept by the employer"
PRACTICE: Final = "Receipts read together before departure"
ASKED: Final = "How do they know the drawer?"
ANSWERED: Final = "Several said so, apart from each other."
NOTES: Final = ("It cut the fees.", "Workers asked for it.", "Took half a year.")
TOKENS: Final = re.compile(r"(?<=/)[A-Za-z0-9_-]{40,}")
UIDS: Final = re.compile(r"(?<=UID:)[0-9a-f]{32}")
SUBSCRIBED: Final = ("writer@charlie", "coordinator1", "writer@observer", "reader@liaison")


def contribute(author: Visitor, world: World, kind: str, typed: dict[str, str]) -> str:
    """An audit outcome or a practice in review."""
    path = ready(author, world, kind, typed)
    reply = finding.send(author, path)
    assert reply.status_code == 303, Page(author.get(f"{path}/preview").text).text
    return path


def release_of(world: World, title: str) -> str:
    """The address of what the group reads under this title."""
    (row,) = world.sql(
        "select id from releases where group_id = :g and title = :t and bundle_id is null",
        g=world.group_id,
        t=title,
    )
    return f"/releases/{row.id}"


def subscribe(world: World, *authors: str) -> None:
    for who in (*SUBSCRIBED, *(f"writer@{name}" for name in authors)):
        choose(world, who, "instant")


def answer(world: World, author: str, other: str) -> None:
    """The author's family, the one that could have been it, and others; then the group counts.

    To the finding both answer; to the audit outcome the same company, which is its author in one
    world and nobody in particular in the other.
    """
    first = min(author, other)
    said = {
        FINDING: ("seen", (author, other, "delta")),
        ANOTHER: ("otherwise", (author, other)),
        AUDIT: ("seen", (first, "delta", "echo")),
        PRACTICE: ("adopted", (first, "delta", "charlie")),
    }
    for title, (kind, names) in said.items():
        for name, note in zip(names, NOTES, strict=False):
            sent = {"kind": kind} | ({"note": note} if title == PRACTICE else {})
            reply = world.visit(f"writer@{name}").send(f"{release_of(world, title)}/sighting", sent)
            assert reply.status_code == 303, Page(reply.text).text
    with as_steward(world) as session:
        count_round(session, world.group_id, now().date())


def converse(world: World, author: Visitor, path: str) -> None:
    """One question under a name, one without, one refused; the author answers unseen."""
    asking = f"{release_of(world, FINDING)}/ask"
    for who, body, speaker in (
        ("writer@charlie", ASKED, "organization"),
        ("writer@delta", "Is the drawer still locked?", "nobody"),
        ("writer@charlie", "Who told you?", "nobody"),
    ):
        reply = world.visit(who).send(asking, {"body": body, "speaker": speaker})
        assert reply.status_code == 303, Page(reply.text).text
        question = str(reply.location)
        refused = {"do": "decline"} if body.startswith("Who") else {"body": ANSWERED}
        reply = author.send(f"{path}{question}", refused)
        assert reply.status_code == 303, Page(reply.text).text


def discuss(world: World, author: str, other: str) -> None:
    """Under a release: the author as such and under a handle, others named and under handles."""
    talk = f"{release_of(world, FINDING)}/discussion"
    for name, voice, body in (
        ("delta", "named", "We looked into two drawers."),
        (author, "author", "There was a third drawer."),
        (author, "handle", "Ask for the list of papers."),
        (other, "handle", "We asked for the list too."),
        ("charlie", "handle", "Who keeps the key?"),
        (author, "author", "The names of all who came."),
    ):
        reply = world.visit(f"writer@{name}").send(f"{talk}/reply", {"body": body, "voice": voice})
        assert reply.status_code == 303, Page(reply.text).text


def revise(world: World, author: Visitor) -> None:
    """The next edition of the practice leaves with items of two other families."""
    first = release_of(world, PRACTICE).rpartition("/")[2]
    path = str(author.send(f"/contributions/new?edition_of={first}", {}).location)
    finding.save(author, path, title=f"{PRACTICE}, twice", steps="Ask.\nRead aloud twice.")
    for do in ("gate", "accept"):
        finding.save(author, path, do=do)
    finding.decide_all(author, path)
    reply = finding.send(author, path)
    assert reply.status_code == 303, Page(author.get(f"{path}/preview").text).text
    for name in ("charlie", "delta"):
        candidate(world, f"writer@{name}", title=f"Fees in the office of {len(name)} agents")


def received(world: World, who: str, *, feeds: bool) -> Reading:
    """Mails of the outbox, feeds and a printed sheet, with what is random taken out."""
    mails = []
    for file in world.site.settings.outbox.glob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        if str(mail["To"]) == world.people[who].email:
            told = [str(mail["Subject"]), str(mail.get_content())]
            mails.append(unlinked("\n".join(told)))
    reading: Reading = {"mails": sorted(mails)}
    if not feeds:
        return reading
    program = world.site.app.test_client()
    for feed in ("atom", "calendar"):
        lines = unlinked(program.get(address(world, who, feed)).text).splitlines()
        reading[feed] = ["\n".join(sorted(lines))]
    if who == "writer@charlie":
        reading["pdf"] = printed(world, who)
    return reading


def printed(world: World, who: str) -> list[str]:
    """The pages of a PDF, which the reader deletes: a saved copy outlives what is withdrawn."""
    visitor = world.visit(who)
    where = ordered(visitor, f"{release_of(world, FINDING)}/sheet")
    world.site.drain()
    pages = [neutral(each) for each in texts(visitor.get(f"{where}/file").data)]
    assert visitor.send(f"{where}/delete").status_code == 303
    return pages


def unlinked(text: str) -> str:
    """Tokens of links are the reader's own and random, and so are the names of dates."""
    return neutral(UIDS.sub("UID", TOKENS.sub("TOKEN", text)))
