"""How exact a text is, rung by rung."""

import pytest

from portal.airlock.telling import codes, told
from portal.privacy import bundles

FACETS = {"place": "MY", "sector": "1410", "period": "2026-Q3", "product": "garments"}
PLAIN = "Operators paid a sub-agent before they left, partly with borrowed money."
ALL = (3, 3, 4, 1)


def test_each_facet_has_a_code_on_every_rung() -> None:
    assert codes(FACETS) == (
        ("MY", "035", "142", "001"),
        ("2026-Q3", "2026-H2", "2026", "any"),
        ("1410", "141", "14", "C", "any"),
        ("garments", "any"),
    )


def test_what_is_coarser_already_stays_as_it_is_on_the_finer_rungs() -> None:
    coarse = {"place": "035", "sector": "14", "period": None, "product": None}
    assert codes(coarse) == (
        ("035", "035", "142", "001"),
        ("any",) * 4,
        ("14", "14", "14", "C", "any"),
        ("any", "any"),
    )


def test_a_subdivision_is_never_finer_than_its_country() -> None:
    assert codes(FACETS | {"place": "MY-01"})[0] == ("MY", "035", "142", "001")


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        (PLAIN, ALL),
        (f"{PLAIN} It was in Malaysia.", (0, 3, 4, 1)),
        (f"{PLAIN} Malaysian supervisors knew of it.", (0, 3, 4, 1)),
        (f"{PLAIN} Vietnamese and Thai agents took a share.", (0, 3, 4, 1)),
        (f"{PLAIN} They came from Nepal.", (1, 3, 4, 1)),
        (f"{PLAIN} It is usual in South-eastern Asia.", (1, 3, 4, 1)),
        (f"{PLAIN} It was in Johor.", (-1, 3, 4, 1)),
        (f"{PLAIN} It began in the third quarter.", (3, 0, 4, 1)),
        (f"{PLAIN} It began early summer, or during summer.", (3, 0, 4, 1)),
        (f"{PLAIN} It began in the second half of the year.", (3, 1, 4, 1)),
        (f"{PLAIN} It began in 2026.", (3, 2, 4, 1)),
        (f"{PLAIN} The Garments were for export.", (3, 3, 0, 0)),
    ],
)
def test_a_rung_counts_while_its_code_says_as_much_as_the_text(
    text: str, reach: tuple[int, ...]
) -> None:
    assert told(text, FACETS)[0:2] == reach[0:2]
    assert told(text, FACETS)[3] == reach[3]
    assert (told(text, FACETS)[2] == 4) is (reach[2] == 4)


def test_a_text_that_names_the_town_stays_inside() -> None:
    assert bundles.NOWHERE in told("It was in Johor.", FACETS)
    assert bundles.NOWHERE not in told(PLAIN, FACETS)
