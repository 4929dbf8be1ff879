from portal.reference import places
from portal.reference.tiles import tiles


def test_every_tile_is_one_known_country_in_a_place_of_its_own() -> None:
    known = {each.code for each in places.countries()}

    assert {each.country for each in tiles()} <= known
    assert len({each.country for each in tiles()}) == len(tiles())
    assert len({(each.column, each.row) for each in tiles()}) == len(tiles())


def test_every_subregion_but_the_outlying_one_is_on_the_map() -> None:
    above = {places.place(each.country).parent for each in tiles()}
    every = {each.parent for each in places.countries()}

    assert every - above == {"QO"}


def test_neighbors_lie_as_on_a_map() -> None:
    at = {each.country: each for each in tiles()}

    assert at["IN"].column < at["BD"].column < at["VN"].column
    assert at["CA"].row < at["US"].row < at["MX"].row < at["BR"].row
