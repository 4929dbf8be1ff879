"""What changed from one release of insights to the next, in sentences out of published cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from babel.lists import format_list
from flask_babel import format_decimal, get_locale, gettext, ngettext

from portal.web.dashboard import all_indicators, percent
from portal.web.figures import TOTAL, Figures, label, order, span

MOST_RISES: Final = 3
MOST_NAMES: Final = 5


def changes(now: Figures, before: Figures) -> tuple[str, ...]:
    """The whole first, then what moved most, then what is shown for the first time."""
    return (*_whole(now, before), *_moved(now, before), *_new(now, before))


def _whole(now: Figures, before: Figures) -> Iterable[str]:
    new, old = now.value(TOTAL), before.value(TOTAL)
    if new is not None and old is not None and new != old:
        yield gettext(
            "%(new)s reports in all, from %(old)s.",
            new=format_decimal(new),
            old=format_decimal(old),
        )
    elif new is not None and old is not None:
        yield gettext("%(new)s reports in all, as before.", new=format_decimal(new))
    elif new is not None:
        yield gettext(
            "The number of all reports is shown for the first time: %(new)s.",
            new=format_decimal(new),
        )
    share, old_share = percent(now.share(TOTAL)), percent(before.share(TOTAL))
    if now.share(TOTAL) is not None and before.share(TOTAL) is not None and share != old_share:
        yield gettext("%(new)s of them are remediated, from %(old)s.", new=share, old=old_share)
    median, old_median = now.median(), before.median()
    if median and old_median and median != old_median:
        yield gettext(
            "The median time to remediation is %(new)s; it was %(old)s.",
            new=span(median),
            old=span(old_median),
        )


def _moved(now: Figures, before: Figures) -> Iterable[str]:
    usual = order("indicator")
    pairs = (
        (code, now.value("indicator", code), before.value("indicator", code))
        for code in all_indicators()
    )
    moved = [(code, new, old) for code, new, old in pairs if new and old and new != old]
    moved.sort(key=lambda each: (-abs(each[1] - each[2]), usual(each[0])))
    for code, new, old in moved[:MOST_RISES]:
        yield ngettext(
            "%(theme)s: %(num)s report, from %(old)s.",
            "%(theme)s: %(num)s reports, from %(old)s.",
            new,
            theme=label("indicator", code),
            old=format_decimal(old),
        )


def _new(now: Figures, before: Figures) -> Iterable[str]:
    for dimension, one, several in (
        (
            "indicator",
            gettext("A theme is shown for the first time: %(names)s."),
            gettext("Themes shown for the first time: %(names)s."),
        ),
        (
            "country",
            gettext("A country is shown for the first time: %(names)s."),
            gettext("Countries shown for the first time: %(names)s."),
        ),
        (
            "sector",
            gettext("A sector is shown for the first time: %(names)s."),
            gettext("Sectors shown for the first time: %(names)s."),
        ),
    ):
        fresh = [
            code
            for code in now.rows(dimension)
            if before.value(dimension, code) is None and code != "-"
        ]
        names = [label(dimension, code) for code in fresh[:MOST_NAMES]]
        if len(fresh) > MOST_NAMES:
            names.append(gettext("%(num)s more", num=len(fresh) - MOST_NAMES))
        if names:
            said = one if len(fresh) == 1 else several
            yield said % {"names": format_list(names, locale=get_locale() or "en")}
