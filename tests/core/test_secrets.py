"""Keys, passwords, tokens and logs: what is secret stays secret, and defaults do not pass for keys."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from portal.core import keys as key_file
from portal.core import logs, passwords, tokens
from portal.core.config import Settings
from portal.core.keys import DEMO_ROOT, Keys, MissingKeys

HASHING = passwords.Hashing(64, 1)


@pytest.fixture
def keys() -> Keys:
    return key_file.load(None, demo=True)


def test_outside_the_demo_there_are_no_keys_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(MissingKeys):
        key_file.load(None, demo=False)
    with pytest.raises(MissingKeys):
        key_file.load(tmp_path / "absent", demo=False)


def test_outside_the_demo_the_demos_keys_are_refused_even_from_a_file(
    tmp_path: Path, keys: Keys
) -> None:
    file = tmp_path / "keys.json"
    custodians = [key.hex() for key in keys.custodians]
    file.write_text(json.dumps({"root": DEMO_ROOT.hex(), "custodians": custodians}))
    with pytest.raises(MissingKeys):
        key_file.refuse_defaults(key_file.load(file, demo=False))


def test_a_short_root_key_is_refused(tmp_path: Path, keys: Keys) -> None:
    file = tmp_path / "keys.json"
    custodians = [key.hex() for key in keys.custodians]
    file.write_text(json.dumps({"root": "00" * 31, "custodians": custodians}))
    with pytest.raises(MissingKeys):
        key_file.load(file, demo=False)


def test_the_application_does_not_start_in_production_without_keys() -> None:
    from portal.app import create_app

    with pytest.raises(MissingKeys):
        create_app(Settings(mode="production", database_url="postgresql://nowhere/nothing"))


def test_new_keys_are_random_readable_by_their_owner_only_and_never_overwritten(
    tmp_path: Path,
) -> None:
    made = key_file.generate(tmp_path / "one")
    other = key_file.generate(tmp_path / "two")
    for file in made.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert key_file.load(made, demo=False).root != key_file.load(other, demo=False).root
    key_file.refuse_defaults(key_file.load(made, demo=False))
    before = made.read_bytes()
    with pytest.raises(FileExistsError):
        key_file.generate(made.parent)
    assert made.read_bytes() == before


def test_each_purpose_has_a_key_of_its_own(keys: Keys) -> None:
    purposes = ("workspace", "footprint", "steward", "trail", "email", "password", "cookie")
    derived = {keys.derive(purpose) for purpose in purposes}
    assert len(derived) == len(purposes)
    assert keys.root not in derived
    assert keys.tag("email", "a") != keys.tag("footprint", "a")


def test_keys_and_secrets_do_not_show_themselves(keys: Keys) -> None:
    secret = passwords.enroll("a long password", keys, HASHING)
    for shown in (repr(keys), str(keys), repr(secret)):
        assert keys.root.hex() not in shown
        assert str(secret.proof) not in shown
        assert "root=" not in shown


def test_the_same_password_leaves_another_proof_each_time_and_never_itself(keys: Keys) -> None:
    one, two = (passwords.enroll("correct horse battery", keys, HASHING) for _ in range(2))
    assert one.proof != two.proof
    assert b"correct horse" not in one.proof + one.salt
    assert str(passwords.Hashing.parse(one.hashing)) == one.hashing


def test_a_proof_cannot_be_tried_without_the_key_outside_the_database(keys: Keys) -> None:
    other = Keys(bytes(32), keys.custodians)
    salt = bytes(16)
    assert passwords.raw("pass", salt, keys, HASHING) == passwords.raw("pass", salt, keys, HASHING)
    assert passwords.raw("pass", salt, keys, HASHING) != passwords.raw("pass", salt, other, HASHING)


@pytest.mark.parametrize("typed", ["ana@x.org", " ANA@X.ORG ", "Ana@x.org\n", "ａｎａ@x.org"])
def test_an_account_has_one_name_however_it_is_typed(keys: Keys, typed: str) -> None:
    assert passwords.email_tag(typed, keys) == passwords.email_tag("ana@x.org", keys)


def test_an_unknown_account_has_always_the_same_salt(keys: Keys) -> None:
    tag = passwords.email_tag("nobody@x.org", keys)
    assert passwords.decoy_salt(tag, keys) == passwords.decoy_salt(tag, keys)
    assert len(passwords.decoy_salt(tag, keys)) == len(passwords.enroll("x", keys, HASHING).salt)


def test_tokens_are_long_random_and_known_by_their_hash_only() -> None:
    made = {tokens.fresh() for _ in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= 43
    assert all(token.encode() not in tokens.hashed(token) for token in made)


def test_only_fields_of_the_closed_list_reach_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    import structlog

    logs.set_up()
    canary = "canary@people.example"
    structlog.get_logger().warning(
        "unexpected", endpoint="groups.list_groups", status=500, body=canary, email=canary,
        address="203.0.113.9", user=canary, path=f"/people/{canary}", headers={"Cookie": canary},
    )  # fmt: skip
    line = json.loads(capsys.readouterr().out)
    assert set(line) == {"event", "level", "timestamp", "endpoint", "status"}
    assert set(line) <= logs.ALLOWED
    assert {
        "body",
        "email",
        "path",
        "url",
        "user",
        "person",
        "address",
        "ip",
    } & logs.ALLOWED == set()


def test_a_line_of_the_log_says_the_day_and_no_time(capsys: pytest.CaptureFixture[str]) -> None:
    import structlog

    logs.set_up()
    structlog.get_logger().info("started")
    assert len(json.loads(capsys.readouterr().out)["timestamp"]) == len("2026-01-05")
