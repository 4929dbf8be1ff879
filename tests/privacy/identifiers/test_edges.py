"""Where a hit begins and ends: whole mentions, and not a word of the clause beside them."""

import pytest

from portal.privacy.identifiers.edges import whole_words
from portal.privacy.identifiers.engine import detect
from portal.privacy.identifiers.hits import Hit, Kind, Span, Tier
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.page import Page
from portal.privacy.identifiers.reading import Given
from portal.privacy.identifiers.redact import Decision, redact


def seen(text: str, *parts: tuple[str, Kind, Tier, float]) -> list[Span]:
    """What a model would have seen: stretches of the text, in order."""
    spans, position = [], 0
    for shown, kind, tier, score in parts:
        start = text.index(shown, position)
        position = start + len(shown)
        spans.append(Span(start, position, kind, tier, "tagger", score))
    return spans


def shown(text: str, *parts: tuple[str, Kind, Tier, float]) -> list[str]:
    page = Page(text)
    return [page.text[s.start : s.end] for s in whole_words(page, seen(text, *parts))]


def hits(text: str, *parts: tuple[str, Kind, Tier, float]) -> list[Hit]:
    return list(detect(text, Lexicon([]), [Given(seen(text, *parts))]))


@pytest.mark.parametrize(
    ("text", "kind", "part", "name"),
    [
        ("It lies in Batu Pahat, as told.", Kind.PLACE, "Batu Pahat, as", "Batu Pahat"),
        ("It lies in Batu Pahat, known well.", Kind.PLACE, "Batu Pahat, known", "Batu Pahat"),
        (
            "Golden Bridge Overseas took it.",
            Kind.COMPANY,
            "Golden Bridge Overseas took",
            "Golden Bridge Overseas",
        ),
        (
            "Golden Bridge Overseas deducted it.",
            Kind.COMPANY,
            "Golden Bridge Overseas deducted",
            "Golden Bridge Overseas",
        ),
        ("He met Sita Gurung said so.", Kind.PERSON_NAME, "Sita Gurung said", "Sita Gurung"),
    ],
)
def test_a_name_ends_before_the_clause_that_follows_it(
    text: str, kind: Kind, part: str, name: str
) -> None:
    assert shown(text, (part, kind, Tier.DEFAULT, 0.9)) == [name]


def test_a_doubtful_span_beside_a_name_ties_no_link_to_it() -> None:
    text = "He stayed near Batu Pahat, as the others did."
    near = ("near", Kind.PLACE, Tier.DEFAULT, 0.2)

    assert shown(
        text,
        ("stayed", Kind.PLACE, Tier.ASKED, 0.03),
        near,
        ("Batu Pahat", Kind.PLACE, Tier.DEFAULT, 0.9),
    ) == ["Batu Pahat"]


@pytest.mark.parametrize("place", ["village of Kampong Baru", "Tinsukia municipality"])
def test_the_word_for_what_a_place_is_stays_with_it(place: str) -> None:
    text = f"They came from {place} to work."

    assert [h.text for h in hits(text, (place, Kind.PLACE, Tier.DEFAULT, 0.9))] == [place]


@pytest.mark.parametrize("date", ["mid-October 2020", "summer 2013", "early June 2019"])
def test_a_date_keeps_the_word_that_narrows_it(date: str) -> None:
    text = f"They met in {date} at the gate."

    assert [h.text for h in hits(text, (date, Kind.DATE, Tier.DEFAULT, 0.9))] == [date]


def test_a_word_dragged_behind_a_date_is_not_part_of_it() -> None:
    text = "They met in summer 2013 near the gate."
    part = ("summer 2013 near the", Kind.DATE, Tier.DEFAULT, 0.5)

    assert [hit.text for hit in hits(text, part)] == ["summer 2013"]


def test_a_duration_of_which_a_model_saw_a_part_is_masked_whole() -> None:
    text = "They paid between four and six months of wages."
    (hit,) = hits(text, ("six", Kind.DATE, Tier.DEFAULT, 0.2))

    assert (hit.text, hit.kind, hit.tier) == (
        "between four and six months",
        Kind.QUANTITY,
        Tier.DEFAULT,
    )
    assert redact(text, [hit], {hit.key: Decision.GENERALIZE}) == "They paid some months of wages."


def test_last_spring_is_a_time_and_no_place() -> None:
    text = "The operators who came last spring told us."
    (hit,) = hits(text, ("spring", Kind.PLACE, Tier.ASKED, 0.15))

    assert (hit.text, hit.kind, hit.tier, hit.generalization) == (
        "last spring",
        Kind.DATE,
        Tier.ASKED,
        "some time ago",
    )


@pytest.mark.parametrize("score", [0.03, 0.4])
@pytest.mark.parametrize("cell", ["Borrowed", "HR", "Paid"])
def test_an_everyday_word_in_a_cell_is_nobodys_name(cell: str, score: float) -> None:
    text = f"Worker | Fee | Source\nnone | none | {cell}\n"
    tier = Tier.DEFAULT if score > 0.065 else Tier.ASKED

    assert hits(text, (cell, Kind.PERSON_NAME, tier, score)) == []


def test_a_name_that_is_an_everyday_word_is_found_where_the_model_is_sure() -> None:
    text = "Worker | Fee\nHope | none\n"

    assert [h.text for h in hits(text, ("Hope", Kind.PERSON_NAME, Tier.DEFAULT, 0.9))] == ["Hope"]


def test_a_doubtful_lower_case_word_is_called_a_detail_and_no_name() -> None:
    text = "The scrap was sold."

    assert [h.kind for h in hits(text, ("scrap", Kind.PERSON_NAME, Tier.DEFAULT, 0.3))] == [
        Kind.OTHER
    ]


def test_a_company_cut_out_of_a_longer_hit_takes_the_dot_of_its_form(lexicon: Lexicon) -> None:
    text = "We saw Kahatex and Golden Manpower Ltd. with the guard."
    found = detect(text, lexicon, ())

    assert [hit.text for hit in found] == ["Kahatex", "Golden Manpower Ltd."]
    assert redact(text, found, {}) == "We saw the supplier and a company with the guard."


def test_years_that_and_joins_are_one_date(lexicon: Lexicon) -> None:
    found = detect("It was built between 1980 and 1981 by them.", lexicon, ())

    assert [hit.text for hit in found] == ["1980 and 1981"]


def test_a_term_of_years_is_no_share(lexicon: Lexicon) -> None:
    found = detect("The ban was cut to one of 12 years by them.", lexicon, ())

    assert Kind.COUNT not in {hit.kind for hit in found}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("She left at the age of 34 and came home.", "She left in their thirties and came home."),
        ("A woman aged 34 told us.", "A woman in their thirties told us."),
        ("He left home at the age of 15 alone.", "He left home as a teenager alone."),
        ("About 40 operators came.", "Dozens of operators came."),
        ("They owed about RM 8,200 each.", "They owed thousands of ringgit each."),
    ],
)
def test_a_wider_word_takes_the_place_of_what_leads_to_it(
    lexicon: Lexicon, text: str, said: str
) -> None:
    found = detect(text, lexicon, ())

    assert redact(text, found, {hit.key: Decision.GENERALIZE for hit in found}) == said
