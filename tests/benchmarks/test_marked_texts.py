"""The benchmark's texts: marked rightly, as many and as varied as they claim, apart from training."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from stdnum.iso6346 import is_valid

from benchmarks.domain_reports.fill import MARKS, UNMARKED
from benchmarks.domain_reports.generate import REPORTS, SLOT, reports, skeletons
from benchmarks.marked_texts import FINDINGS, JUDGMENTS, SHORT_TEXTS, read

TRAINING = Path(__file__).parents[2] / "training" / "data"
FOUND = [json.loads(line) for line in REPORTS.read_text(encoding="utf-8").splitlines()]


def test_there_are_300_reports_from_20_countries_in_many_kinds_of_writing() -> None:
    assert len(FOUND) >= 300
    assert len({report["text"] for report in FOUND}) == len(FOUND)
    assert len({report["country"] for report in FOUND}) >= 20
    assert len({report["skeleton"] for report in FOUND}) >= 120
    assert len({report["genre"] for report in FOUND}) >= 10
    assert all(30 <= len(report["text"].split()) <= 260 for report in FOUND)


def test_the_file_is_what_the_generator_writes() -> None:
    assert list(reports()) == FOUND


@pytest.mark.parametrize("path", [FINDINGS, JUDGMENTS, SHORT_TEXTS], ids=lambda path: path.stem)
def test_every_mention_lies_inside_its_text_and_begins_and_ends_with_a_visible_sign(
    path: Path,
) -> None:
    for marked in read(path):
        for mention in marked.mentions:
            shown = marked.text[mention.start : mention.end]
            assert len(shown) == mention.end - mention.start > 0
            assert shown == shown.strip()


def test_mentions_of_a_report_are_in_order_and_do_not_overlap() -> None:
    for report in FOUND:
        ends = [0]
        for mention in report["mentions"]:
            assert mention["start"] >= ends[-1]
            ends.append(mention["end"])


def test_a_mark_ends_where_its_word_ends() -> None:
    for report in FOUND:
        text = f" {report['text']} "
        for mention in report["mentions"]:
            before, after = text[mention["start"]], text[mention["end"] + 1]
            assert not before.isalnum(), report["id"]
            assert not after.isalnum(), report["id"]


def test_every_slot_of_a_skeleton_is_filled_and_every_mark_comes_from_one() -> None:
    by_id = {skeleton.id: skeleton for skeleton in skeletons()}
    for report in FOUND:
        slots = [s.group(1) for s in SLOT.finditer(by_id[report["skeleton"]].text)]
        assert len(report["mentions"]) == sum(slot not in UNMARKED for slot in slots)
        assert not set("{}") & set(report["text"])


def test_the_suppliers_name_is_what_the_tenants_lists_hold() -> None:
    for report in FOUND:
        named = [m for m in report["mentions"] if m["entity"] == "supplier"]
        assert bool(named) <= bool(report["tenant"]["supplier"])
        staff = {m["entity"] for m in report["mentions"] if m["entity"].startswith("staff")}
        assert len(staff) == len(report["tenant"]["staff"])


def test_containers_bear_their_check_digit() -> None:
    shown = [
        report["text"][m["start"] : m["end"]]
        for report in FOUND
        for m in report["mentions"]
        if m["entity"] == "container"
    ]
    assert shown
    assert all(is_valid(container) for container in shown)


def test_names_are_direct_and_towns_and_dates_are_not() -> None:
    assert MARKS["supplier"][1] == MARKS["w"][1] == "DIRECT"
    assert MARKS["town"][1] == MARKS["date"][1] == "QUASI"


def test_short_texts_are_of_templates_that_training_leaves_out() -> None:
    rows = [json.loads(line) for line in SHORT_TEXTS.read_text(encoding="utf-8").splitlines()]

    assert len(rows) == 453
    for row in rows:
        assert int(sha256(row["template"].encode()).hexdigest()[:8], 16) % 5 == 0


def test_no_report_of_findings_is_among_the_training_texts() -> None:
    trained = {
        json.loads(line)["text"]
        for file in TRAINING.rglob("*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    }

    assert trained
    assert not trained & {report["text"] for report in FOUND}
