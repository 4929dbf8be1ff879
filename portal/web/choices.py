"""The reference lists as choices of a select, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final

from flask_babel import get_locale, gettext
from markupsafe import Markup, escape
from wtforms import Field, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import html_params

from portal.airlock.kinds import FACTS
from portal.core.text import fold
from portal.reference import periods, places, products, sectors, taxonomy

MOST_SUPPLIERS: Final = 200
Choices = list[tuple[str, str]]
Grouped = dict[str, Choices]


def listed(name: str) -> Choices:
    """A list of `taxonomy.LISTS`, or the one behind a fact."""
    known = taxonomy.LISTS.get(name) or FACTS[name]
    return [(each.code, gettext(each.label)) for each in known]


def countries() -> Choices:
    found = [(each.code, gettext(each.name)) for each in places.countries()]
    return sorted(found, key=lambda each: each[1].casefold())


def wide_places() -> Grouped:
    """From anywhere to a country: for what is not about one supplier."""
    wide = [(places.WORLD, gettext("Anywhere"))]
    above = {code for each in places.countries() for code in places.path(each.code)[1:-1]}
    named = sorted((gettext(places.place(code).name), code) for code in above)
    return {
        gettext("Wide"): [*wide, *((code, name) for name, code in named)],
        gettext("Countries"): countries(),
    }


def wide_sectors() -> Grouped:
    """From any sector to a class."""
    sections = [(each.code, gettext(each.name)) for each in sectors.sectors("section")]
    wide = [(sectors.ANY, gettext("Any sector")), *sections]
    return {gettext("Wide"): wide, **sector_groups()}


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


def suppliers(rows: Sequence[tuple[str, str, str]], wanted: str, linked: Container[str]) -> Choices:
    """Of id, name and country those whose folded name holds a word, and those that are linked."""
    fitting = [row for row in rows if wanted in fold(row[1])][:MOST_SUPPLIERS]
    kept = [row for row in rows if row[0] in linked and row not in fitting]
    return [(row, f"{name} ({of})" if of else name) for row, name, of in [*kept, *fitting]]


def _month(today: date, back: int) -> str:
    number = today.year * 12 + today.month - 1 - back
    return f"{number // 12}-{number % 12 + 1:02}"


def _labels(codes: Sequence[str]) -> Choices:
    locale = str(get_locale())
    return [(code, periods.label(code, locale)) for code in codes]


@dataclass(frozen=True, slots=True)
class Options:
    """A long list, rendered once for each language."""

    labels: Mapping[str, str]
    html: str


def long_list(name: str, nothing: str) -> Options:
    """One of the long lists below with an empty choice in front."""
    return _rendered(name, nothing, str(get_locale()))


@lru_cache(maxsize=64)
def _rendered(name: str, nothing: str, _locale: str) -> Options:
    makers: Mapping[str, Callable[[], Choices | Grouped]] = {
        "country": countries,
        "sector": sector_groups,
        "wide_place": wide_places,
        "wide_sector": wide_sectors,
        "product": product_list,
    }
    listed_ = optional(makers[name](), nothing)
    parts = []
    for group, members in groupby(listed_, key=lambda each: each.optgroup):
        options = [
            f'<option value="{escape(each.value)}">{escape(each.label)}</option>'
            for each in members
        ]
        wrapped = [f'<optgroup label="{escape(group)}">', *options, "</optgroup>"]
        parts += wrapped if group else options
    return Options({each.value: str(each.label) for each in listed_}, "".join(parts))


class LongSelectField(Field):  # type: ignore[misc]  # WTForms is untyped
    """A select of hundreds of choices: what does not change is neither made nor rendered again."""

    options: Options

    @property
    def choices(self) -> Choices:
        return list(self.options.labels.items())

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = valuelist[0]

    def pre_validate(self, form: object) -> None:  # noqa: ARG002  # WTForms calls it so
        if (self.data or "") not in self.options.labels:
            raise ValidationError(gettext("Choose one of the list."))

    def __call__(self, **attributes: object) -> Markup:
        """The select with its attributes, and the chosen option marked."""
        chosen = f'value="{escape(self.data or "")}"'
        options = self.options.html.replace(chosen, f"{chosen} selected", 1)
        # All of it was escaped when it was made.
        attributes = {"id": self.id, "name": self.name} | attributes
        return Markup(f"<select {html_params(**attributes)}>{options}</select>")  # noqa: S704


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
