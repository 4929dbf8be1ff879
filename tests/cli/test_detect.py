import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from portal.cli import main

TEXT = (
    "\U0001f4de Call 😀 +60 12-345 6789, or write to tan.wei@hup-lee.com.my; container MSKU9070323."
)
KEYS = {"start", "end", "kind", "detector", "score", "suggestion"}


def detect(given: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(main, ["detect", *options], input=given, env={"COLUMNS": "200"})


def test_offsets_count_code_points_beyond_the_basic_plane() -> None:
    reply = detect(TEXT, "--json")

    found = {hit["kind"]: TEXT[hit["start"] : hit["end"]] for hit in json.loads(reply.stdout)}
    assert found["phone"] == "+60 12-345 6789"
    assert found["email"] == "tan.wei@hup-lee.com.my"
    assert found["container"] == "MSKU9070323"


def test_line_ends_and_a_byte_order_mark_count_as_they_were_given() -> None:
    given = "\ufeffFirst line\r\nWrite to a@b.example\r\n"
    reply = detect(given.encode(), "--json")

    assert [given[h["start"] : h["end"]] for h in json.loads(reply.stdout)] == ["a@b.example"]


def test_each_hit_has_the_six_fields_and_nothing_of_the_text() -> None:
    hits = json.loads(detect(TEXT, "--json").stdout)

    assert hits
    for hit in hits:
        assert hit.keys() == KEYS
        assert isinstance(hit["start"], int)
        assert isinstance(hit["score"], float)
        assert isinstance(hit["suggestion"], str)


def test_what_is_only_asked_about_is_left_out_unless_one_asks_for_it() -> None:
    text = "It took place in the largest of all plants, for about three weeks."

    masked = json.loads(detect(text, "--json").stdout)
    asked = json.loads(detect(text, "--json", "--asked").stdout)

    assert not any(hit["kind"] == "superlative" for hit in masked)
    assert any(hit["kind"] == "superlative" for hit in asked)
    assert all(hit in asked for hit in masked)


@pytest.mark.parametrize("given", ["", "\n", "Nothing to hide here."])
def test_a_text_without_identifiers_gives_an_empty_list(given: str) -> None:
    assert json.loads(detect(given, "--json").stdout) == []


def test_people_get_a_table_with_the_words_that_were_found() -> None:
    reply = detect("Write to a@b.example.")

    assert reply.exit_code == 0
    assert "a@b.example" in reply.stdout


def test_square_brackets_of_a_text_are_shown_and_not_obeyed() -> None:
    reply = detect("[red]mail[/bold] [link=x]a@b.example[/link]")

    assert reply.exit_code == 0, reply.output
    assert "a@b.example" in reply.stdout


def test_bytes_that_are_not_utf_8_are_refused_with_their_place() -> None:
    reply = detect(b"Call \xff now", "--json")

    assert reply.exit_code == 1
    assert "not UTF-8" in reply.output
    assert "byte 5" in reply.output


def test_it_starts_without_the_database_and_the_pages() -> None:
    script = (
        "import sys; sys.argv = ['portal', 'detect', '--json']\n"
        "from portal.cli import main\n"
        "main(standalone_mode=False)\n"
        "print(sorted({'sqlalchemy', 'flask', 'psycopg', 'rich'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=TEXT, capture_output=True, text=True, check=True
    )

    hits, loaded = done.stdout.splitlines()
    assert len(json.loads(hits)) >= 3
    assert loaded == "[]"
    assert done.stderr == ""
