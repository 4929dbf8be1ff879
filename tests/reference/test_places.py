"""Names and codes of places as real lists spell them, and their way up to the world."""

import csv

import pycountry
import pytest

from portal.reference import places
from portal.reference.documents import DATA

# Every value of the country column of five public facility lists (Open Supply Hub).
CODES_ON_FACILITY_LISTS = [
    "AT",
    "BD",
    "BR",
    "CA",
    "CN",
    "CZ",
    "DE",
    "DO",
    "EG",
    "ES",
    "GB",
    "GT",
    "HN",
    "HT",
    "ID",
    "IN",
    "IT",
    "JP",
    "KH",
    "KR",
    "LK",
    "MC",
    "MM",
    "MX",
    "MY",
    "NL",
    "PK",
    "PL",
    "PR",
    "PT",
    "RO",
    "RU",
    "SV",
    "SY",
    "TH",
    "TR",
    "TW",
    "US",
    "VN",
    "ZA",
]
NAMES_ON_FACILITY_LISTS = [
    ("Bangladesh", "BD"), ("BANGLADESH", "BD"), ("CHINA", "CN"), ("China", "CN"), ("Cambodia", "KH"),
    ("El Salvador", "SV"), ("Guatemala", "GT"), ("Honduras", "HN"), ("INDIA", "IN"), ("INDONESIA", "ID"),
    ("India", "IN"), ("Indonesia", "ID"), ("Jordan", "JO"), ("Malaysia", "MY"), ("Mauritius", "MU"),
    ("Mexico", "MX"), ("Morocco", "MA"), ("Myanmar", "MM"), ("Nicaragua", "NI"), ("THAILAND", "TH"),
    ("Thailand", "TH"), ("Turkey", "TR"), ("UAE", "AE"), ("USA", "US"), ("VIETNAM", "VN"),
    ("Vietnam", "VN"),
]  # fmt: skip
AS_PEOPLE_WRITE = [
    ("  u.s.a. ", "US"), ("United States of America", "US"), ("UK", "GB"), ("gbr", "GB"),
    ("Burma", "MM"), ("Côte d'Ivoire", "CI"), ("COTE D’IVOIRE", "CI"), ("Ivory Coast", "CI"),
    ("Congo, Democratic Republic of the", "CD"), ("Congo, Republic of the", "CG"), ("Congo", "CG"),
    ("Korea, Republic of", "KR"), ("Korea, Democratic People's Republic of", "KP"),
    ("North Korea", "KP"), ("Taiwan", "TW"), ("Hong Kong", "HK"), ("HONG KONG SAR", "HK"),
    ("Turkey (Türkiye)", "TR"), ("P.R. China", "CN"), ("Kyrgyz Republic", "KG"), ("Lao PDR", "LA"),
    ("Viet Nam", "VN"), ("Dominica", "DM"), ("Dominican Republic", "DO"), ("Niger", "NE"),
    ("Nigeria", "NG"), ("Guinea", "GN"), ("Papua New Guinea", "PG"), ("VNM", "VN"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [*NAMES_ON_FACILITY_LISTS, *AS_PEOPLE_WRITE, *zip(*[CODES_ON_FACILITY_LISTS] * 2, strict=True)],
)
def test_a_country_is_found_as_lists_write_it(text: str, code: str) -> None:
    assert places.find_country(text) == code


@pytest.mark.parametrize(
    "text", ["", " ", "-", "of the", "Atlantis", "country", "XX", "Gotham City"]
)
def test_no_country_is_made_up(text: str) -> None:
    assert places.find_country(text) is None


def test_every_country_of_the_list_of_goods_is_found() -> None:
    rows = csv.DictReader((DATA / "dol_goods.csv").read_text(encoding="utf-8").splitlines())
    assert [row["country"] for row in rows if places.find_country(row["country"]) is None] == []


def test_every_iso_country_stands_once_on_the_way_to_the_world() -> None:
    codes = [each.code for each in places.countries()]
    assert sorted(codes) == sorted(each.alpha_2 for each in pycountry.countries)
    for code in codes:
        assert [places.place(step).rung for step in places.path(code)] == list(places.RUNGS[1:])


def test_every_country_is_found_by_its_own_name_and_codes() -> None:
    for each in pycountry.countries:
        for text in (places.place(each.alpha_2).name, each.name, each.alpha_2, each.alpha_3):
            assert places.find_country(text) == each.alpha_2, text


def test_a_subdivision_has_five_rungs() -> None:
    assert places.path("BD-13") == ("BD-13", "BD", "034", "142", "001")
    assert places.place("BD-13").name == "Dhaka"
    assert "BD-13" in [each.code for each in places.subdivisions("BD")]


def test_subdivisions_of_a_country_are_its_own() -> None:
    assert {each.parent for each in places.subdivisions("IN")} == {"IN"}
    assert places.subdivisions("AQ") == ()


def test_an_unknown_place_is_an_error() -> None:
    with pytest.raises(KeyError):
        places.path("XX-99")
