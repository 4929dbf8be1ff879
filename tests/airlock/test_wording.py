import pytest

from portal.airlock.checking import Decided, check, telling
from portal.airlock.fields import Fields
from portal.airlock.readers import READERS
from portal.airlock.wording import finer_place
from portal.privacy.identifiers.hits import Kind
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.redact import Decision
from portal.privacy.identifiers.words import Word
from portal.reference.tlp import Audience

NOBODY = Lexicon([])


@pytest.mark.parametrize(
    ("said", "shown", "finer"),
    [
        ("bangladesh", "BD", False),
        ("savar", "BD", True),
        ("bangladesh", "034", True),
        ("malaysia", "034", False),
        ("malaysia", "142", True),
        ("bangladesh", "001", True),
        ("dhaka", "BD-13", False),
        ("savar", "BD-13", True),
        ("plot12savarroad", "001", True),
    ],
)
def test_a_place_is_finer_when_it_lies_below_the_one_that_may_be_shown(
    said: str, shown: str, *, finer: bool
) -> None:
    assert finer_place(said, shown) is finer


def test_suppliers_are_numbered_alike_in_title_and_narrative() -> None:
    words = Lexicon(
        [Word("Needle Looms Ltd", Kind.SUPPLIER), Word("Thread Mills Ltd", Kind.SUPPLIER)]
    )
    typed = Fields(
        title="Thread Mills Ltd", narrative="Needle Looms Ltd was first. Thread Mills Ltd followed."
    )

    checked = check(typed, {}, words, None)

    assert checked.title == "Supplier 1"
    assert checked.narrative == "Supplier 2 was first. Supplier 1 followed."


def test_what_is_asked_about_and_not_decided_is_hidden_too() -> None:
    checked = check(Fields(narrative="It is common in Malaysia."), {}, NOBODY, None)

    assert checked.narrative == "It is common in the country."
    assert checked.undecided == 1


def test_a_generalization_finer_than_the_shown_place_is_not_offered() -> None:
    typed = Fields(narrative="We saw it in Savar.")
    key = check(typed, {}, NOBODY, None).details[0].first.hit.key
    decided = {key: Decided(Decision.GENERALIZE)}

    assert "Southern Asia" in check(typed, decided, NOBODY, "034").narrative
    assert check(typed, decided, NOBODY, "142").open
    assert "Southern Asia" not in check(typed, decided, NOBODY, "142").narrative


def test_offsets_in_the_narrative_are_its_own_whatever_the_title() -> None:
    text = "Call +60 12-345 6789 now."
    for title in ("", "A title", "Savar"):
        found = [
            each
            for each in check(Fields(title=title, narrative=text), {}, NOBODY, None).found
            if each.field == "narrative"
        ]
        assert [text[each.hit.start : each.hit.end] for each in found] == ["+60 12-345 6789"]


def test_a_reason_may_not_name_a_place_or_a_day() -> None:
    assert telling("Known since 12 August 2026 in Savar", NOBODY)
    assert not telling("It is in the news", NOBODY)


def test_who_receives_an_item_follows_from_the_audience_alone() -> None:
    seen = {audience: sum(each.sees(audience) for each in READERS) for audience in Audience}

    assert list(seen.values()) == [1, 3, 4, 5]
