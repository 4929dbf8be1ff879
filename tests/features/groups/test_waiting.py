"""The start page says what waits for whoever opens it, and says it to nobody else."""

from datetime import timedelta

from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_records.records import add_outcomes
from portal.core.clock import now
from tests.features.contributions.finding import sent, sourcing, supplier
from tests.pages import Page
from tests.world import World

BOX = "Waiting for you"
TITLE = "Passports in a locked drawer"


def start(world: World, who: str) -> str:
    return Page(world.visit(who).get("/").text).text


def test_a_question_waits_for_the_author_alone_and_until_it_is_answered(world: World) -> None:
    for name in ("alfa", "charlie", "delta"):
        supplier(world, f"writer@{name}")
    sourcing(world, "BD", "1410")
    author = world.visit("writer@alfa")
    path = sent(author, world, title=TITLE)
    assert BOX not in start(world, "writer@alfa")

    [candidate] = world.sql("select id from candidates where group_id = :g", g=world.group_id)
    for who in ("coordinator1", "coordinator2"):
        coordinator = world.visit(who)
        if coordinator.get(f"/candidates/{candidate.id}").status_code == 200:
            asked = {"verdict": "return", "message": "How do you know?", "version": "1"}
            assert coordinator.send(f"/candidates/{candidate.id}", asked).status_code == 303
            break

    page = author.get("/")
    assert BOX in page.text
    assert TITLE in page.text
    assert any(link.startswith(path) for link in Page(page.text).links)
    assert author.statements <= 12
    for who in ("admin@alfa", "reader@alfa", "writer@charlie", "coordinator1"):
        assert BOX not in start(world, who), who
        assert BOX not in Page(world.visit(who).get("/notices").text).text

    assert author.send(f"{path}/answer", {"body": "Several said so."}).status_code == 303
    assert BOX not in start(world, "writer@alfa"), "also while the answer is on its way"


def test_late_corrective_actions_are_told_to_their_own_organization(world: World) -> None:
    today = now().date()
    actions = tuple(
        Action(text="Give the passports back", state=state, due_on=today + timedelta(days=days))
        for state, days in (("open", -1), ("open", -400), ("verified_closed", -2), ("open", 1))
    )
    finding = AuditFinding(issue="Passports in a safe", actions=actions)
    with world.transaction("writer@alfa", write=True) as session:
        add_outcomes(
            session, [Outcome(supplier="Harimau Stitchworks", scheme="smeta", findings=(finding,))]
        )

    assert "2 corrective actions are overdue" in start(world, "reader@alfa")
    assert BOX not in start(world, "reader@bravo")
