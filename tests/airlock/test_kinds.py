"""Each kind has all that its forms, pages and readers need, and its sections survive redaction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.airlock.checking import check
from portal.airlock.fields import Fields, beyond_limits, missing
from portal.airlock.kinds import FACTS, KINDS, PRACTICE, Kind, in_one, sections_of
from portal.airlock.passage import Answer, facets
from portal.airlock.wording import finer_than_facets
from portal.core.text import tidy
from portal.privacy.gate import Passage
from portal.privacy.gate_facets import Facets
from portal.privacy.identifiers.hits import Kind as Detail
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.words import Word
from portal.web.facets import LABELS

AT_COUNTRY = Passage(
    place_code="BD",
    sector_code="1410",
    loss=0.0,
    place_level=0,
    sector_level=0,
    author_levels=(0, 0),
    room=True,
    listed=True,
)
OUTCOME = Fields(kind="audit", country="BD", sector="1410", period="2026-05", scheme="smeta")
SHOWN = Facets(
    place="BD",
    sector="1410",
    **dict.fromkeys(("product", "period", "headcount_band", "tier", "scheme", "origin")),
)
NAMES = ("problem", "approach", "steps", "evidence")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_asks_for_fields_that_there_are_and_shows_facts_in_words(kind: Kind) -> None:
    known = set(Fields().written())
    assert {each.name for each in kind.texts} | set(kind.required) <= known
    assert set(kind.facts) <= {*FACTS, "confidence"}
    assert set(kind.facts) <= set(LABELS)
    empty = {each.at for each in missing(Fields(kind=kind.code))}
    assert set(kind.required) <= empty


@given(st.lists(st.text(max_size=40).map(tidy), min_size=4, max_size=4))
def test_sections_are_read_again_as_they_were_typed(texts: list[str]) -> None:
    typed = dict(zip(NAMES, texts, strict=True))

    found = sections_of("practice", in_one(typed, PRACTICE))

    assert {each.name: each.text for each in found} == typed


def test_a_withdrawn_practice_has_no_sections() -> None:
    assert sections_of("practice", "") == ()


def test_a_supplier_has_one_placeholder_in_all_sections_and_no_section_runs_into_the_next() -> None:
    words = Lexicon(
        [Word("Needle Looms Ltd", Detail.SUPPLIER), Word("Thread Mills Ltd", Detail.SUPPLIER)]
    )
    typed = Fields(
        kind="practice",
        title="Two mills",
        problem="Thread Mills Ltd kept passports",
        approach="Needle Looms Ltd gave them back.",
        steps="They asked Thread Mills Ltd.",
        evidence="",
    )

    said = {
        each.name: each.text
        for each in sections_of("practice", check(typed, {}, words, None).narrative)
    }

    assert said["problem"] == "Supplier 1 kept passports"
    assert said["approach"] == "Supplier 2 gave them back."
    assert said["steps"] == "They asked supplier 1."
    assert said["evidence"] == ""


def test_each_section_has_its_own_limit() -> None:
    long = Fields(kind="practice", problem="x" * 1501, approach="x" * 2000)

    assert [each.at for each in beyond_limits(long)] == ["problem"]


def test_who_signs_may_say_its_own_name_and_no_other() -> None:
    own = Word("Alfa Apparel", Detail.ORGANIZATION)
    words = Lexicon([own, Word("Thread Mills Ltd", Detail.SUPPLIER)])
    typed = Fields(kind="practice", problem="Alfa Apparel asked Thread Mills Ltd.")

    assert "Alfa Apparel" not in check(typed, {}, words, None).texts["problem"]
    signed = check(typed, {}, words.sparing(own), None).texts["problem"]
    assert signed == "Alfa Apparel asked the supplier."


def test_an_audit_is_told_by_half_a_year_and_the_change_says_why() -> None:
    answer = Answer("", AT_COUNTRY)

    (period,) = (each for each in answer.changes(OUTCOME) if each.name == "period")

    assert facets(OUTCOME, AT_COUNTRY)["period"] == "2026-H1"
    assert (period.before, period.after) == ("2026-05", "2026-H1")
    assert "half a year is the finest" in period.reason
    assert (
        facets(Fields(kind="finding", country="BD", sector="1410", period="2026-05"), AT_COUNTRY)[
            "period"
        ]
        == "2026-Q2"
    )


@pytest.mark.parametrize(
    "said",
    [
        "It was SMETA.",
        "Rated B overall.",
        "A score of 72.5.",
        "86 of 100",
        "business critical",
        "In Q3.",
    ],
)
def test_a_schemes_own_words_a_score_and_a_quarter_keep_an_audit_back(said: str) -> None:
    assert list(finer_than_facets({"narrative": said}, OUTCOME, SHOWN))
    plain = Fields(kind="finding", country="BD", sector="1410")
    assert not list(finer_than_facets({"narrative": said}, plain, SHOWN))


@pytest.mark.parametrize(
    "said",
    [
        "The gravest finding was critical.",
        "They wrap the bales and better work followed.",
        "Two of ten.",
    ],
)
def test_plain_words_do_not_keep_an_audit_back(said: str) -> None:
    assert not list(finer_than_facets({"narrative": said}, OUTCOME, SHOWN))
