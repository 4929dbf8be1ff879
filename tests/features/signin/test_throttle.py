import statistics
import time
from uuid import uuid4

import pytest

from portal.core.passwords import email_tag
from tests.features.signin.door import sign_in, token_of
from tests.pages import Page, Visitor
from tests.world import World


def wait_of(world: World, email: str) -> list[tuple[int, float]]:
    """Failures and seconds still to wait, as the database's clock has it."""
    rows = world.sql(
        "select failures, extract(epoch from locked_until - now())::float as wait from throttles"
        " where email_tag = :tag",
        tag=email_tag(email, world.site.keys),
    )
    return [(row.failures, row.wait) for row in rows]


@pytest.mark.parametrize("known", [True, False])
def test_five_failures_lock_an_account_known_or_not(
    world: World, visitor: Visitor, *, known: bool
) -> None:
    email = world.people["writer@alfa"].email if known else f"{uuid4().hex}@people.example"

    for _ in range(5):
        sign_in(visitor, email, "wrong")

    [(failures, wait)] = wait_of(world, email)
    assert failures == 5
    assert 20 < wait <= 30
    assert "too many tries" in sign_in(visitor, email).text
    assert token_of(visitor) is None


def test_case_spaces_and_unicode_forms_of_one_address_share_one_throttle(
    world: World, visitor: Visitor
) -> None:
    email = world.people["writer@alfa"].email
    fullwidth = email.replace("w", "\uff57", 1)

    for typed in (email, email.upper(), f"  {email} ", email.title(), fullwidth):
        sign_in(visitor, typed, "wrong")

    assert [failures for failures, _ in wait_of(world, email)] == [5]
    assert sign_in(visitor, email).status_code == 200
    assert token_of(visitor) is None


def test_the_lock_is_in_the_database_and_holds_for_every_browser(
    world: World, visitor: Visitor
) -> None:
    email = world.people["writer@alfa"].email
    for _ in range(5):
        sign_in(world.site.app.test_client(), email, "wrong")  # type: ignore[arg-type]  # a Visitor

    assert sign_in(visitor, email).status_code == 200
    assert token_of(visitor) is None


def test_the_wait_doubles_and_ends_and_a_success_forgets_it(world: World, visitor: Visitor) -> None:
    email = world.people["writer@alfa"].email
    tag = email_tag(email, world.site.keys)
    for _ in range(5):
        sign_in(visitor, email, "wrong")
    over = "update throttles set locked_until = now() - interval '1 second' where email_tag = :tag"

    world.sql(over, tag=tag)
    sign_in(visitor, email, "wrong")
    assert 50 < wait_of(world, email)[0][1] <= 60

    world.sql(over, tag=tag)
    assert sign_in(visitor, email).status_code == 303
    assert wait_of(world, email) == []


def test_somebody_elses_failures_lock_nobody_else(world: World, visitor: Visitor) -> None:
    for _ in range(6):
        sign_in(visitor, world.people["writer@alfa"].email, "wrong")

    assert sign_in(visitor, world.people["writer@bravo"].email).status_code == 303


def test_unknown_accounts_cost_the_same_work_as_known_ones(world: World, visitor: Visitor) -> None:
    def seconds(email: str) -> float:
        page = Page(visitor.get("/sign-in").text).form()["csrf_token"]
        started = time.perf_counter()
        visitor.post("/sign-in", data={"csrf_token": page, "email": email, "password": "wrong"})
        return time.perf_counter() - started

    people = [name for name in world.people if name.startswith(("writer", "reader"))][:8]
    known, unknown = [], []
    for who in people:
        known.append(seconds(world.people[who].email))
        unknown.append(seconds(f"{uuid4().hex}@people.example"))

    ratio = statistics.median(known) / statistics.median(unknown)
    assert 0.5 < ratio < 2
