"""What the groups read before the first written-out findings: composed, the same at every seeding.

Who reports what follows a plan (`content/history.json`): all families open a trade within one
quarter, then they report unevenly. So the families behind a figure stay the same, and it can be
told again in each quarter.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from portal.reference import periods
from portal.seeding import content
from portal.seeding.history_words import Writer

DONE: Final = ("remedy_delivered", "verified_with_workers", "verified_with_workers", "closed")
UNDER_WAY: Final = ("immediate_protection", "plan_agreed", "in_progress", "in_progress")
OPEN: Final = ("reported", "triaged", "investigation", "stalled", "reported")
SCHEMES: Final = ("smeta", "bsci", "slcp", "own_code", "own_code", "better_work", "fair_wear")
TIMES: Final = ("1_3", "3_6", "3_6", "6_12", "over_12")
AUDITED: Final = 0.22
"""The share of what is told that an audit found."""


@dataclass
class Item:
    """One finding or audit outcome; `organization` wrote it, and no row says so."""

    organization: str
    place: str
    sector: str
    bank: str
    quarter: int
    indicators: list[str]
    severity: int
    audited: bool = False
    remedied: bool = False
    released_on: date = date.min
    title: str = ""
    narrative: str = ""
    facets: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return "audit" if self.audited else "finding"


def groups() -> tuple[str, ...]:
    """The groups that have a history."""
    return tuple(content.read("history")["plans"])


def items(group: str) -> list[Item]:
    """The whole history of a group, the oldest first."""
    chance = random.Random(f"history of {group}")  # noqa: S311 - invented, and alike each time
    plan, told = content.read("history")["plans"][group], content.read("history")
    found = []
    for number, size in enumerate(plan["sizes"]):
        made = [*_opened(plan, number), *_remedied_first(plan, number)]
        made += _drawn(chance, plan, number, size - len(made))
        _remedy(chance, plan, number, made)
        found += _dated(chance, told["quarters"][number], made)
    writer = Writer(chance)
    for item in found:
        _tell(chance, writer, item)
    return found


def _families(plan: dict[str, Any]) -> list[str]:
    return [name for name, _ in plan["families"]]


def _opened(plan: dict[str, Any], number: int) -> Iterator[Item]:
    """All families tell what is usual in a trade when it is first looked at."""
    core = content.read("history")["core"]
    for setting in plan["settings"]:
        if setting["opens"] == number:
            for name in _families(plan):
                yield _item(name, setting, number, [*core[:2], *setting["also"]])
                yield _item(name, setting, number, core[2:], audited=setting["severity"] == 3)


def _remedied_first(plan: dict[str, Any], number: int) -> Iterator[Item]:
    """When remedy of one kind begins to be reported, all families report it."""
    for stage in content.read("history")["stages"]:
        if stage["quarter"] == number:
            setting = plan["settings"][min(stage["setting"], len(plan["settings"]) - 1)]
            for name in _families(plan):
                item = _item(name, setting, number, stage["indicators"][-3:])
                item.remedied = True
                yield item
                if len(stage["indicators"]) > 3:
                    item = _item(name, setting, number, stage["indicators"][:2])
                    item.remedied = True
                    yield item


def _drawn(chance: random.Random, plan: dict[str, Any], number: int, wanted: int) -> list[Item]:
    """What comes in unevenly: a few from the edges, the rest from where families have looked."""
    edges = [_edge(chance, plan, number) for _ in range(3)]
    opened = [each for each in plan["settings"] if each["opens"] <= number]
    weights = [each["weight"] for each in opened]
    names, busy = zip(*plan["families"], strict=True)
    return edges + [
        _usual(chance, chance.choices(names, busy)[0], chance.choices(opened, weights)[0], number)
        for _ in range(wanted - len(edges))
    ]


def _edge(chance: random.Random, plan: dict[str, Any], number: int) -> Item:
    rare = ["isolation", "physical_and_sexual_violence", "debt_bondage", "excessive_overtime"]
    setting = {"severity": 1, **chance.choice(plan["tail"])}
    return _item(chance.choice(_families(plan)), setting, number, chance.sample(rare, 2))


def _usual(chance: random.Random, name: str, setting: dict[str, Any], number: int) -> Item:
    known = content.read("history")
    usual = [*known["core"], *setting["also"]]
    weights = {each: known["trend"][each][number] for each in usual}
    chosen: list[str] = []
    for _ in range(chance.choice((1, 2, 2, 3))):
        left = [each for each in usual if each not in chosen]
        chosen += chance.choices(left, [weights[each] for each in left])
    item = _item(name, setting, number, chosen)
    item.audited = chance.random() < AUDITED
    return item


def _item(
    name: str,
    setting: dict[str, Any],
    number: int,
    indicators: Sequence[str],
    *,
    audited: bool = False,
) -> Item:
    place, sector = setting["place"], setting["sector"]
    bank = setting.get("bank", sector)
    rated = setting["severity"]
    return Item(name, place, sector, bank, number, list(indicators), rated, audited)


def _remedy(chance: random.Random, plan: dict[str, Any], number: int, made: list[Item]) -> None:
    """Up to the quarter's share, among what all families have begun to remedy."""
    known = content.read("history")
    begun = [each for each in known["stages"] if each["quarter"] <= number]
    if not begun:
        return
    allowed = set(begun[-1]["indicators"])
    trades = {
        plan["settings"][min(s["setting"], len(plan["settings"]) - 1)]["sector"] for s in begun
    }
    wanted = round(known["remedied"][number] * len(made)) - sum(each.remedied for each in made)
    able = [
        each
        for each in made
        if not each.remedied and set(each.indicators) <= allowed and each.sector in trades
    ]
    for each in chance.sample(able, min(max(wanted, 0), len(able))):
        each.remedied = True


def _dated(chance: random.Random, quarter: str, made: list[Item]) -> list[Item]:
    """In four batches, on Mondays of the quarter."""
    chance.shuffle(made)
    first = periods.first_day(quarter)
    monday = first + timedelta(days=-first.weekday() % 7)
    for place, item in enumerate(made):
        item.released_on = monday + timedelta(weeks=2 + 3 * (place * 4 // len(made)))
    return made


def _tell(chance: random.Random, writer: Writer, item: Item) -> None:
    strengths = ("strong", *chance.choices(("strong", "medium"), k=len(item.indicators)))
    seen = periods.at(item.released_on - timedelta(days=75), "quarter")
    item.facets = {
        "place": item.place,
        "sector": item.sector,
        "product": None,
        "period": seen,
        "headcount_band": None,
        "tier": None,
        "origin": None,
        "indicators": [
            {"code": code, "strength": strength}
            for code, strength in zip(item.indicators, strengths, strict=False)
        ],
        "remedied_in": None,
    }
    state = chance.choice(OPEN if chance.random() < 0.45 else UNDER_WAY)
    if item.remedied:
        state = chance.choice(DONE)
        item.facets["remedied_in"] = TIMES[min(chance.randrange(6 - item.quarter // 3), 4)]
    if item.audited:
        _tell_audit(chance, writer, item)
        return
    rated = sorted((item.severity, *chance.choices(range(1, item.severity + 1), k=2)))
    item.facets |= {
        "severity": dict(zip(("irremediability", "scope", "scale"), rated, strict=True)),
        "confidence": chance.choice("bbbc") + chance.choice("223"),
        "remediation": state,
    }
    item.title, item.narrative = writer.finding(item.indicators, item.bank, state)


def _tell_audit(chance: random.Random, writer: Writer, item: Item) -> None:
    grades = {1: "observation", 2: "minor", 3: "major", 4: "critical"}
    progress = "all" if item.remedied else chance.choice(("none", "some", "some", "most"))
    item.facets |= {
        "scheme": chance.choice(SCHEMES),
        "grade": grades[item.severity],
        "cap_progress": progress,
        "announcement": chance.choice(("announced", "semi_announced", "unannounced")),
        "collaborative": None,
    }
    item.facets["period"] = next(
        each for each in periods.path(item.facets["period"]) if periods.rung(each) == "half"
    )
    item.title, item.narrative = writer.audit(item.indicators, item.bank, progress)
