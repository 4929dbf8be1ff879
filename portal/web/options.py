"""The options of a list's filters, out of the reference data and never out of what a list holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from portal.reference import indicators, places, sectors


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class OptionGroup:
    label: str
    options: tuple[Option, ...]


def options(pairs: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    """Codes with labels that are translated already, the chosen one marked."""
    return tuple(Option(code, label, code == chosen) for code, label in pairs)


def grouped(
    groups: Iterable[tuple[str, list[tuple[str, str]]]], chosen: str
) -> tuple[OptionGroup, ...]:
    """The same under headings that are translated already."""
    return tuple(OptionGroup(label, options(pairs, chosen)) for label, pairs in groups)


def of_indicators(chosen: str) -> tuple[Option, ...]:
    return options(((each.code, gettext(each.name)) for each in indicators.INDICATORS), chosen)


def of_places(chosen: str) -> tuple[OptionGroup, ...]:
    """Regions, then each subregion with its countries."""
    below: dict[str, list[places.Place]] = {}
    for country in places.countries():
        below.setdefault(country.parent or "", []).append(country)
    subregions = sorted((places.place(code) for code in below), key=lambda each: each.name)
    regions = sorted({places.place(each.parent or "") for each in subregions}, key=lambda r: r.name)
    groups = [(gettext("Regions"), [(each.code, gettext(each.name)) for each in regions])]
    for each in subregions:
        name = gettext(each.name)
        inside = [(country.code, gettext(country.name)) for country in below[each.code]]
        groups.append((name, [(each.code, gettext("All of %(name)s", name=name)), *inside]))
    return grouped(groups, chosen)


def of_sectors(chosen: str) -> tuple[OptionGroup, ...]:
    """Each section of ISIC with its divisions."""
    groups = []
    for section in sectors.sectors("section"):
        name = gettext(section.name)
        inside = [
            (division.code, gettext(division.name))
            for division in sectors.sectors("division")
            if division.parent == section.code
        ]
        groups.append((name, [(section.code, gettext("All of %(name)s", name=name)), *inside]))
    return grouped(groups, chosen)


def is_indicator(code: str) -> bool:
    return any(each.code == code for each in indicators.INDICATORS)


def is_place(code: str) -> bool:
    """Is it a country or something wider, but not the whole world?"""
    try:
        return places.place(code).rung in {"country", "subregion", "region"}
    except KeyError:
        return False


def is_sector(code: str) -> bool:
    """Is it a division or a section?"""
    try:
        return sectors.sector(code).rung in {"division", "section"}
    except KeyError:
        return False
