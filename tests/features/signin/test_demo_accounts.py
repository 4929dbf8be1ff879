import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from tests.conftest import Site
from tests.pages import Page, Visitor
from tests.world import PASSWORD, World

Made = Callable[..., Visitor]


@pytest.fixture
def made(site: Site, tmp_path: Path) -> Iterator[Made]:
    """An application of its own on the same database, in another mode and home."""
    apps: list[Flask] = []

    def make(mode: str, accounts: object = None) -> Visitor:
        if accounts is not None:
            (tmp_path / "accounts.json").write_text(json.dumps(accounts), encoding="utf-8")
        app = create_app(site.settings.model_copy(update={"mode": mode, "home": tmp_path}))
        app.testing = True
        app.test_client_class = Visitor
        apps.append(app)
        return app.test_client()  # type: ignore[return-value]  # the application's class of client

    yield make
    for app in apps:
        app.extensions["portal.database"].engine.dispose()


def account(world: World, who: str, featured: object) -> dict[str, object]:
    return {
        "email": world.people[who].email,
        "password": PASSWORD,
        "name": who,
        "organization": "Alfa",
        "kind": "civil_society",
        "roles": ["contributor"],
        "featured": featured,
    }


def test_a_demo_offers_its_featured_accounts_and_one_click_signs_in(
    world: World, made: Made
) -> None:
    line = "Write a finding and send it for review."
    accounts = [
        account(world, "writer@alfa", {"as": "contributor", "line": line}),
        account(world, "reader@alfa", None),
    ]
    visitor = made("demo", accounts)

    page = visitor.get("/sign-in")
    assert line in page.text
    assert "Civil society" in page.text
    assert world.people["reader@alfa"].email not in page.text
    form = next(
        f for f in Page(page.text).forms if ("email", world.people["writer@alfa"].email) in f.fields
    )

    assert visitor.post("/sign-in", data=dict(form.fields)).status_code == 303
    assert visitor.get("/account").status_code == 200


def test_a_demo_without_accounts_shows_the_plain_door(made: Made) -> None:
    page = made("demo").get("/sign-in")

    assert page.status_code == 200
    assert "Look around" not in page.text


def test_outside_a_demo_no_account_is_offered(world: World, made: Made) -> None:
    accounts = [account(world, "writer@alfa", {"as": "contributor", "line": "Anything."})]

    assert "Look around" not in made("development", accounts).get("/sign-in").text
