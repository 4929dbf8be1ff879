import pytest

from portal.facility_lists import mapping, problems
from portal.facility_lists.draft import Draft, Order, forecast
from portal.facility_lists.facility import Facility
from portal.facility_lists.matching import Likeness, name_key, pairs
from portal.facility_lists.merging import plan
from portal.facility_lists.problems import Checked, Fixes, Flaw
from portal.facility_lists.tables import Row, Table, letter

COLUMNS = {"name": 0, "address": 1, "country": 2, "subdivision": 3, "sector": 4, "os_id": 5}


def check(*rows: tuple[str, ...], fixes: Fixes | None = None) -> Checked:
    numbered = [Row(number, cells) for number, cells in enumerate(rows, 2)]
    return problems.check(numbered, COLUMNS, fixes or Fixes())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("country", "name", "address", "sector"), (1, 2, 0, None, 3, None)),
        (("Pays", "Nom de l'usine", "Adresse", "Secteur"), (1, 2, 0, None, 3, None)),
        (("Land", "Lieferant", "Anschrift", "Branche", "Bundesland"), (1, 2, 0, 4, 3, None)),
        (("País", "Nombre", "Dirección", "Provincia"), (1, 2, 0, 3, None, None)),
        (("OS ID", "Factory Name", "Street Address", "Country Code"), (1, 2, 3, None, None, 0)),
        (("国家", "名称", "地址"), (1, 2, 0, None, None, None)),
        (("name", "name", "country"), (0, None, 2, None, None, None)),
    ],
)
def test_columns_are_guessed_from_headers_in_several_languages(
    header: tuple[str, ...], expected: tuple[int | None, ...]
) -> None:
    guessed = mapping.guess(header)

    assert tuple(guessed[name] for name in COLUMNS) == expected


def test_codes_and_names_of_places_and_sectors_are_normalized() -> None:
    found = check(
        ("A", "x", "Viet Nam", "", "Apparel|Health", ""), ("B", "y", "DE", "Bayern", "", "")
    )

    assert found.facilities[2] == Facility("A", "x", "VN", "", "14")
    assert found.facilities[3] == Facility("B", "y", "DE", "DE-BY", "")
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Österreich", "AT"),
        ("Türkiye", "TR"),
        ("中国", "CN"),
        ("Việt Nam", "VN"),
        ("Pologne", "PL"),
    ],
)
def test_countries_are_known_in_the_languages_of_lists(text: str, code: str) -> None:
    (facility,) = check(("A", "x", text)).facilities.values()

    assert facility.country == code


def test_problems_name_row_column_and_text_and_say_which_rows_are_left_out() -> None:
    found = check(
        ("", "x", "CN", "", "", ""),
        ("B", "x", "Atlantis", "", "", ""),
        ("C", "x", "", "", "", ""),
        ("D", "x", "CN", "Narnia", "Alchemy", "CN2020123ABCDEF"),
        ("=E", "x", "CN", "", "", ""),
        ("F" * 301, "x", "CN", "", "", ""),
        ("G\ufffd", "x", "CN", "", "", ""),
        ("H" + "\n1" * 9, "x", "CN", "", "", ""),
    )

    assert [(each.row, each.column, each.flaw, each.leaves_out) for each in found.problems] == [
        (2, "A", Flaw.NO_NAME, True),
        (3, "C", Flaw.UNKNOWN_COUNTRY, True),
        (4, "C", Flaw.NO_COUNTRY, True),
        (5, "D", Flaw.UNKNOWN_SUBDIVISION, False),
        (5, "E", Flaw.UNKNOWN_SECTOR, False),
        (5, "F", Flaw.WRONG_OS_ID, False),
        (6, "A", Flaw.FORMULA, False),
        (7, "A", Flaw.TOO_LONG, True),
        (8, "A", Flaw.UNREADABLE, True),
        (9, "A", Flaw.LINE_BREAKS, True),
    ]
    assert sorted(found.facilities) == [5, 6]
    assert found.left_out == 6


def test_one_choice_fixes_every_row_that_says_the_same() -> None:
    fixes = Fixes({"Atlantis": "GR", "": "CN"}, {"Alchemy": "20"})

    found = check(
        ("A", "", "Atlantis", "", "Alchemy", ""),
        ("B", "", " atlantis ", "", "", ""),
        ("C",),
        fixes=fixes,
    )

    assert found.facilities[2] == Facility("A", "", "GR", "", "20")
    assert 3 not in found.facilities
    assert found.facilities[4].country == "CN"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TAIZHOU BAOLITE SHOES CO.,LTD", "Taizhou Baolite Shoes Co. Ltd"),
        ("P.T. Maju Jaya Tbk", "Maju Jaya, PT"),
        ("A. Schmied s.r.o.", "SCHMIED A"),
        ("Industrias Químicas Perlacos, S.L.", "Industrias Quimicas Perlacos"),
        ("Delta Garments & Textile Mfg (Pvt) Ltd", "Delta Garment and Textiles Manufacturing"),
    ],
)
def test_legal_forms_abbreviations_accents_and_word_order_do_not_matter(
    one: str, other: str
) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Delta Unit 2", "Delta Unit 3"), ("Epyllion Style", "Lexi Ningbo"), ("Co. Ltd", "Sdn Bhd")],
)
def test_numbers_and_words_keep_names_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def likenesses(
    rows: list[Facility], registry: list[Facility]
) -> list[tuple[int, Likeness, str, int]]:
    found = pairs(
        dict(enumerate(rows, 2)), [(f"r{number}", each) for number, each in enumerate(registry)]
    )
    return [(each.row, each.likeness, each.record, each.earlier_row) for each in found]


def test_duplicates_are_found_in_the_registry_and_in_the_file() -> None:
    stored = Facility("Epyllion Style Ltd.", "Nayapara, Gazipur", "BD")
    rows = [
        Facility("EPYLLION STYLE LIMITED", "Nayapara, Gazipur Sadar", "BD"),
        Facility("Eypllion Style", "Bahadurpur", "BD"),
        Facility("Epyllion Style", "Chittagong port road 77", "BD"),
        Facility("Epyllion Style", "Nayapara, Gazipur", "IN"),
        Facility("Weaving House", "", "IN"),
        Facility("weaving house", "Delhi", "IN"),
    ]

    assert likenesses(rows, [stored]) == [
        (2, Likeness.SAME, "r0", 0),
        (3, Likeness.ALIKE, "r0", 0),
        (4, Likeness.ELSEWHERE, "r0", 0),
        (7, Likeness.SAME, "", 6),
    ]


def test_names_that_differ_in_a_number_only_are_no_pair() -> None:
    rows = [Facility(f"Evergreen Garments Unit {number}", "", "BD") for number in range(2, 9)]

    assert likenesses(rows, []) == []


def test_the_same_os_id_is_the_same_facility_whatever_the_name() -> None:
    one, other = Facility("A", "", "CN", os_id="X"), Facility("B", "", "CN", os_id="X")

    assert likenesses([one], [other]) == [(2, Likeness.SAME, "r0", 0)]


def test_merging_keeps_what_is_there_fills_gaps_and_follows_chains() -> None:
    rows = {
        2: Facility("Weaving House", "", "IN"),
        3: Facility("weaving house", "Delhi", "IN", sector="13"),
        4: Facility("Weaving House Ltd", "Delhi 6", "IN", os_id="X"),
    }
    found = pairs(rows, [])

    (step,) = plan(rows, found, {})

    assert step.new
    assert step.facility == Facility("Weaving House", "Delhi", "IN", sector="13", os_id="X")
    assert len(plan(rows, found, {3: False, 4: False})) == 3


def test_an_import_and_its_order_survive_being_written_down() -> None:
    table = Table(
        ("name", "country"), (Row(2, ("A", "CN")), Row(3, ("a", "CN")), Row(4, ("B", "?")))
    )
    draft = Draft("list.csv", table, mapping.guess(table.header), Fixes({"?": "TW"}), {3: True})

    order = Order.of(draft, forecast(draft, []))

    assert Draft.from_json(draft.to_json()) == draft
    assert Order.from_json(order.to_json()) == order
    assert (order.added, order.merged, order.left_out) == (2, (), 0)


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")])
def test_columns_are_named_as_spreadsheets_name_them(column: int, name: str) -> None:
    assert letter(column) == name
