"""One import in a process of its own: JSON on standard input, figures on standard output."""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from openpyxl import load_workbook
from sqlalchemy import select, text

from portal.access.actor import Actor
from portal.audit_lists import mapping, pieces
from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_lists.problems import Fixes
from portal.audit_lists.understanding import Part, Reader
from portal.audit_records import import_rows
from portal.audit_records.records import add_outcomes
from portal.core import keys as key_file
from portal.core.clock import now
from portal.core.config import Settings
from portal.db.roles import DatabaseRole, url_for
from portal.db.session import Database
from portal.facility_lists.tables import Row
from portal.features.audit_imports import jobs, service
from portal.jobs.queue import Work
from portal.models import AuditImport

READ_ACTOR = text("select guard.read_actor()")


def main() -> None:
    asked = json.load(sys.stdin)
    keys = key_file.load(None, demo=True)
    settings = Settings(mode="development", home=Path(asked["home"]))
    web = Database(url_for(asked["base_url"], DatabaseRole.WEB), keys)
    worker = Database(url_for(asked["base_url"], DatabaseRole.WORKER), keys)
    work = Work(worker, None, keys, settings, asked["ticket"])
    path = Path(asked["path"])
    if asked["way"] == "portal":
        figures = through_jobs(web, work, asked["token"], path)
    else:
        figures = whole(work, path)
    sys.stdout.write(json.dumps(figures | {"peak_mib": round(peak_mib(), 1)}) + "\n")


def through_jobs(web: Database, work: Work, token: str, path: Path) -> dict[str, Any]:
    """What the pages do in between, and the bodies of the jobs as the worker runs them."""
    with web.transaction(token, write=True) as session, path.open("rb") as file:
        actor = Actor.read(session.execute(READ_ACTOR).scalar_one())
        new = service.NewList(path.name, path.suffix == ".xlsx", pieces.cut(file))
        import_id = str(service.upload_list(session, actor, new).id)
    jobs.read_audit_list(work, import_id)
    with web.transaction(token, write=True) as session:
        row = session.scalars(select(AuditImport).where(AuditImport.id == UUID(import_id))).one()
        draft = import_rows.opened(session, row)
        service.map_list(
            session, actor, row, service.Chosen(draft.columns, draft.fixes, row.version)
        )
    began = perf_counter()
    jobs.check_audit_list(work, import_id)
    checked = perf_counter()
    with web.transaction(token, write=True) as session:
        row = session.scalars(select(AuditImport).where(AuditImport.id == UUID(import_id))).one()
        service.confirm_import(session, actor, row)
    confirmed = perf_counter()
    jobs.run_audit_import(work, import_id)
    ended = perf_counter()
    with web.transaction(token, write=False) as session:
        row = session.scalars(select(AuditImport).where(AuditImport.id == UUID(import_id))).one()
        stored = import_rows.opened(session, row).stored
    return {
        "findings": stored.findings,
        "check_s": round(checked - began, 3),
        "run_s": round(ended - confirmed, 3),
    }


def whole(work: Work, path: Path) -> dict[str, Any]:
    """The usual importer: the list in memory, audits in a dict, all in one transaction."""
    began = perf_counter()
    table = list(_table(path))
    reader = Reader(mapping.guess(table[0], {}), Fixes(), now().date())
    audits: defaultdict[str, list[Part]] = defaultdict(list)
    for number, cells in enumerate(table[1:], 2):
        part, problems = reader.read(Row(number, tuple(cells)))
        assert part is not None, problems
        audits[part.audit].append(part)
    outcomes = [_outcome(parts) for parts in audits.values()]
    with work.database.transaction(write=True, ticket=work.ticket) as session:
        add_outcomes(session, outcomes)
    findings = sum(len(each.findings) for each in outcomes)
    return {"findings": findings, "check_s": 0.0, "run_s": round(perf_counter() - began, 3)}


def _table(path: Path) -> Iterator[list[str]]:
    if path.suffix == ".csv":
        yield from list(csv.reader(path.read_text("utf-8").splitlines()))
        return
    for row in load_workbook(path, data_only=True).active.values:
        yield [
            each.date().isoformat() if hasattr(each, "date") else str(each or "") for each in row
        ]


def _outcome(parts: list[Part]) -> Outcome:
    head = dict(parts[0].head)
    day = date.fromisoformat(head.pop("audited_on"))
    findings = []
    for part in parts:
        action = Action(
            **{name: said for name, said in part.action.items() if name != "due_on"},
            due_on=date.fromisoformat(part.action["due_on"]),
        )
        said = part.finding | {"indicators": tuple(part.finding["indicators"])}
        findings.append(replace(AuditFinding(**said), actions=(action,)))
    return Outcome(**head, audited_on=day, findings=tuple(findings))


def peak_mib() -> float:
    """The most memory that was resident at once; unlike `ru_maxrss`, nothing of the parent."""
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main()
