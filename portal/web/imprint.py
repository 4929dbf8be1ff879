"""What is said of released figures wherever they go: who published them, when, how to cite them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import url_for
from flask_babel import get_locale, gettext, ngettext
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.core.config import Settings
from portal.models import InsightRelease
from portal.reference import periods
from portal.reference.tlp import Audience, Tlp
from portal.web.figures import NOTHING
from portal.web.filters import day

_SOURCES: Final = text("select * from guard.insight_sources(:ids)")


@dataclass(frozen=True, slots=True)
class Source:
    group: str
    association: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """Words in the language in which it was made; `released_on` is ISO 8601, `path` the page."""

    title: str
    group: str
    association: str
    quarter: str  # its code
    released_on: str
    tlp: Tlp
    k: int
    rule: str
    path: str
    address: str
    citation: str


def sources(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, Source]:
    """Group and association of those of these releases that the reader may read."""
    found = session.execute(_SOURCES, {"ids": list(ids)})
    return {row.insight_release_id: Source(row.group_name, row.association_name) for row in found}


def imprint(session: Session, settings: Settings, release: InsightRelease) -> Imprint:
    """Of one release, in one statement."""
    return written(settings, release, sources(session, [release.id])[release.id])


def written(settings: Settings, release: InsightRelease, source: Source) -> Imprint:
    """The same where group and association are known."""
    title = gettext(
        "Insight release %(quarter)s",
        quarter=periods.label(release.quarter, str(get_locale() or "en")),
    )
    on, path = release.released_on, path_of(release)
    address = f"{settings.public_url.rstrip('/')}{path}"
    return Imprint(
        title=title,
        group=source.group,
        association=source.association,
        quarter=release.quarter,
        released_on=on.isoformat() if on else "",
        tlp=Tlp(release.tlp),
        k=release.k,
        rule=_rule(release.k),
        path=path,
        address=address,
        citation=gettext(
            "Cite as: %(group)s (%(association)s), “%(title)s”, Common Ground, %(day)s. %(tlp)s."
            " %(address)s",
            group=source.group,
            association=source.association,
            title=title,
            day=day(on) if on else NOTHING,
            tlp=release.tlp,
            address=address,
        ),
    )


def path_of(release: InsightRelease) -> str:
    """One page for all readers: where everybody may read it, the one that asks for no sign-in."""
    is_public = release.audience == Audience.PUBLIC
    endpoint = "briefings.show_public_insight" if is_public else "insights.show_insight"
    return url_for(endpoint, insight_id=release.id)


def _rule(k: int) -> str:
    return ngettext(
        "A figure is published only if at least %(num)s company family is in it, none of them holds"
        " more than half of its reports, and no figure that is not published can be computed more"
        " closely than that from all that ever was. What is not published is either nothing or"
        " hidden: both look the same.",
        "A figure is published only if at least %(num)s company families are in it, none of them"
        " holds more than half of its reports, and no figure that is not published can be computed"
        " more closely than that from all that ever was. What is not published is either nothing or"
        " hidden: both look the same.",
        k,
    )
