"""Released insights as every page reads them: the release, its cells, the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import InsightCell, InsightMedian, InsightRelease, InsightState
from portal.web.figures import Figures, label
from portal.web.insight_changes import changes


@dataclass(frozen=True, slots=True)
class Facts:
    """What the frame of a dashboard says of its release; `since` is the quarter before."""

    quarter: str
    tlp: str
    k: int
    released_on: date | None
    since: str
    changes: tuple[str, ...]
    method_href: str


def read_figures(session: Session, release: InsightRelease) -> Figures:
    """All that is published of a release, in two statements."""
    cells = session.execute(
        select(
            InsightCell.table_name,
            InsightCell.row_code,
            InsightCell.column_code,
            InsightCell.reports,
        ).where(InsightCell.insight_release_id == release.id)
    ).all()
    medians = session.execute(
        select(InsightMedian.table_name, InsightMedian.row_code, InsightMedian.time_code).where(
            InsightMedian.insight_release_id == release.id
        )
    ).all()
    return Figures(cells, medians)


def earlier(session: Session, release: InsightRelease) -> InsightRelease | None:
    """The release before this one that the reader may read too."""
    return session.scalars(
        select(InsightRelease)
        .where(
            InsightRelease.group_id == release.group_id,
            InsightRelease.state == InsightState.RELEASED,
            InsightRelease.quarter < release.quarter,
        )
        .order_by(InsightRelease.quarter.desc())
        .limit(1)
    ).first()


def facts(session: Session, release: InsightRelease, figures: Figures) -> Facts:
    """With what changed since the release before, if there is one."""
    before = earlier(session, release)
    return Facts(
        quarter=label("quarter", release.quarter),
        tlp=release.tlp,
        k=release.k,
        released_on=release.released_on,
        since=label("quarter", before.quarter) if before else "",
        changes=changes(figures, read_figures(session, before)) if before else (),
        method_href=href_of("briefings.show_method"),
    )


def href_of(endpoint: str, **values: object) -> str:
    """The address of another feature's page, "" where that feature is not there."""
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, **values)  # type: ignore[arg-type]
