"""The reference lists as choices of a select, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import get_locale, gettext
from wtforms.fields.choices import SelectChoice

from portal.reference import periods, places, products, sectors, taxonomy

Choices = list[tuple[str, str]]
Grouped = dict[str, Choices]


def listed(name: str) -> Choices:
    """A list of `taxonomy.LISTS`."""
    return [(each.code, gettext(each.label)) for each in taxonomy.LISTS[name]]


def countries() -> Choices:
    found = [(each.code, gettext(each.name)) for each in places.countries()]
    return sorted(found, key=lambda each: each[1].casefold())


def subdivisions(country: str) -> Choices:
    return [(each.code, each.name) for each in places.subdivisions(country)] if country else []


def sector_groups() -> Grouped:
    """Every division with its classes, under the division's name."""
    found: Grouped = {}
    for division in sectors.sectors("division"):
        name = gettext(division.name)
        found[name] = [(division.code, gettext("%(sector)s: all of it", sector=name))]
    names = {each.code: gettext(each.name) for each in sectors.sectors("division")}
    for each in sectors.sectors("class"):
        found[names[each.code[:2]]].append((each.code, f"{each.code} {gettext(each.name)}"))
    return found


def product_list() -> Choices:
    found = [(each.slug, gettext(each.name)) for each in products.PRODUCTS]
    return sorted(found, key=lambda each: each[1].casefold())


def recent_periods(today: date, chosen: str, *, quarters: int = 12, months: int = 24) -> Grouped:
    """Quarters and months up to today, and whatever else was chosen before."""
    monthly = [_month(today, back) for back in range(3 * quarters)]
    quarterly = list(
        dict.fromkeys(periods.at(periods.first_day(each), "quarter") for each in monthly)
    )
    monthly = monthly[:months]
    if chosen and chosen not in {*quarterly, *monthly}:
        (quarterly if periods.rung(chosen) == "quarter" else monthly).append(chosen)
    return {
        gettext("Quarters"): _labels(quarterly[: quarters + 1]),
        gettext("Months"): _labels(monthly[: months + 1]),
    }


def _month(today: date, back: int) -> str:
    number = today.year * 12 + today.month - 1 - back
    return f"{number // 12}-{number % 12 + 1:02}"


def _labels(codes: Sequence[str]) -> Choices:
    locale = str(get_locale())
    return [(code, periods.label(code, locale)) for code in codes]


def optional(choices: Choices | Grouped, nothing: str) -> list[SelectChoice]:
    """The same for a select field, with an empty choice in front."""
    first = SelectChoice("", nothing)
    if isinstance(choices, Mapping):
        grouped = choices.items()
        return [
            first,
            *(SelectChoice(*each, optgroup=of) for of, list_ in grouped for each in list_),
        ]
    return [first, *(SelectChoice(*each) for each in choices)]
