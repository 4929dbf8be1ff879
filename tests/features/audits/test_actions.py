"""The life of a corrective action, and the board that shows all of them."""

from __future__ import annotations

from datetime import timedelta

from portal.core.clock import now
from tests.audit_records.audits import action, finding, outcome
from tests.features.audits.steps import actions_of, keep, move, words
from tests.pages import Page
from tests.world import World

TODAY = now().date()


def test_an_action_goes_through_its_life_by_allowed_buttons_only(world: World) -> None:
    (audit,) = keep(world, [outcome()])
    (item,) = actions_of(world, audit)
    path, writer = f"/audits/actions/{item}", world.visit("writer@alfa")
    page = words(writer, path)
    assert "Plan submitted" in page
    assert "Verified and closed" not in page
    assert "Closed, long term" not in page  # the finding is not collaborative

    assert "not possible from the present state" in move(writer, path, "verified_closed", 1)
    move(writer, path, "plan_submitted", 1)
    move(writer, path, "plan_accepted", 2)
    move(writer, path, "in_progress", 3)
    shown = move(writer, path, "evidence_submitted", 4, evidence="Bank records of May")
    assert "Bank records of May" in shown
    assert "Say how it was verified." in move(writer, path, "verified_closed", 5)
    closed = move(writer, path, "verified_closed", 5, verification="worker_interview")

    assert "Worker interview" in closed
    assert "Writer Of Alfa" in closed
    assert "1 of 1" in words(writer, "/audits")
    assert writer.send(f"{path}/step-back", {"version": "6"}).location == path
    assert "The last step was taken back." in words(writer, path)
    assert "Worker interview" not in words(writer, path).partition("How it was verified")[0]
    kinds = [
        row.kind
        for row in world.sql(
            "select kind from events where subject_id = :item order by place", item=item
        )
    ]
    assert kinds == [*["cap_item.advanced"] * 5, "cap_item.stepped_back"]


def test_a_concurrent_step_is_shown_and_not_overwritten(world: World) -> None:
    (audit,) = keep(world, [outcome()])
    (item,) = actions_of(world, audit)
    path = f"/audits/actions/{item}"
    writer, admin = world.visit("writer@alfa"), world.visit("admin@alfa")
    move(admin, path, "disputed", 1)

    late = move(writer, path, "plan_submitted", 1)
    assert "A colleague changed this action meanwhile" in late
    assert "Disputed" in late

    typed = {"text": "Pay all of it back.", "version": "1"}
    edited = writer.send(f"{path}/edit", typed)
    assert edited.status_code == 409
    assert "Stored now" in Page(edited.text).text
    assert "Pay all of it back." in edited.text
    assert "Pay the fees back." in words(writer, path)
    assert writer.send(f"{path}/edit", typed | {"version": "2"}).status_code == 303
    page = words(writer, path)
    assert "Pay all of it back." in page
    assert "Disputed" in page


def test_actions_are_added_and_deleted(world: World) -> None:
    (audit,) = keep(world, [outcome(findings=(finding(actions=(), collaborative=True),))])
    writer = world.visit("writer@alfa")
    edit = f"/audits/{audit}/edit"
    key = Page(writer.get(edit).text).form(edit)["findings-0-key"]

    assert "Workers paid" in words(writer, f"/audits/{audit}/actions/new")
    new = {"version": "0", "finding": key, "text": "Join the fund."}
    added = writer.send(f"/audits/{audit}/actions/new", new)

    assert added.status_code == 303, Page(added.text).text
    assert "Closed, long term" in words(writer, added.location)
    gone = writer.send(f"{added.location}/delete")
    assert "The corrective action was deleted." in words(writer, gone.location)
    assert actions_of(world, audit) == []


def test_the_board_filters_counts_and_derives_what_is_overdue(world: World) -> None:
    late, soon = TODAY - timedelta(days=1), TODAY + timedelta(days=30)
    far = TODAY + timedelta(days=31)
    made = (
        action("Being late", due_on=late),
        action("Late but closed", due_on=late, state="verified_closed"),
        action("Today", due_on=TODAY, state="in_progress"),
        action("Soon", due_on=soon),
        action("Far", due_on=far, state="disputed"),
        action("Some day"),
    )
    other = outcome("Çelik Örme", scheme="rba_vap", findings=(finding("X", severity="critical"),))
    keep(world, [outcome(findings=(finding(actions=made),)), other])
    reader = world.visit("reader@alfa")

    def rows(query: str) -> list[str]:
        text = words(reader, f"/audits/actions?{query}")
        known = [each.text for each in made] + ["Pay the fees back."]
        return [each for each in known if f" {each} " in f" {text} "]

    assert rows("due=overdue") == ["Being late"]
    assert rows("due=soon") == ["Today", "Soon"]
    assert rows("due=later") == ["Far"]
    assert rows("due=none") == ["Some day", "Pay the fees back."]
    assert rows("state=verified_closed") == ["Late but closed"]
    assert rows("state=all&due=overdue") == ["Being late"]
    assert rows("severity=critical") == ["Pay the fees back."]
    assert rows("scheme=rba_vap") == ["Pay the fees back."]
    assert rows("q=celik") == ["Pay the fees back."]
    board = words(reader, "/audits/actions")
    assert "6 actions" in board
    assert "1 Overdue" in board
    assert "1 Verified and closed" in board
    assert "Late but closed" not in board
    chosen = next(
        link
        for link in Page(reader.get("/audits/actions?q=celik").text).links
        if "supplier=" in link
    )
    assert "Çelik Örme" in words(reader, chosen)
    assert "elik" not in chosen


def test_many_actions_stand_in_pages_without_a_gap(world: World) -> None:
    many = [
        outcome(
            f"Mill {n % 40}",
            findings=tuple(
                finding(f"F {k}", actions=(action(f"A {n} {k}", due_on=_day(n, k)),))
                for k in range(10)
            ),
        )
        for n in range(16)
    ]
    keep(world, many)
    reader = world.visit("reader@alfa")

    seen: list[str] = []
    path: str | None = "/audits/actions"
    while path:
        page = Page(reader.get(path).text)
        assert reader.statements <= 9
        seen += [
            link
            for link in page.links
            if link.startswith("/audits/actions/") and len(link) > len("/audits/actions/")
        ]
        path = next((link for link in page.links if "after=" in link), None)

    assert len(seen) == len(set(seen)) == 160


def _day(n: int, k: int) -> object:
    return None if k == 9 else TODAY + timedelta(days=(n * 7 + k) % 40 - 20)


def test_another_tenant_learns_nothing_of_an_action_or_its_audit(world: World) -> None:
    (audit,) = keep(world, [outcome()])
    (item,) = actions_of(world, audit)
    other = world.visit("writer@bravo")

    for path in (f"/audits/{audit}", f"/audits/actions/{item}", f"/audits/{audit}/edit"):
        assert other.get(path).status_code == 404
    assert other.send(f"/audits/actions/{item}/advance", {"state": "disputed"}).status_code == 404
    board = words(other, f"/audits/actions?supplier={audit}&state=all")
    assert "Meridian" not in board
    reader = world.visit("reader@alfa")
    assert reader.send(f"/audits/actions/{item}/advance", {"state": "disputed"}).status_code == 403
