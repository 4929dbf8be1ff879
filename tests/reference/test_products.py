"""Products, the rungs above them, and the official list of goods."""

import pytest

from portal.reference import dol, products, sectors


def test_every_listed_good_but_one_is_a_product() -> None:
    assert {each.good for each in dol.goods() if each.product is None} == {"Pornography"}
    for each in dol.goods():
        if each.product is not None:
            assert products.product(each.product).name == each.good
            assert products.product(each.product).listed


def test_the_list_of_goods_is_whole() -> None:
    assert len(dol.goods()) == 467
    assert sum(each.forced_labor for each in dol.goods()) == 121


def test_a_country_has_its_own_goods() -> None:
    assert {each.country for each in dol.listed("MM")} == {"MM"}
    assert "bamboo" in {each.product for each in dol.listed("MM") if each.forced_labor}
    assert dol.listed("CH") == ()


def test_slugs_are_made_alike_everywhere() -> None:
    assert dol.slug("Açaí Berries") == "acai-berries"
    assert [each.slug for each in products.PRODUCTS] == [
        dol.slug(each.name) for each in products.PRODUCTS
    ]
    assert len({each.slug for each in products.PRODUCTS}) == len(products.PRODUCTS)


def test_every_rung_of_every_product_has_a_label_and_a_sector() -> None:
    for each in products.PRODUCTS:
        assert sectors.sector(each.sector).rung == "class"
        assert all(products.label(code) for code in products.path(each.slug))
        for tells in products.sectors_of(each.slug):
            assert tells in sectors.path(each.sector)


def test_a_path_runs_over_heading_and_chapter() -> None:
    assert products.path("t-shirts") == ("t-shirts", "hs4:6109", "hs2:61", "any")
    assert products.label("hs2:61") == "Knitted apparel"
    assert products.label("any") == "Any product"


def test_a_chapter_gives_away_only_what_all_its_products_share() -> None:
    assert products.sectors_of("t-shirts") == ("1410", "1410", "14", "any")


def test_an_unknown_product_is_an_error() -> None:
    with pytest.raises(KeyError):
        products.path("unobtainium")
    with pytest.raises(KeyError):
        products.label("hs2:99")
