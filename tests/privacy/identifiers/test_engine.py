"""The whole engine, tagger included: what joins the rules, what does not, and in which language."""

import pytest

from portal.privacy.identifiers.engine import detect, readers
from portal.privacy.identifiers.hits import Kind, Tier
from portal.privacy.identifiers.language import Foreign, foreign
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.page import Page
from portal.privacy.identifiers.reading import Given, given, read, written

SPANISH = "Los trabajadores no podían salir de la fábrica por la noche y no les pagaban."


def masked(text: str, lexicon: Lexicon) -> list[str]:
    return [hit.text for hit in detect(text, lexicon) if hit.tier > Tier.ASKED]


def test_a_name_in_lower_case_is_seen_by_the_tagger_alone(lexicon: Lexicon) -> None:
    text = "my name is christina schiavone and i worked there."

    assert "christina schiavone" in masked(text, lexicon)
    assert detect(text, lexicon, ()) == ()


def test_a_rule_knows_where_its_sum_ends(lexicon: Lexicon) -> None:
    assert "RM 8,200" in masked("They paid RM 8,200 each.", lexicon)


def test_a_place_keeps_the_wider_word_that_the_gazetteer_has_for_it(lexicon: Lexicon) -> None:
    found = [hit for hit in detect("We saw it in Savar again.", lexicon) if hit.text == "Savar"]

    assert [hit.generalization for hit in found] == ["a place in Southern Asia"]


@pytest.mark.parametrize(
    "phrase",
    ["the third quarter of 2026", "a place in South-eastern Asia", "about three in four of them"],
)
def test_no_model_takes_our_own_phrases_for_a_detail(lexicon: Lexicon, phrase: str) -> None:
    text = f"It was told that {phrase} was meant by those who wrote."

    assert not [hit.text for hit in detect(text, lexicon) if hit.text in phrase]


def test_what_the_tagger_found_before_counts_as_if_it_read_now(lexicon: Lexicon) -> None:
    text = "Borukh Zalman of Kolding Tekstil met christina schiavone."

    told = given(written(read(text)))

    assert [h.text for h in detect(text, lexicon, (told,))] == [
        h.text for h in detect(text, lexicon)
    ]
    assert tuple(Given(()).find(Page(text))) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SPANISH, "es"),
        ("Die Arbeiter durften das Wohnheim nachts nicht verlassen, ihre Pässe fehlten.", "de"),
        ("Para pekerja tidak boleh keluar dari asrama pada waktu malam di sana.", "ms"),
        ("工人的护照被经理拿走了，他们晚上不能离开宿舍，也没有拿到工资。", "zh"),
        ("শ্রমিকরা রাতে ছাত্রাবাস থেকে বের হতে পারত না এবং তাদের পাসপোর্ট রাখা হয়েছিল", "bn"),
        ("Рабочие не могли покинуть общежитие ночью, паспорта хранились у начальника.", "ru"),
    ],
)
def test_another_language_is_recognized_and_read_without_the_tagger(
    text: str, language: str
) -> None:
    assert foreign(text) == Foreign(language, mostly=True)
    assert readers(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Passports kept",
        "Nguyễn Văn An, Trần Thị Mai, Lê Văn Đức, Phạm Thị Hoa, Hoàng Văn Nam",
        "PT Busana Remaja Agracipta, Công ty TNHH May Mặc, Xuzhou Yinmao Clothing Co., Ltd",
        'He said "no puede salir" and left the room with the others at night.',
        "The workers of 东莞日出手套 were afraid and could not leave at night.",
    ],
)
def test_names_and_short_quotations_are_no_other_language(text: str) -> None:
    assert foreign(text) is None


def test_a_long_part_in_another_language_is_told_and_the_tagger_still_reads_the_rest() -> None:
    english = "The workers told us that they could not leave the hostel at night. " * 4

    assert foreign(english + SPANISH) == Foreign("es", mostly=False)
    assert readers(english + SPANISH) != ()


def test_a_label_is_found_in_a_text_of_any_language(lexicon: Lexicon) -> None:
    hits = detect(f"{SPANISH} Llama al +60 12-345 6789.", lexicon)

    assert Kind.PHONE in {hit.kind for hit in hits}
