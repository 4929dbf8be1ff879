"""The gate finds the least loss that enough families cover, and shows no more than that."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.privacy import gate
from portal.privacy.footprint import tag, tags_of
from portal.privacy.gate import Facets, Passage, Written, changes, generalize, least_loss
from portal.privacy.ladder import Ladder, Rung, ladder, lattice

KEY = bytes(range(32))
# A small world: two parts of each thing, so that every code has a sibling.
PLACES = [
    (f"{region}{sub}{country}{site}", f"{region}{sub}{country}", f"{region}{sub}", region, "001")
    for region in "PQ"
    for sub in "ab"
    for country in "xy"
    for site in "12"
]
SECTORS = [
    (
        f"{section}{division}{group}{kind}",
        f"{section}{division}{group}",
        section + division,
        section,
        "any",
    )
    for section in "CD"
    for division in "12"
    for group in "34"
    for kind in "56"
]
PAIRS = st.tuples(
    st.sampled_from(PLACES).flatmap(lambda path: st.integers(0, 4).map(lambda cut: path[cut:])),
    st.sampled_from(SECTORS).flatmap(lambda path: st.integers(0, 4).map(lambda cut: path[cut:])),
)
PROFILES = st.lists(st.lists(PAIRS, max_size=4), max_size=9)
Path = tuple[str, ...]
STARTS = st.integers(0, 4)


class World:
    """Families by their tags; counts who covers a node as the database does."""

    def __init__(self, profiles: list[list[tuple[Path, Path]]], k: int) -> None:
        self.families = [tags_of(KEY, profile) for profile in profiles]
        self.profiles = profiles
        self.k = k
        self.questions = 0

    def passes(self, nodes: Sequence[tuple[str, str]]) -> list[bool]:
        self.questions += 1
        tags = [tag(KEY, place, sector) for place, sector in nodes]
        return [sum(each in family for family in self.families) >= self.k for each in tags]

    def plainly(self, place: str, sector: str) -> bool:
        covering = sum(
            any(place in places and sector in sectors for places, sectors in profile)
            for profile in self.profiles
        )
        return covering >= self.k


def loss_of(places: tuple[str, ...], sectors: tuple[str, ...], p: int, s: int) -> float:
    here, there = ladder("place", places), ladder("sector", sectors)
    lost = here.weight * here.rungs[p].loss + there.weight * there.rungs[s].loss
    return lost / (here.weight + there.weight)


@settings(deadline=None)
@given(
    PROFILES, st.sampled_from(PLACES), st.sampled_from(SECTORS), STARTS, STARTS, st.integers(1, 5)
)
def test_the_gate_finds_what_brute_force_finds(
    profiles: list[list[tuple[Path, Path]]], places: Path, sectors: Path, p: int, s: int, k: int
) -> None:
    places, sectors, world = places[p:], sectors[s:], World(profiles, k)
    found = least_loss(ladder("place", places), ladder("sector", sectors), world.passes)
    passing = [
        loss_of(places, sectors, at, on)
        for at, place in enumerate(places)
        for on, sector in enumerate(sectors)
        if world.plainly(place, sector)
    ]
    assert world.questions == 1
    if found is None:
        assert passing == []
    else:
        assert world.plainly(found.place_code, found.sector_code)
        assert found.loss == pytest.approx(min(passing))
        assert found.place_code == places[found.place_level]
        assert found.sector_code == sectors[found.sector_level]


@settings(deadline=None)
@given(PROFILES, st.sampled_from(PLACES), st.sampled_from(SECTORS), st.integers(1, 5))
def test_whatever_passes_passes_when_it_is_coarser(
    profiles: list[list[tuple[Path, Path]]], places: Path, sectors: Path, k: int
) -> None:
    world = World(profiles, k)
    nodes = [(p, s) for p in range(5) for s in range(5)]
    answers = world.passes([(places[p], sectors[s]) for p, s in nodes])
    passed = dict(zip(nodes, answers, strict=True))
    for p, s in nodes:
        assert passed[p, s] <= passed[min(p + 1, 4), s]
        assert passed[p, s] <= passed[p, min(s + 1, 4)]


@given(st.lists(st.booleans(), min_size=25, max_size=25))
def test_the_same_questions_are_asked_whatever_the_answers(answers: list[bool]) -> None:
    asked: list[Sequence[tuple[str, str]]] = []

    def passes(nodes: Sequence[tuple[str, str]]) -> list[bool]:
        asked.append(nodes)
        return answers

    least_loss(ladder("place", PLACES[0]), ladder("sector", SECTORS[0]), passes)
    ladders = ladder("place", PLACES[0]), ladder("sector", SECTORS[0])
    expected = [
        (ladders[0].rungs[p].code, ladders[1].rungs[s].code)
        for p, s in (node.levels for node in lattice(ladders))
    ]
    assert asked == [expected]


def test_what_passes_as_written_is_not_generalized() -> None:
    found = least_loss(
        ladder("place", PLACES[0]), ladder("sector", SECTORS[0]), lambda _: [True] * 25
    )
    assert found == Passage(PLACES[0][0], SECTORS[0][0], 0.0, 0, 0)
    assert not found.generalized


def test_a_missing_answer_is_an_error() -> None:
    with pytest.raises(ValueError):
        least_loss(ladder("place", PLACES[0]), ladder("sector", SECTORS[0]), lambda _: [False])


def test_a_lattice_too_large_to_ask_is_refused() -> None:
    five = ladder("place", PLACES[0])
    seven = Ladder("long", tuple(Rung(level, str(level), level / 6) for level in range(7)))
    with pytest.raises(ValueError, match="30"):
        least_loss(five, seven, lambda nodes: [True] * len(nodes))


WRITTEN = Written(
    place=("BD-13", "BD", "034", "142", "001"),
    sector=("0112", "011", "01", "A", "any"),
    product=("rice", "hs4:1006", "hs2:10", "any"),
    product_sectors=("0112", "0112", "011", "any"),
    period=("2026-09-14", "2026-09", "2026-Q3", "2026-H2", "2026"),
    headcount_band="250-999",
    tier="tier1",
    origin=("NP", "034", "142", "001"),
)


def at(place: str, sector: str) -> Passage:
    levels = WRITTEN.place.index(place), WRITTEN.sector.index(sector)
    return Passage(place, sector, 0.5, *levels)


@pytest.mark.parametrize("place", WRITTEN.place)
@pytest.mark.parametrize("sector", WRITTEN.sector)
def test_nothing_is_shown_finer_than_what_passed(place: str, sector: str) -> None:
    shown = generalize(WRITTEN, at(place, sector))
    assert (shown.place, shown.sector) == (place, sector)
    assert shown.period == "2026-Q3"
    assert shown.tier == "tier1"
    if shown.product is not None:
        tells = dict(zip(WRITTEN.product, WRITTEN.product_sectors, strict=True))[shown.product]
        assert WRITTEN.sector.index(tells) >= WRITTEN.sector.index(sector)


@pytest.mark.parametrize(
    ("sector", "product"),
    [("0112", "rice"), ("011", "hs2:10"), ("01", None), ("A", None), ("any", None)],
)
def test_a_product_never_tells_the_sector_that_did_not_pass(
    sector: str, product: str | None
) -> None:
    assert generalize(WRITTEN, at("BD", sector)).product == product


def test_a_chapter_is_shown_with_the_division_that_it_tells() -> None:
    written = Written(
        place=("BD", "034", "142", "001"),
        sector=("1410", "141", "14", "C", "any"),
        product=("t-shirts", "hs4:6109", "hs2:61", "any"),
        product_sectors=("1410", "1410", "14", "any"),
    )
    shown = [
        generalize(written, Passage("BD", sector, 0.5, 0, level)).product
        for level, sector in enumerate(written.sector)
    ]
    assert shown == ["t-shirts", "hs2:61", "hs2:61", None, None]


def test_a_heading_is_not_shown_at_a_division_even_if_it_tells_no_more() -> None:
    written = Written(
        place=("001",),
        sector=("14", "C", "any"),
        product=("hs4:6109", "hs2:61", "any"),
        product_sectors=("14", "14", "any"),
    )
    assert generalize(written, Passage("001", "14", 0.0, 0, 0)).product == "hs2:61"


def test_no_chapter_is_shown_at_a_section_even_if_it_tells_no_more() -> None:
    written = Written(
        place=("001",),
        sector=("C", "any"),
        product=("hs2:85", "any"),
        product_sectors=("C", "any"),
    )
    assert generalize(written, Passage("001", "C", 0.0, 0, 0)).product is None


def test_a_product_of_another_sector_is_not_shown() -> None:
    written = Written(
        place=WRITTEN.place,
        sector=("1520", "152", "15", "C", "any"),
        product=WRITTEN.product,
        product_sectors=WRITTEN.product_sectors,
    )
    assert generalize(written, Passage("BD", "1520", 0.0, 1, 0)).product is None


@pytest.mark.parametrize(
    ("place", "origin", "headcount"),
    [
        ("BD-13", "034", "250-999"),
        ("BD", "034", "250-999"),
        ("034", "034", "250-999"),
        ("142", None, "250-999"),
        ("001", None, None),
    ],
)
def test_origin_and_headcount_fade_with_the_place(
    place: str, origin: str | None, headcount: str | None
) -> None:
    shown = generalize(WRITTEN, at(place, "01"))
    assert shown.origin == origin
    assert shown.headcount_band == headcount


def test_what_was_never_said_stays_unsaid() -> None:
    bare = Written(place=("001",), sector=("any",))
    shown = generalize(bare, Passage("001", "any", 0.0, 0, 0))
    assert shown == bare.facets()
    assert shown == Facets(
        place="001",
        sector="any",
        product=None,
        period=None,
        headcount_band=None,
        tier=None,
        origin=None,
    )
    assert changes(bare.facets(), shown) == ()


def test_a_year_is_not_made_finer() -> None:
    written = Written(place=("001",), sector=("any",), period=("2026",))
    assert generalize(written, Passage("001", "any", 0.0, 0, 0)).period == "2026"


def test_each_change_is_told_with_its_reason() -> None:
    told = changes(WRITTEN.facets(), generalize(WRITTEN, at("001", "A")))
    assert [(each.name, each.before, each.after, each.reason) for each in told] == [
        ("place", "BD-13", "001", gate.TOO_FEW),
        ("sector", "0112", "A", gate.TOO_FEW),
        ("product", "rice", None, gate.TELLS_SECTOR),
        ("period", "2026-09-14", "2026-Q3", gate.NEVER_FINER),
        ("headcount_band", "250-999", None, gate.NOT_WORLDWIDE),
        ("origin", "NP", None, gate.ORIGIN_HIDDEN),
    ]


def test_a_passage_from_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError):
        generalize(WRITTEN, Passage("CN", "0112", 0.0, 0, 0))


def test_a_product_without_its_sectors_is_refused() -> None:
    with pytest.raises(ValueError, match="sector"):
        Written(place=("001",), sector=("any",), product=("rice", "any"))
