"""How codes and dates become words in templates."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, get_locale, gettext

from portal.airlock.kinds import KINDS, Section, sections_of
from portal.core.clock import week_of
from portal.core.text import tidy
from portal.web.directory import organization_kind, role


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(day=day, week=week, moment=moment, words=words, excerpt=excerpt)
    app.jinja_env.filters.update(sections=sections, kind=KINDS.__getitem__)
    app.jinja_env.filters.update(role=role, organization_kind=organization_kind, language=language)


def day(value: date) -> str:
    """`24 November 2026`."""
    return format_date(value, "d MMMM y")


def week(value: date) -> str:
    """`Week of 23 November 2026`: the finest time that shared zones show."""
    monday = week_of(value) if isinstance(value, datetime) else value
    return gettext("Week of %(day)s", day=format_date(monday, "d MMMM y"))


def moment(value: datetime) -> str:
    """Date and minute, for one's own workspace only."""
    return format_datetime(value, "d MMM y, HH:mm")


def words(value: str) -> str:
    """A label out of the reference data in the reader's language."""
    return gettext(value) if value else ""


def language(code: str) -> str:
    """A language (ISO 639) by its name in the reader's own."""
    locale = get_locale()
    return (locale.languages.get(code) if locale else None) or code


def sections(narrative: str, kind: str) -> tuple[Section, ...]:
    """What was written, in the sections that its kind has."""
    return sections_of(kind, narrative)


def excerpt(value: str, length: int = 280) -> str:
    """The beginning of a text, cut at a word."""
    flat = " ".join(tidy(value).split())
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0] + "…"
