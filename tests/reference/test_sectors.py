"""ISIC Rev.4 and the words of facility lists."""

from collections import Counter

import pytest

from portal.reference import sectors
from portal.reference.documents import document


def test_isic_is_complete() -> None:
    counts = Counter(row["rung"] for row in document("isic4")["sectors"])
    assert counts == {"section": 21, "division": 88, "group": 238, "class": 419}


def test_every_class_climbs_all_rungs() -> None:
    for each in sectors.sectors("class"):
        assert [sectors.sector(code).rung for code in sectors.path(each.code)] == list(
            sectors.RUNGS
        )


def test_a_path_names_group_division_and_section() -> None:
    assert sectors.path("1410") == ("1410", "141", "14", "C", "any")
    assert sectors.path("any") == ("any",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Apparel", "14"), ("APPAREL", "14"), ("Apparel|Health", "14"), ("Health", "Q"),
        ("Footwear", "1520"), ("Electronics", "26"), (" knitwear ", "1430"), ("Textiles", "13"),
        ("C14", "14"), ("14", "14"), ("1410", "1410"), ("C", "C"), ("unknown|Footwear", "1520"),
        ("Apparel manufacturing", "14"), ("Leather shoes and boots", "1520"),
        ("Manufacture of footwear", "152"), ("Growing of rice", "0112"), ("Rubber gloves", "2219"),
    ],
)  # fmt: skip
def test_a_sector_is_found_as_lists_write_it(text: str, code: str) -> None:
    assert sectors.find_sector(text) == code


@pytest.mark.parametrize("text", ["", "|", "unknown", "n/a", "99999"])
def test_no_sector_is_made_up(text: str) -> None:
    assert sectors.find_sector(text) is None


def test_every_word_leads_to_a_sector() -> None:
    for row in document("sector_words")["sectors"]:
        for word in row["words"]:
            assert sectors.find_sector(word) == row["code"], word


def test_an_unknown_sector_is_an_error() -> None:
    with pytest.raises(KeyError):
        sectors.path("Z9")
