from sqlalchemy import create_engine, text

from tests.conftest import Site
from tests.pages import Page, Visitor
from tests.world import PASSWORD, World


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    form = Page(visitor.get("/sign-in").text).form()
    return visitor.post("/sign-in", data=form | {"email": email, "password": password} | more)


def test_the_right_password_begins_a_session_of_which_only_a_hash_is_stored(
    site: Site, world: World, visitor: Visitor
) -> None:
    reply = sign_in(visitor, world.people["writer@alfa"].email.upper())

    assert (reply.status_code, reply.location) == (303, "/")
    with visitor.session_transaction() as cookie:
        token = cookie["_user_id"]
    engine = create_engine(site.admin_url_of_database)
    with engine.connect() as connection:
        dump = connection.execute(text("select array_agg(s::text) from sessions s")).scalar()
    engine.dispose()
    assert token not in str(dump)
    assert "Your sessions" in visitor.get("/account/sessions").text


def test_a_wrong_password_and_an_unknown_account_answer_alike(world: World, visitor: Visitor) -> None:
    wrong = sign_in(visitor, world.people["writer@alfa"].email, "not it at all")
    unknown = sign_in(visitor, "nobody@people.example", "not it at all")

    assert wrong.status_code == unknown.status_code == 200
    assert Page(wrong.text).text == Page(unknown.text).text
