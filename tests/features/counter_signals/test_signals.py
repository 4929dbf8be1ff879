"""What civil society answers to figures: counted from two families up, explained, never whose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, insert, select, text

from portal.core.clock import now
from portal.core.tokens import fresh, hashed
from portal.db.operator import NewOrganization, NewPerson, enroll_person, found
from portal.db.roles import DatabaseRole
from portal.db.steward import Steward
from portal.features.counter_signals.jobs import count_signals, hold_signal_round
from portal.jobs.queue import Work
from portal.models import (
    CounterSignal,
    InsightCell,
    InsightRelease,
    SignalCount,
    SignalExplanation,
    Standing,
)
from tests.conftest import Site
from tests.pages import Page
from tests.world import HASHING, LONG_AGO, PASSWORD, Someone, World

MONDAY = date(2026, 10, 5)
FIGURE = {"table": "indicator*sector", "row": "debt_bondage", "column": "14"}
TOLD = "2 organizations' field data contradict it"
SAID = "Most workers whom we met had paid, and none had a receipt."


@pytest.fixture
def world(world: World) -> World:
    """With three more organizations that look on: two of civil society, one of workers."""
    engine = create_engine(world.site.url(DatabaseRole.OWNER))
    people = []
    with engine.begin() as connection:
        for name, kind in (
            ("desk", "civil_society"),
            ("witness", "civil_society"),
            ("union", "worker_organization"),
        ):
            new = NewOrganization(
                name=f"{name} {uuid4()}", kind=kind, country="NL", family_name=name
            )
            found(connection, world.site.keys, new)
            world.organizations[name], world.families[name] = new.id, new.family_id
            mail = f"{name}.{uuid4().hex[:8]}@people.example"
            person = NewPerson(new.id, f"Writer of {name}", mail, "contributor", PASSWORD)
            enroll_person(connection, world.site.keys, HASHING, person)
            world.people[f"writer@{name}"] = Someone(person.id, new.id, mail, fresh())
            people.append(world.people[f"writer@{name}"])
    engine.dispose()
    for each in people:
        world.sql(
            "insert into sessions (token_hash, id, organization_id, person_id, started_at, seen_at,"
            " idle_until, expires_at) values (:hash, gen_random_uuid(), :organization, :person,"
            " now(), now(), now() + interval '1 day', now() + interval '1 day')",
            hash=hashed(each.token),
            organization=each.organization_id,
            person=each.id,
        )
    with world.transaction("host", write=True) as session:
        for name in ("desk", "witness", "union"):
            session.execute(
                insert(Standing).values(
                    group_id=world.group_id,
                    organization_id=world.organizations[name],
                    association_id=world.association_id,
                    kind="observer",
                    counts_from=LONG_AGO,
                )
            )
    return world


def insight(world: World, *, state: str = "released") -> UUID:
    """A release of insights with one figure in a two-way table, and the total."""
    given: dict[str, Any] = {
        "id": uuid4(),
        "association_id": world.association_id,
        "group_id": world.group_id,
        "quarter": f"2026-Q{2 if state == 'released' else 3}",
        "state": state,
        "audience": "group_and_observers",
        "tlp": "TLP:GREEN",
        "computed_on": MONDAY,
        "released_on": MONDAY if state == "released" else None,
        "k": 5,
        "version": 1,
    }
    cells = [("total", "", "", 40), ("indicator*sector", "debt_bondage", "14", 12)]
    names = ("table_name", "row_code", "column_code", "reports")
    steward = Steward(world.site.url(DatabaseRole.STEWARD), world.site.keys)
    with steward.transaction() as session:
        session.execute(insert(InsightRelease).values(given))
        session.execute(
            insert(InsightCell),
            [
                {"insight_release_id": given["id"], **dict(zip(names, c, strict=True))}
                for c in cells
            ],
        )
    steward.close()
    return UUID(str(given["id"]))


def send(world: World, shown: UUID, who: str, sent: dict[str, str], status: int = 303) -> Page:
    query = "&".join(f"{name}={value}" for name, value in FIGURE.items())
    reply = world.visit(who).send(f"/insights/{shown}/answer?{query}", sent)
    assert reply.status_code == status, Page(reply.text).text
    return Page(reply.text)


def answer(world: World, shown: UUID, verdict: str, names: Sequence[str], said: str = "") -> None:
    for name in names:
        send(world, shown, f"writer@{name}", {"verdict": verdict, "explanation": said})


def count(site: Site, world: World) -> None:
    steward = Steward(site.url(DatabaseRole.STEWARD), site.keys)
    with steward.transaction() as session:
        hold_signal_round(session, world.group_id, now().date())
    steward.close()


def page(world: World, shown: UUID, who: str = "reader@foxtrot") -> str:
    reply = world.visit(who).get(f"/insights/{shown}/answers")
    assert reply.status_code == 200, reply.status_code
    return Page(reply.text).text


def test_answers_are_told_from_two_organizations_up_and_only_after_the_count(
    site: Site, world: World
) -> None:
    shown = insight(world)
    nothing = page(world, shown)
    answer(world, shown, "contradict", ["desk"])
    answer(world, shown, "worse", ["observer"])
    count(site, world)
    assert page(world, shown) == nothing, "one of each kind looks like none"

    answer(world, shown, "contradict", ["union"])
    assert page(world, shown) == nothing, "no answer shows when it is given"
    count(site, world)
    for who in ("reader@foxtrot", "coordinator1"):
        assert TOLD in page(world, shown, who)
        assert "are worse" not in page(world, shown, who), "every kind needs two of its own"
    for who in ("writer@witness", "writer@desk"):
        assert TOLD not in page(world, shown, who), "counts are for the group"

    send(world, shown, "writer@union", {"do": "take_back"})
    count(site, world)
    assert page(world, shown) == nothing


def test_an_answer_names_nobody_at_rest_and_only_its_own_organization_reads_it(
    world: World,
) -> None:
    shown = insight(world)
    answer(world, shown, "worse", ["desk"], SAID)
    answer(world, shown, "agree", ["witness"])
    rows = world.sql(
        "select to_jsonb(s)::text as all, * from counter_signals s where insight_release_id = :id",
        id=shown,
    )
    assert len({len(row.explanation) for row in rows}) == 1, "with a text or without"
    for name in ("desk", "witness"):
        named = [world.organizations[name], world.families[name], world.people[f"writer@{name}"].id]
        for each in named:
            assert not any(str(each) in row.all or each.hex in row.all for row in rows)
    assert not any(SAID.encode().hex() in row.all for row in rows)
    assert not any({"at", "made_on", "week"} & set(row._mapping) for row in rows), "no time"

    assert "Our field data are worse" in page(world, shown, "writer@desk")
    for who in ("reader@alfa", "coordinator1", "writer@witness", "reader@observer"):
        assert "are worse" not in page(world, shown, who)
        with world.transaction(who) as session:
            assert session.scalars(select(CounterSignal.id)).all() == []
    form = world.visit("writer@desk").get(f"/insights/{shown}/answer", query_string=FIGURE)
    assert SAID in form.text, "it can be changed"


def test_explanations_reach_coordinators_with_the_round_and_nobody_else(
    site: Site, world: World
) -> None:
    shown = insight(world)
    telling = {"verdict": "worse", "explanation": "Ask ann@alfa.example about it."}
    assert "This could identify someone" in send(world, shown, "writer@desk", telling, 422).text
    answer(world, shown, "worse", ["desk"], SAID)
    assert SAID not in page(world, shown, "coordinator1")
    count(site, world)

    assert SAID in page(world, shown, "coordinator1")
    assert "are worse" not in page(world, shown, "coordinator1"), "nor which answer it explains"
    for who in ("reader@alfa", "writer@witness"):
        assert SAID not in page(world, shown, who)
        with world.transaction(who) as session:
            for model in (
                (SignalExplanation, SignalCount) if "witness" in who else (SignalExplanation,)
            ):
                assert session.scalars(select(model)).all() == []
    first = world.sql(
        "select id, explanation from signal_explanations where group_id = :g", g=world.group_id
    )
    count(site, world)
    second = world.sql(
        "select id, explanation from signal_explanations where group_id = :g", g=world.group_id
    )
    assert not {row.id for row in first} & {row.id for row in second}, "its place is drawn anew"
    sealed = world.sql(
        "select explanation from counter_signals where insight_release_id = :i", i=shown
    )
    assert {bytes(r.explanation) for r in (*first, *second, *sealed)}.__len__() == 3


def test_who_reports_may_not_answer_and_only_what_is_published_is_answered(world: World) -> None:
    shown, waiting = insight(world), insight(world, state="waiting")
    refused = {
        "writer@alfa": 403,
        "coordinator1": 403,
        "reader@observer": 403,
        "writer@liaison": 403,
        "writer@stranger": 404,
    }
    for who, status in refused.items():
        send(world, shown, who, {"verdict": "agree"}, 404 if status == 404 else 403)
    send(world, waiting, "writer@observer", {"verdict": "agree"}, 404)
    client = world.visit("writer@observer")
    for hidden in ({"table": "total", "row": "x"}, FIGURE | {"column": "13"}, {"table": "sector"}):
        assert client.get(f"/insights/{shown}/answer", query_string=hidden).status_code == 404
    assert client.get(f"/insights/{shown}/answer?table=total").status_code == 200
    # The database refuses it too, whatever the portal asks.
    with (
        pytest.raises(Exception, match="row-level security"),
        world.transaction("writer@alfa", write=True) as session,
    ):
        session.execute(text("select set_config('portal.signal_key', :k, true)"), {"k": "ab" * 32})
        session.execute(
            text(
                "insert into counter_signals values (:g, :i, 'total', '', '', sha256("
                " decode(:k, 'hex') || convert_to('total//', 'UTF8')), 'f', 'agree', 'e', :id)"
            ),
            {"g": world.group_id, "i": shown, "k": "ab" * 32, "id": uuid4()},
        )


def test_each_group_counts_once_in_its_rhythm_and_a_family_that_disagrees_counts_nowhere(
    site: Site, world: World
) -> None:
    shown = insight(world)
    world.sql(
        "update organizations set family_id = :f where id = :id",
        f=world.families["desk"],
        id=world.organizations["union"],
    )
    steward = Steward(site.url(DatabaseRole.STEWARD), site.keys)
    work = Work(site.app.extensions["portal.database"], steward, site.keys, site.settings)
    count_signals(work)
    answer(world, shown, "agree", ["desk", "witness"])
    answer(world, shown, "worse", ["union"])
    ahead = "update signal_rounds set held_on = held_on - 7 where group_id = :g"
    told = "select verdict, families from signal_counts where insight_release_id = :id"

    world.sql(ahead, g=world.group_id)
    count_signals(work)
    assert world.sql(told, id=shown) == [], "desk and union are one family that disagrees"
    answer(world, shown, "agree", ["union"])
    count_signals(work)
    assert world.sql(told, id=shown) == [], "once in a round"
    world.sql(ahead, g=world.group_id)
    count_signals(work)
    assert world.sql(told, id=shown) == [("agree", 2)]
    steward.close()
