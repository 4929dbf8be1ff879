"""What one wrote stands beside the group's figures only where the others hide each other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.airlock.drafts import Draft, new_contribution
from portal.airlock.fields import Fields
from portal.features.own_figures.queries import Beside, line
from tests.candidates import candidate
from tests.conftest import Site
from tests.features.contributions import field
from tests.features.insights.arrange import release
from tests.features.submissions.test_following import leave
from tests.pages import Page
from tests.world import World

QUARTER = "2026-Q2"
AUTHOR = "writer@alfa"
CELLS = {
    ("total", "", ""): 14,
    ("indicator", "debt_bondage", ""): 9,
    ("indicator", "retention_of_identity_documents", ""): 5,
    ("indicator", "abuse_of_vulnerability", ""): 7,
}


def wrote(site: Site, world: World, day: str, **fields: Any) -> UUID:
    """A finding of the author's that the group reads since a day; it has two indicators."""
    item = candidate(world, AUTHOR, **fields)
    typed = Fields(title="Fees", narrative="It was seen.", group=str(world.group_id))
    with world.transaction(AUTHOR, write=True) as session:
        draft = Draft(fields=typed, candidate_id=item)
        session.add(new_contribution(session, world.people[AUTHOR].id, draft))
    leave(site, item)
    world.sql("update releases set released_on = :on where id = :id", on=day, id=item)
    return item


def page(world: World, insight: UUID, who: str = AUTHOR) -> str:
    reply = world.visit(who).get(f"/insights/{insight}/yours")
    assert reply.status_code == 200, reply.status
    return Page(reply.text).text


def test_own_reports_are_counted_once_and_stand_beside_figures_that_hide_the_others(
    site: Site, world: World
) -> None:
    insight = release(world, QUARTER, CELLS)
    empty = page(world, insight)
    for day in ("2026-05-04", "2026-06-01"):
        wrote(site, world, day)
    wrote(site, world, "2026-07-06")
    wrote(site, world, "2026-05-04", tlp="TLP:RED")

    said = page(world, insight)

    assert "Nothing of yours is counted here" in empty
    assert "All reports 2 14" in said
    assert "Debt bondage 1 9" in said, "two items of one quarter are one report"
    assert "Retention of identity documents 1 Not shown beside your own" in said
    assert "Abuse of vulnerability 0 7" in said
    assert "Bangladesh 2 None, or too few to show" in said
    assert "Only you see this page" in said
    assert "Nothing of yours is counted here" in page(world, insight, "writer@golf"), (
        "a colleague's items are not one's own"
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("reader@alfa", 403),
        ("coordinator1", 403),
        (field.WRITER, 403),
        ("writer@stranger", 404),
    ],
)
def test_it_is_for_members_who_write(world: World, who: str, status: int) -> None:
    insight = release(world, QUARTER, CELLS)
    waiting = release(world, "2026-Q3", CELLS, state="waiting")

    assert world.visit(who).get(f"/insights/{insight}/yours").status_code == status
    assert world.visit(AUTHOR).get(f"/insights/{waiting}/yours").status_code == 404


@given(st.integers(0, 60), st.none() | st.integers(5, 60), st.integers(5, 10))
def test_whoever_subtracts_is_left_with_enough_of_others(
    own: int, group: int | None, k: int
) -> None:
    found = line("x", own, group, k)

    if found.beside is Beside.SHOWN:
        assert found.group is not None
        assert found.group - own >= max(k, own)
    else:
        assert found.group is None
    assert (found.beside is Beside.UNPUBLISHED) == (group is None)
