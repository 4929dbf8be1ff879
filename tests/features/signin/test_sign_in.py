from uuid import uuid4

from tests.features.signin.door import sign_in, token_of
from tests.pages import Page, Visitor
from tests.world import World


def test_the_right_password_begins_a_session_of_which_only_a_hash_is_stored(
    world: World, visitor: Visitor
) -> None:
    reply = sign_in(visitor, world.people["writer@alfa"].email.upper())

    assert (reply.status_code, reply.location) == (303, "/")
    token = token_of(visitor)
    assert token
    assert token not in str(world.sql("select array_agg(s::text) from sessions s"))
    assert "Your sessions" in visitor.get("/account/sessions").text


def test_a_wrong_password_and_an_unknown_account_answer_alike(
    world: World, visitor: Visitor
) -> None:
    wrong = sign_in(visitor, world.people["writer@alfa"].email, "not it at all")
    unknown = sign_in(visitor, f"{uuid4().hex}@people.example", "not it at all")

    assert wrong.status_code == unknown.status_code == 200
    assert Page(wrong.text).text == Page(unknown.text).text


def test_a_deactivated_person_is_answered_like_a_wrong_password(
    world: World, visitor: Visitor
) -> None:
    someone = world.people["writer@alfa"]
    world.sql("update people set active = false where id = :id", id=someone.id)

    reply = sign_in(visitor, someone.email)

    assert reply.status_code == 200
    assert "do not match" in reply.text
    assert token_of(visitor) is None


def test_empty_fields_are_named_and_count_as_no_try(world: World, visitor: Visitor) -> None:
    reply = sign_in(visitor, "", "")

    assert reply.status_code == 422
    assert "Enter your e-mail address." in reply.text
    assert "Enter your password." in reply.text


def test_a_token_that_was_planted_in_the_cookie_does_not_become_the_session(
    world: World, visitor: Visitor
) -> None:
    with visitor.session_transaction() as cookie:
        cookie["_user_id"] = "planted by somebody else"
        cookie["kept"] = "from before"

    sign_in(visitor, world.people["writer@alfa"].email)

    assert token_of(visitor) != "planted by somebody else"
    with visitor.session_transaction() as cookie:
        assert "kept" not in cookie


def test_signing_in_anew_ends_the_session_that_the_browser_had(world: World) -> None:
    browser = world.visit("writer@alfa")
    csrf = browser.csrf()
    before = token_of(browser)

    browser.post(
        "/sign-in",
        data={
            "csrf_token": csrf,
            "email": world.people["admin@alfa"].email,
            "password": "correct horse battery",
        },
    )

    assert token_of(browser) != before
    assert world.visit("writer@alfa").get("/account").status_code == 302


def test_after_signing_in_one_is_where_one_wanted_to_go_but_never_on_another_site(
    world: World, visitor: Visitor
) -> None:
    email = world.people["writer@alfa"].email
    asked = visitor.get("/account/sessions?page=2")
    assert asked.location == "/sign-in?next=/account/sessions%3Fpage%3D2"

    assert sign_in(visitor, email, next="/account/sessions").location == "/account/sessions"
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"):
        visitor.send("/sign-out")
        assert sign_in(visitor, email, next=elsewhere).location == "/"


def test_somebody_who_is_signed_in_is_led_on_from_the_sign_in_page(world: World) -> None:
    reply = world.visit("writer@alfa").get("/sign-in?next=/account")

    assert (reply.status_code, reply.location) == (303, "/account")


def test_the_promise_is_open_to_everybody(visitor: Visitor) -> None:
    reply = visitor.get("/promise")

    assert reply.status_code == 200
    assert "What we cannot promise" in reply.text
