"""The screen stops talk of prices and joint decisions, and lets talk of workers pass."""

import pytest

from portal.privacy.antitrust import Topic, sensitive, version

HELD = (
    ("They asked for USD 3.20 per piece.", Topic.PRICE),
    ("We ordered 5,000 pieces at $4 last year.", Topic.PRICE),
    ("It is €12 a kilo there.", Topic.PRICE),
    ("We will stop buying from them.", Topic.REFUSAL),
    ("Let\u2019s all leave that town.", Topic.REFUSAL),
    ("None of us should order there.", Topic.REFUSAL),
    ("Our prices had to rise.", Topic.TERMS),
    ("What is your margin on this?", Topic.TERMS),
    ("Please send me your supplier list.", Topic.LISTS),
)
LET_PASS = (
    "Workers paid USD 3,000 to an agent, about twelve months of wages.",
    "Fees of 120,000 taka were taken from each of 40 workers.",
    "Operators earn 5 taka per piece and are fined for mistakes.",
    "The plan repays fees to 230 workers within six months.",
    "Recruitment agents charge a service fee before departure.",
    "Let us know what worked for you.",
    "The dormitory has no spare capacity for visitors.",
)


@pytest.mark.parametrize(("text", "topic"), HELD)
def test_what_competitors_do_not_tell_each_other_is_found(text: str, topic: Topic) -> None:
    assert topic in {each.topic for each in sensitive(text)}


@pytest.mark.parametrize("text", LET_PASS)
def test_what_happens_to_workers_is_no_price(text: str) -> None:
    assert sensitive(text) == ()


def test_a_wording_is_told_once_as_it_was_written() -> None:
    found = sensitive("Let's all go. let's all stay.")
    assert [each.said for each in found] == ["let's all"]
    assert version() >= "2026"
