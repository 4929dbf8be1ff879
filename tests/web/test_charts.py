from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from portal.web import charts
from portal.web.charts import LABEL_GAP, PLOT_BOTTOM, PLOT_TOP, STEPS, Series

K = 5
published = some.lists(some.integers(K, 5_000), min_size=1, max_size=40)


@given(published)
def test_classes_begin_at_the_smallest_figure_and_hold_every_value_once(values: list[int]) -> None:
    found = charts.classes(values, K)

    assert found[0].least == K
    assert 1 <= len(found) <= STEPS
    assert [each.step for each in found] == sorted({each.step for each in found})
    for value in values:
        holding = [
            each
            for each in found
            if each.least <= value and (each.most is None or value <= each.most)
        ]
        assert [each.step for each in holding] == [charts.step(value, found)]


def test_a_line_stops_where_nothing_is_shown() -> None:
    (line,) = charts.plot([Series("Reported", (6, None, 7, 9, None))], list("abcde")).lines

    assert len(line.dots) == 1
    assert len(line.strokes) == 1
    assert len(line.strokes[0].split()) == 2


@given(published, published)
def test_lines_stay_in_their_picture_and_their_names_apart(one: list[int], two: list[int]) -> None:
    length = min(len(one), len(two))
    lines = [Series("One", tuple(one[:length])), Series("Two", tuple(two[:length]))]
    plot = charts.plot(lines, [str(each) for each in range(length)])

    first, second = (line.label_y for line in plot.lines)
    assert first is not None
    assert second is not None
    assert abs(first - second) >= LABEL_GAP - 0.001
    for line in plot.lines:
        points = [point for stroke in line.strokes for point in stroke.split()]
        places = [float(point.split(",")[1]) for point in points] + [dot.y for dot in line.dots]
        assert all(PLOT_TOP <= place <= PLOT_BOTTOM for place in places)


def test_a_tile_that_is_hidden_is_like_one_where_there_was_nothing() -> None:
    values = {"BD": 12, "IN": 7}
    made = charts.tile_map(values, charts.classes(list(values.values()), K))

    shown = {tile.country for tile in made.tiles if tile.step}
    assert shown == set(values)
    assert {(t.step, t.reports) for t in made.tiles if t.country not in shown} == {(0, None)}


def test_a_part_that_is_older_than_its_whole_is_not_drawn() -> None:
    assert charts.part(10, 12, 20).shaded == 0
    assert charts.part(10, None, 20).shaded == 0
    assert charts.part(10, 5, 20).shaded == 25
