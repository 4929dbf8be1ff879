"""The geometry of charts: pure numbers out of figures, for the macros of `layout/charts.html`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

from portal.reference.tiles import tiles

STEPS: Final = 5
"""Of the ramp: five steps of the accent, each with its own color of text."""

PLOT_HEIGHT: Final = 236
PLOT_START: Final = 36
PLOT_END: Final = 388
PLOT_TOP: Final = 12
PLOT_BOTTOM: Final = 204
LABEL_GAP: Final = 16
LETTER: Final = 8.4
"""The room of a letter at the end of a line, generously."""
MOST_TICKS_BELOW: Final = 5
TILE: Final = 40
TILE_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A bar in percent of the longest: the whole of it, and what of it is shaded."""

    whole: float
    shaded: float


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value for each place of the axis, None where nothing is shown."""

    label: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """`strokes` are the stretches without a gap, as points of a polyline; `dots` stand alone."""

    label: str
    number: int
    strokes: tuple[str, ...]
    dots: tuple[Dot, ...]
    label_y: float | None


@dataclass(frozen=True, slots=True)
class Tick:
    label: str
    at: float


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart of lines; `below` are the ticks of time, `beside` those of the values."""

    lines: tuple[Line, ...]
    below: tuple[Tick, ...]
    beside: tuple[Tick, ...]
    width: int
    height: int = PLOT_HEIGHT
    start: int = PLOT_START
    end: int = PLOT_END
    bottom: int = PLOT_BOTTOM


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the ramp, `most` included; the last is open."""

    step: int
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class MapTile:
    """`step` is 0 where no cell is published: a dashed tile."""

    country: str
    x: int
    y: int
    step: int
    reports: int | None


@dataclass(frozen=True, slots=True)
class TileMap:
    tiles: tuple[MapTile, ...]
    width: int
    height: int
    size: int = TILE - TILE_GAP


def part(whole: int, shaded: int | None, longest: int) -> Part:
    """Nothing is shaded where the part is not published or, being older, exceeds the whole."""
    known = shaded if shaded is not None and shaded <= whole else 0
    return Part(round(100 * whole / longest, 2), round(100 * known / longest, 2))


def classes(values: Sequence[int], least: int) -> tuple[Class, ...]:
    """At most five classes of one round width, from the smallest figure that is ever published."""
    if not values:
        return ()
    start = min(least, *values)
    width = _round_up((max(values) - start + 1) / STEPS)
    number = max(1, ceil((max(values) - start + 1) / width))
    lows = [start + width * each for each in range(number)]
    # Few classes are spread over the ramp, so that they differ as much as they can.
    steps = [1 + round(each * (STEPS - 1) / max(1, number - 1)) for each in range(number)]
    closed = [
        Class(step, low, high - 1) for step, (low, high) in zip(steps, pairwise(lows), strict=False)
    ]
    return (*closed, Class(steps[-1], lows[-1], None))


def step(value: int | None, among: Sequence[Class]) -> int:
    """The step of the ramp for a value; 0 where nothing is shown."""
    if value is None:
        return 0
    return next((each.step for each in reversed(among) if value >= each.least), 0)


def tile_map(values: Mapping[str, int], among: Sequence[Class]) -> TileMap:
    """All tiles of the world; those without a value are all alike."""
    made = tuple(
        MapTile(
            each.country,
            each.column * TILE,
            each.row * TILE,
            step(values.get(each.country), among),
            values.get(each.country),
        )
        for each in tiles()
    )
    width = max(each.column for each in tiles()) + 1
    height = max(each.row for each in tiles()) + 1
    return TileMap(made, width * TILE - TILE_GAP, height * TILE - TILE_GAP)


def plot(series: Sequence[Series], names: Sequence[str]) -> Plot:
    """Lines over equal steps of time; a gap stays a gap."""
    known = [value for each in series for value in each.values if value is not None]
    ceiling = _ceiling(max(known, default=0))
    places = [_x(number, len(names)) for number in range(len(names))]
    ends = _apart([_last_y(each, ceiling) for each in series])
    lines = tuple(
        _line(each, number, places, ceiling, end)
        for number, (each, end) in enumerate(zip(series, ends, strict=True), start=1)
    )
    every = max(1, ceil(len(names) / MOST_TICKS_BELOW))
    below = tuple(
        Tick(name, at)
        for number, (name, at) in enumerate(zip(names, places, strict=True))
        if (len(names) - 1 - number) % every == 0
    )
    beside = tuple(
        Tick(str(ceiling * each // 4), _y(ceiling * each // 4, ceiling)) for each in range(5)
    )
    longest = max((len(each.label) for each in series), default=0)
    return Plot(lines, below, beside, width=PLOT_END + LABEL_GAP + ceil(LETTER * longest))


def _line(
    series: Series, number: int, places: Sequence[float], ceiling: int, label_y: float | None
) -> Line:
    stretches: list[list[Dot]] = [[]]
    for at, value in zip(places, series.values, strict=True):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append(Dot(at, _y(value, ceiling)))
    return Line(
        label=series.label,
        number=number,
        strokes=tuple(
            " ".join(f"{dot.x:g},{dot.y:g}" for dot in each) for each in stretches if len(each) > 1
        ),
        dots=tuple(each[0] for each in stretches if len(each) == 1),
        label_y=label_y,
    )


def _last_y(series: Series, ceiling: int) -> float | None:
    known = [value for value in series.values if value is not None]
    return _y(known[-1], ceiling) if known else None


def _apart(places: Sequence[float | None]) -> list[float | None]:
    """Labels at the ends of lines keep a line's height between them, and stay in the picture."""
    moved = list(places)
    shown = sorted((at, number) for number, at in enumerate(places) if at is not None)
    last = -float(PLOT_HEIGHT)
    for at, number in shown:
        last = max(at, last + LABEL_GAP)
        moved[number] = last
    over = max(0.0, last - PLOT_BOTTOM)
    return [None if at is None else at - over for at in moved]


def _x(number: int, of: int) -> float:
    return round(PLOT_START + (PLOT_END - PLOT_START) * number / max(1, of - 1), 1)


def _y(value: int, ceiling: int) -> float:
    return round(PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * value / ceiling, 1)


def _ceiling(value: int) -> int:
    """The top of an axis with four equal steps of a round height."""
    return 4 * _round_up(max(1, value) / 4)


def _round_up(value: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50, ..."""
    ten = 1
    while True:
        for each in (1, 2, 5):
            if value <= each * ten:
                return each * ten
        ten *= 10
