import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.files import characters, delimited, sandbox
from portal.privacy.files.report import FileKind, HiddenKind

COMPUTES = ["=1+1", "+cmd|' /C calc'!A0", "-1+cmd", "@SUM(1)", "\t=1", " =1", "\uff1d1+1", "|x"]
NUMBERS = ["-12", "+60 12 345", "-1,234.50", "12 %", "+5%"]


@pytest.mark.parametrize("cell", COMPUTES)
def test_what_a_spreadsheet_would_compute_is_marked_as_text(cell: str) -> None:
    assert delimited.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [*NUMBERS, "plain", "", "a=b", "'=1"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert delimited.harmless(cell) == cell


def test_what_is_a_formula_only_between_semicolons_is_marked_too() -> None:
    made = sandbox.rebuild(b'a,b;=1+1\nc,"d\n@SUM(1);-5;x"\n', [], "a.csv")
    assert made.content.decode("utf-8-sig") == "a,b;'=1+1\r\nc,\"d\n'@SUM(1);-5;x\"\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_is_read_whatever_its_separator_and_encoding(separator: str, encoding: str) -> None:
    rows = [["Café", "b"], ["1", "=2"]]
    text = "".join(separator.join(row) + "\r\n" for row in rows)
    made = sandbox.rebuild(text.encode(encoding), [], "a.csv")
    read = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert read == [["Café", "b"], ["1", "'=2"]]


def test_a_cell_over_two_lines_stays_one() -> None:
    report = sandbox.inspect(b'a,"one\ntwo"\nb,c\n', "a.csv")
    assert [(part.label, part.text) for part in report.parts][1] == ("B1", "one\ntwo")


def test_without_a_name_a_table_is_told_from_a_text() -> None:
    assert sandbox.inspect(b"a,b\n1,2\n").kind is FileKind.CSV
    assert sandbox.inspect(b"One line, with a comma.\nAnother line.\n").kind is FileKind.TEXT


def test_blocks_of_a_text_are_numbered_by_their_first_lines() -> None:
    report = sandbox.inspect(b"one\ntwo\n\n\n  three \n", "a.txt")
    assert [(part.label, part.text) for part in report.parts] == [
        ("1", "one\ntwo"),
        ("5", "  three"),
    ]


def test_marks_in_spaces_do_not_survive() -> None:
    marked = "wages\u2009were\u00a0low  \t\n".encode()
    assert sandbox.rebuild(marked, [], "a.txt").content == b"wages were low\n"


def test_invisible_characters_are_told() -> None:
    report = sandbox.inspect("wa\u200bges".encode(), "a.txt")
    assert [hidden.kind for hidden in report.hidden] == [HiddenKind.HIDDEN_TEXT]


@pytest.mark.parametrize("text", ["می‌خواهم", "ক্‍ষ", "Ünïcode", "日本語", "👷🏽 at work"])
def test_scripts_keep_the_joiners_that_they_need(text: str) -> None:
    assert characters.clean(text) == text
    assert characters.marks(text) == 0


@pytest.mark.parametrize(
    "text",
    ["a\u200cb", "ক\u200b\u200cষ", "ক\u200c\u200dষ", "\u200cক", "ক\u200c", "ক\u200d \u200cষ"],
)
def test_joiners_that_join_nothing_are_taken_out(text: str) -> None:
    assert set("\u200b\u200c\u200d").isdisjoint(characters.clean(text))
    assert characters.marks(text) > 0


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = characters.clean(text)
    assert characters.clean(once) == once
    assert characters.marks(once) == 0
