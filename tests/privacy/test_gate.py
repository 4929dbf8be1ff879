"""The gate finds the least loss that hides author and supplier, and shows no more than that."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.privacy import gate
from portal.privacy.gate import Answer, Passage, Verdict, changes, generalize, least_loss
from portal.privacy.gate_detail import lost, shown
from portal.privacy.gate_facets import BESIDE, Facets, Written
from portal.privacy.ladder import LOSS, WEIGHT
from portal.privacy.plausibility import Cell, grid, pools
from tests.privacy.town import CELLS, PLACES, SECTORS, THRESHOLDS

FULL = Answer.AUTHORS | Answer.SUPPLIERS | Answer.ROOM | Answer.LISTED
WRITTEN = Written(
    place=("BD-13", "BD", "034", "142", "001"),
    sector=("0112", "011", "01", "A", "any"),
    product=("rice", "hs4:1006", "hs2:10", "any"),
    product_sectors=("0112", "0112", "011", "any"),
    period=("2026-09-14", "2026-09", "2026-Q3", "2026-H2", "2026"),
    headcount_band=("250-999", "250+", "any"),
    tier=("tier1", "making", "any"),
    scheme=("smeta", "industry", "audited", "any"),
    origin=("NP", "034", "142", "001"),
)
ANSWERS = st.lists(st.integers(0, 15).map(Answer), min_size=25, max_size=25)
NODES = [(p, s) for p in range(5) for s in range(5)]
PARTS = st.fixed_dictionaries({}, optional={name: st.just(True) for name in BESIDE})


def some(parts: dict[str, bool], p: int, s: int) -> Written:
    """WRITTEN from these rungs up, with these facets beside place and sector."""
    kept = {name: getattr(WRITTEN, name) for name in parts}
    if "product" in parts:
        kept["product_sectors"] = WRITTEN.product_sectors
    return Written(place=WRITTEN.place[p:], sector=WRITTEN.sector[s:], **kept)


def plainly_lost(written: Written, facets: Facets) -> float:
    """The same sum from the codes that are shown, facet by facet."""
    total = weights = 0.0
    for name in ("place", "sector", *BESIDE):
        path = getattr(written, name)
        if path:
            code = getattr(facets, name)
            at = len(path) - 1 if code is None else path.index(code)
            known = LOSS[name][-len(path) :]
            total += WEIGHT[name] * (known[at] - known[0])
            weights += WEIGHT[name]
    return total / weights


@settings(deadline=None)
@given(ANSWERS, PARTS, st.integers(0, 4), st.integers(0, 4))
def test_the_gate_finds_what_brute_force_finds_whatever_the_answers(
    answers: list[Answer], parts: dict[str, bool], p: int, s: int
) -> None:
    """Not only monotone ones: any node may pass or fail."""
    written = some(parts, p, s)
    asked: list[Sequence[tuple[str, str]]] = []

    def ask(nodes: Sequence[tuple[str, str]]) -> list[Answer]:
        asked.append(nodes)
        return answers[: len(nodes)]

    verdict = least_loss(written, ask)

    (nodes,) = asked
    said = dict(zip(nodes, answers, strict=False))
    pooled = next((node for node in nodes if Answer.AUTHORS in said[node]), None)
    if pooled is None:
        assert verdict == Verdict(None)
        return
    above = [
        (plainly_lost(written, shown(written, a, b, room=Answer.ROOM in said[node])), a, b)
        for (a, place), (b, sector) in product(enumerate(written.place), enumerate(written.sector))
        if Answer.SUPPLIERS in said[node := (place, sector)]
        and a >= written.place.index(pooled[0])
        and b >= written.sector.index(pooled[1])
    ]
    if not above:
        assert verdict == Verdict(None, few_suppliers=True)
        return
    found = verdict.passage
    assert found is not None
    assert found.loss == pytest.approx(min(above)[0])
    assert any(
        (a, b) == (found.place_level, found.sector_level) and loss == pytest.approx(found.loss)
        for loss, a, b in above
    )
    there = said[found.place_code, found.sector_code]
    assert (found.room, found.listed) == (Answer.ROOM in there, Answer.LISTED in there)


@settings(deadline=None)
@given(CELLS, THRESHOLDS, st.sampled_from(PLACES[:6]), st.sampled_from(SECTORS[:5]))
def test_on_random_worlds_the_first_pool_on_the_way_up_is_found(
    cells: list[Cell], k: int, places: tuple[str, ...], sectors: tuple[str, ...]
) -> None:
    found = pools(cells, k)
    verdict = least_loss(
        Written(place=places, sector=sectors),
        lambda nodes: [FULL if node in found else 0 for node in nodes],
    )
    passing = [
        plainly_lost(
            Written(place=places, sector=sectors),
            shown(Written(place=places, sector=sectors), p, s, room=True),
        )
        for p, s in NODES
        if (places[p], sectors[s]) in found
    ]
    if verdict.passage is None:
        assert passing == []
    else:
        assert verdict.passage.loss == pytest.approx(min(passing))


@given(ANSWERS, PARTS)
def test_the_same_question_is_asked_whatever_is_answered_or_written_beside(
    answers: list[Answer], parts: dict[str, bool]
) -> None:
    asked: list[Sequence[tuple[str, str]]] = []

    def ask(nodes: Sequence[tuple[str, str]]) -> list[Answer]:
        asked.append(nodes)
        return answers

    least_loss(some(parts, 0, 0), ask)
    least_loss(WRITTEN, ask)
    assert asked[0] == asked[1]
    assert len(set(asked[0])) == 25
    assert set(asked[0]) == {node for node in grid(WRITTEN.place, WRITTEN.sector) if node}


def test_a_missing_answer_is_an_error() -> None:
    with pytest.raises(ValueError):
        least_loss(WRITTEN, lambda _: [FULL])


def test_what_is_no_coarsening_of_the_pool_is_not_shown_even_if_it_passes() -> None:
    """Else who was left at a coarser sector would be told by a finer one of another pool."""
    answers = {("034", "0112"): Answer.AUTHORS, ("BD", "A"): FULL, ("142", "01"): FULL}
    verdict = least_loss(WRITTEN, lambda nodes: [answers.get(node, Answer(0)) for node in nodes])
    assert verdict.passage is not None
    assert (verdict.passage.place_code, verdict.passage.sector_code) == ("142", "01")


def passage(place: str, sector: str, *, room: bool = True, pooled: bool = True) -> Passage:
    levels = WRITTEN.place.index(place), WRITTEN.sector.index(sector)
    return Passage(
        place_code=place,
        sector_code=sector,
        loss=0.5,
        place_level=levels[0],
        sector_level=levels[1],
        author_levels=levels if pooled else (0, 0),
        room=room,
        listed=True,
    )


@pytest.mark.parametrize("place", WRITTEN.place)
@pytest.mark.parametrize("sector", WRITTEN.sector)
@pytest.mark.parametrize("room", [False, True])
def test_nothing_is_shown_finer_than_what_passed(*, place: str, sector: str, room: bool) -> None:
    facets = generalize(WRITTEN, passage(place, sector, room=room))
    assert (facets.place, facets.sector) == (place, sector)
    assert facets.period == "2026-Q3"
    assert facets.scheme != "smeta"
    assert facets.origin in {None, "034", "142"}
    if facets.product is not None:
        tells = dict(zip(WRITTEN.product, WRITTEN.product_sectors, strict=True))[facets.product]
        assert WRITTEN.sector.index(tells) >= WRITTEN.sector.index(sector)


@pytest.mark.parametrize("place", WRITTEN.place)
@pytest.mark.parametrize("sector", WRITTEN.sector)
def test_more_suppliers_never_show_less(place: str, sector: str) -> None:
    p, s = WRITTEN.place.index(place), WRITTEN.sector.index(sector)
    assert lost(WRITTEN, p, s, room=True) <= lost(WRITTEN, p, s, room=False)


@pytest.mark.parametrize(
    ("sector", "product_", "tight"),
    [
        ("0112", "rice", "hs4:1006"),
        ("011", "hs2:10", "hs2:10"),
        ("01", None, None),
        ("A", None, None),
        ("any", None, None),
    ],
)
def test_a_product_never_tells_the_sector_that_did_not_pass(
    sector: str, product_: str | None, tight: str | None
) -> None:
    assert generalize(WRITTEN, passage("BD", sector)).product == product_
    assert generalize(WRITTEN, passage("BD", sector, room=False)).product == tight


def test_a_product_of_another_sector_is_not_shown() -> None:
    written = Written(
        place=WRITTEN.place,
        sector=("1520", "152", "15", "C", "any"),
        product=WRITTEN.product,
        product_sectors=WRITTEN.product_sectors,
    )
    assert shown(written, 1, 0, room=True).product is None


@pytest.mark.parametrize(
    ("place", "room", "headcount", "tier", "scheme", "origin"),
    [
        ("BD-13", True, "250+", "making", None, "034"),
        ("BD-13", False, None, None, None, None),
        ("BD", True, "250-999", "tier1", "audited", "034"),
        ("BD", False, "250+", "making", None, "142"),
        ("034", True, "250-999", "tier1", "industry", "034"),
        ("142", True, "250-999", "tier1", "industry", None),
        ("142", False, "250+", "making", None, None),
        ("001", True, None, "making", "audited", None),
        ("001", False, None, None, None, None),
    ],
)
def test_what_narrows_suppliers_or_authors_fades_with_the_place_and_the_room(
    *,
    place: str,
    room: bool,
    headcount: str | None,
    tier: str | None,
    scheme: str | None,
    origin: str | None,
) -> None:
    facets = generalize(WRITTEN, passage(place, "01", room=room))
    told = (facets.headcount_band, facets.tier, facets.scheme, facets.origin)
    assert told == (headcount, tier, scheme, origin)


def test_what_was_written_coarsely_is_not_made_finer() -> None:
    written = Written(
        place=("001",), sector=("any",), period=("2026",), scheme=("not_audited", "any")
    )
    facets = shown(written, 0, 0, room=True)
    assert (facets.period, facets.scheme) == ("2026", "not_audited")


def test_what_was_never_said_stays_unsaid_and_loses_nothing() -> None:
    bare = Written(place=("001",), sector=("any",))
    assert shown(bare, 0, 0, room=False) == bare.facets()
    assert lost(bare, 0, 0, room=False) == 0.0


def test_each_change_is_told_with_its_reason() -> None:
    told = changes(WRITTEN, passage("001", "A"))
    assert [(each.name, each.before, each.after, each.reason) for each in told] == [
        ("place", "BD-13", "001", gate.TOO_FEW),
        ("sector", "0112", "A", gate.TOO_FEW),
        ("product", "rice", None, gate.TELLS_SECTOR),
        ("period", "2026-09-14", "2026-Q3", gate.NEVER_FINER),
        ("headcount_band", "250-999", None, gate.NOT_WORLDWIDE),
        ("tier", "tier1", "making", gate.NARROWS),
        ("scheme", "smeta", "audited", gate.SCHEME_TELLS),
        ("origin", "NP", None, gate.NARROWS),
    ]


def test_want_of_suppliers_is_told_apart_from_want_of_families() -> None:
    told = {
        each.name: each.reason
        for each in changes(WRITTEN, passage("034", "01", room=False, pooled=False))
    }
    assert told["place"] == told["sector"] == gate.FEW_SUPPLIERS
    assert told["headcount_band"] == told["tier"] == gate.NARROWS


def test_a_passage_from_elsewhere_is_refused() -> None:
    elsewhere = Passage("CN", "0112", 0.0, 0, 0, (0, 0), room=True, listed=True)
    with pytest.raises(ValueError):
        generalize(WRITTEN, elsewhere)


def test_a_product_without_its_sectors_is_refused() -> None:
    with pytest.raises(ValueError, match="sector"):
        Written(place=("001",), sector=("any",), product=("rice", "any"))
