"""Three years of frozen bundles beside publishing everything anew each quarter."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import fmean, median
from typing import Any

from rich.console import Console
from rich.table import Table

from portal.airlock.telling import codes
from portal.privacy import bundles
from portal.privacy.bundles import Bundle, Level, Row, Rule
from portal.reference import products

START = date(2023, 1, 2)
MONTHS = 36
SIZES = ((20, 1_080), (60, 2_160), (200, 9_000))
THRESHOLDS = (3, 5, 7)
AS_ITEMS_ARE = 5
"""The threshold of the headline figures: the default of a group."""
COUNTRIES = (
    *("CN", "BD", "VN", "IN", "KH", "TR", "PK", "ID", "LK", "MM", "TH", "MY", "PH", "TW", "KR"),
    *("JP", "MX", "GT", "HN", "BR", "PE", "MA", "TN", "EG", "ET", "MG", "ZA", "IT", "PT", "RO"),
    *("BG", "PL"),
)  # fmt: skip
DISTINCT_PRODUCTS = 24
FOOTPRINT = (3, 12)
"""Fewest and most pairs of country and trade that a family sources from."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a family told its group, and on which day the group read it."""

    row: Row
    read_on: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares are of all items (0.0 to 1.0); waits in months; `loss` over what was published."""

    published: float
    country: float
    held: float
    held_old: float
    wait: float
    loss: float
    exposed_gate: int
    exposed_naive: int
    items: int


def items(families: int, count: int, seed: int) -> list[Item]:
    """An invented sector: some families tell far more than others, some countries weigh more."""
    chance = random.Random(seed)
    goods = chance.sample(sorted(products.PRODUCTS, key=lambda each: each.slug), DISTINCT_PRODUCTS)
    usual = [1 / (1 + rank) for rank in range(len(COUNTRIES))]
    footprints = [
        [
            (chance.choices(COUNTRIES, usual)[0], chance.choices(goods, _falling(len(goods)))[0])
            for _ in range(chance.randint(*FOOTPRINT))
        ]
        for _ in range(families)
    ]
    activity = [chance.lognormvariate(0, 0.8) for _ in range(families)]
    made = []
    for number in range(count):
        family = chance.choices(range(families), activity)[0]
        country, good = chance.choice(footprints[family])
        read_on = START + timedelta(days=7 * chance.randrange(int(MONTHS * 30.4 / 7)))
        seen = read_on - timedelta(days=chance.randrange(20, 120))
        facets = {
            "place": country,
            "sector": good.sector,
            "period": f"{seen.year}-Q{(seen.month + 2) // 3}",
            "product": f"hs4:{good.hs4}",
        }
        coarsest = tuple(len(bundles.LOSS[name]) - 1 for name in bundles.LADDERS)
        row = Row(number, family, "observers", timedelta(), codes(facets), coarsest)
        made.append(Item(row, read_on))
    return made


def rounds() -> list[date]:
    """The fixed days of the period."""
    found = [bundles.first_round_after(START)]
    while (after := bundles.first_round_after(found[-1])) < START + timedelta(days=MONTHS * 30.4):
        found.append(after)
    return found


def frozen(told: Sequence[Item], rule: Rule) -> list[tuple[date, Bundle]]:
    """Round after round, each item at most once."""
    left: set[Hashable] = set()
    done = []
    for on in rounds():
        waiting = [
            replace(each.row, waited=on - each.read_on)
            for each in told
            if each.read_on < on and each.row.id not in left
        ]
        for bundle in bundles.freeze(waiting, rule):
            done.append((on, bundle))
            left |= {row.id for row in bundle.rows}
    return done


def anew(told: Sequence[Item], k: int) -> dict[Hashable, list[Hashable]]:
    """What a reader sees of each item if all classes are made anew in each round."""
    seen: dict[Hashable, list[Hashable]] = {each.row.id: [] for each in told}
    for on in rounds():
        left = {each.row.id: each.row for each in told if each.read_on < on}
        for level in bundles.levels():
            if level.loss > bundles.CAP:
                break
            for shown, rows in _classes(left.values(), level).items():
                if len({row.family for row in rows}) >= k:
                    for row in rows:
                        seen[row.id].append((on, shown))
                        del left[row.id]
    return seen


def exposed(told: Sequence[Item], seen: Mapping[Hashable, Hashable], k: int) -> int:
    """How many items an outsider can set apart among fewer than k families.

    The worst case: the outsider can follow an item from one release to the next, and so knows all
    classes in which it ever stood. Those that stood in the same ones cannot be told apart.
    """
    alike: dict[Hashable, list[Row]] = defaultdict(list)
    for each in told:
        if each.row.id in seen:
            alike[seen[each.row.id]].append(each.row)
    return sum(len(rows) for rows in alike.values() if len({row.family for row in rows}) < k)


def outcome(told: Sequence[Item], rule: Rule) -> Outcome:
    """The figures of one world under one rule."""
    done = frozen(told, rule)
    read_on = {each.row.id: each.read_on for each in told}
    waits = [(on - read_on[row.id]).days / 30.4 for on, each in done for row in each.rows]
    gone = {row.id for _, each in done for row in each.rows}
    last = rounds()[-1]
    old = [day for each, day in read_on.items() if each not in gone and last - day > rule.patience]
    levels = [each.level for _, each in done for _ in each.rows]
    gate = {row.id: (on, each.shown) for on, each in done for row in each.rows}
    naive = {each: tuple(stood) for each, stood in anew(told, rule.k).items() if stood}
    return Outcome(
        published=len(gone) / len(told),
        country=sum(level.rungs[0] == 0 for level in levels) / len(told),
        held=1 - len(gone) / len(told),
        held_old=len(old) / len(told),
        wait=median(waits) if waits else float("nan"),
        loss=fmean(level.loss for level in levels) if levels else float("nan"),
        exposed_gate=exposed(told, gate, rule.k),
        exposed_naive=exposed(told, naive, rule.k),
        items=len(told),
    )


def run(console: Console, *, quick: bool) -> dict[str, Any]:
    """Print the table; the keys without a size are sums, or those of 60 families and k = 5."""
    table = Table("Families", "Items", "k", "Published", "With country", "Held", "Held 6 months",
                  "Median wait", "Loss", "Exposed: bundles", "Exposed: anew",
                  title="36 months, quarterly rounds")  # fmt: skip
    figures: dict[str, Any] = {}
    every: list[Outcome] = []
    for families, count in SIZES:
        told = items(families, count // 6 if quick else count, seed=families)
        for k in THRESHOLDS:
            one = outcome(told, Rule(k))
            every.append(one)
            table.add_row(str(families), str(one.items), str(k), *_shown(one))
            for name in ("published", "country", "held", "wait", "loss"):
                figures[f"{name}_{families}_{k}"] = round(getattr(one, name), 4)
            if (families, k) == (60, AS_ITEMS_ARE):
                figures["published_share"] = round(one.published, 4)
                figures["median_wait_months"] = round(one.wait, 2)
    console.print(table)
    console.print("Exposed: items that an outsider who follows items from release to release can"
                  " set apart among fewer than k families.")  # fmt: skip
    figures["rows_exposed_gate"] = sum(each.exposed_gate for each in every)
    figures["rows_exposed_naive"] = sum(each.exposed_naive for each in every)
    figures["exposed_naive_share"] = round(
        figures["rows_exposed_naive"] / sum(each.items for each in every), 4
    )
    figures |= _choices(console, quick=quick)
    return figures


def _choices(console: Console, *, quick: bool) -> dict[str, float]:
    """What patience and a lower cap would give: the ground of decision 0008."""
    table = Table("Rule", "Published", "With country", "Median wait", "Loss",
                  title="60 families, k = 5: what was chosen beside what was not")  # fmt: skip
    told = items(60, 360 if quick else 2_160, seed=60)
    chosen = Rule(AS_ITEMS_ARE)
    found = {}
    for name, rule in {
        "as it is": chosen,
        "no patience": replace(chosen, patience=timedelta()),
        "a year of patience": replace(chosen, patience=timedelta(days=364)),
        "cap .7": replace(chosen, cap=0.7),
        "cap .5": replace(chosen, cap=0.5),
        "fine .3": replace(chosen, fine=0.3),
    }.items():
        done = frozen(told, rule)
        read_on = {each.row.id: each.read_on for each in told}
        rows = [(on, each, row) for on, each in done for row in each.rows]
        published = len(rows) / len(told)
        country = sum(each.level.rungs[0] == 0 for _, each, _ in rows) / len(told)
        wait = median((on - read_on[row.id]).days / 30.4 for on, _, row in rows)
        loss = fmean(each.level.loss for _, each, _ in rows)
        table.add_row(
            name, f"{published:.0%}", f"{country:.0%}", f"{wait:.1f} months", f"{loss:.2f}"
        )
        found[f"published_{name.replace(' ', '_')}"] = round(published, 4)
    console.print(table)
    return found


def _shown(one: Outcome) -> tuple[str, ...]:
    return (
        f"{one.published:.0%}",
        f"{one.country:.0%}",
        f"{one.held:.0%}",
        f"{one.held_old:.1%}",
        f"{one.wait:.1f} months",
        f"{one.loss:.2f}",
        str(one.exposed_gate),
        f"{one.exposed_naive} ({one.exposed_naive / one.items:.0%})",
    )


def _classes(rows: Iterable[Row], level: Level) -> dict[Hashable, list[Row]]:
    found: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(c[rung] for c, rung in zip(row.codes, level.rungs, strict=True))].append(row)
    return found


def _falling(size: int) -> list[float]:
    return [1 / (1 + rank) for rank in range(size)]
