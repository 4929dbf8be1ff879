import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.core import keys as key_file
from tests.conftest import Site
from tests.features.signin.door import sign_in


def call(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(main, words, env={f"PORTAL_{k}": v for k, v in environment.items()})


@pytest.mark.parametrize("command", main.list_commands(click.Context(main)))
def test_every_command_explains_itself(command: str) -> None:
    reply = call(command, "--help")

    assert reply.exit_code == 0
    assert main.commands[command].help


def test_production_does_not_start_without_keys_of_its_own(tmp_path: Path) -> None:
    demo = {"root": key_file.DEMO_ROOT.hex(), "custodians": [bytes(32).hex()] * 3}
    (tmp_path / "demo.json").write_text(json.dumps(demo))

    missing = call("serve", MODE="production")
    default = call("worker", MODE="production", KEYS_FILE=str(tmp_path / "demo.json"))

    assert (missing.exit_code, default.exit_code) == (1, 1)
    assert "portal keys" in missing.output
    assert "demo keys" in default.output


def test_keys_are_written_for_the_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    assert call("keys", str(tmp_path)).exit_code == 0
    made = sorted(tmp_path.iterdir())

    again = call("keys", str(tmp_path))

    assert [file.stat().st_mode & 0o777 for file in made] == [0o600] * 4
    assert again.exit_code == 1
    assert "never overwritten" in again.output


def test_accounts_are_told_of_a_demonstration_only(tmp_path: Path) -> None:
    people = [
        {
            "email": "a@b.example",
            "password": "p",
            "organization": "A",
            "kind": "member",
            "roles": ["reader"],
        }
    ]
    (tmp_path / "accounts.json").write_text(json.dumps(people))

    outside = call("accounts", "--json", MODE="production", HOME=str(tmp_path))
    inside = call("accounts", "--json", MODE="demo", HOME=str(tmp_path))
    empty = call("accounts", "--json", "--home", str(tmp_path / "elsewhere"), MODE="demo")

    assert outside.exit_code == 1
    assert json.loads(inside.output) == people
    assert empty.exit_code == 1


def test_the_doctor_says_what_is_missing_and_how_to_get_it(site: Site, tmp_path: Path) -> None:
    well = call("doctor", MODE="development", DATABASE_URL=site.base_url, HOME=str(tmp_path))
    ill = call("doctor", MODE="production", DATABASE_URL=site.base_url, HOME=str(tmp_path))

    assert well.exit_code == 0, well.output
    assert ill.exit_code == 1
    assert "portal keys" in ill.output


def test_the_invented_world_is_refused_outside_a_demonstration(tmp_path: Path) -> None:
    reply = call("seed", MODE="development", HOME=str(tmp_path))

    assert reply.exit_code == 1
    assert not list(tmp_path.iterdir())


def test_an_operator_founds_an_organization_whose_administrator_can_sign_in(site: Site) -> None:
    reply = call(
        *("found", "Newcomer Ltd", "--kind", "member", "--country", "nl"),
        *("--admin-name", "Ada New", "--admin-email", "ada@newcomer.example"),
        *("--admin-password", "correct horse battery"),
        MODE="development",
        DATABASE_URL=site.base_url,
    )
    assert reply.exit_code == 0, reply.output

    browser = site.app.test_client()

    assert sign_in(browser, "ada@newcomer.example").status_code == 303  # type: ignore[arg-type]
