"""The invented audits show every state, every kind of scheme, and plans that are late."""

from __future__ import annotations

from random import Random

from portal.core.clock import now
from portal.facility_lists.facility import Facility
from portal.reference import audits
from portal.seeding import content
from portal.seeding.audits import outcomes


def test_forty_audits_show_every_state_and_some_that_are_overdue() -> None:
    suppliers = [(str(n), Facility(f"Mill {n}", "", "BD")) for n in range(60)]
    draw = Random("corvane-denim")  # noqa: S311  # as the seeding does
    made = list(outcomes(draw, content.read("audits"), suppliers, 40))
    actions = [each for one in made for found in one.findings for each in found.actions]

    assert len(made) == 40
    assert {each.state for each in actions} == {each.code for each in audits.CAP_STATES}
    assert len({one.scheme for one in made}) >= 5
    late = [a for a in actions if a.due_on and a.due_on < now().date()]
    assert 3 <= sum(a.state not in audits.CLOSED for a in late) <= len(actions) / 2
    known = [found for one in made for found in one.findings if found.value]
    assert all(
        found.severity == audits.severity_of(one.scheme, found.value)
        for one in made
        for found in one.findings
    )
    assert known
    assert {one.country for one in made} == {"BD"}
