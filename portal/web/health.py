"""Two questions of an operator's monitor: does the process live, and can it serve?"""

from __future__ import annotations

from flask import Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.db.migrations import newest
from portal.web.signin import database

_REVISION = text("select version_num from alembic_version")
_QUEUE = text(
    "select has_function_privilege('procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])',"
    " 'execute')"
)


def init_app(app: Flask) -> None:
    needed = newest()

    @app.get("/healthz", endpoint="healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.get("/readyz", endpoint="readyz")
    def readyz() -> tuple[Response, int]:
        found = {"database": False, "migrations": False, "queue": False}
        try:
            with database().transaction(write=False) as session:
                revision = session.scalar(_REVISION)
                found["database"] = True
                found["migrations"] = revision == needed
                found["queue"] = bool(session.scalar(_QUEUE))
        except SQLAlchemyError:
            pass
        ready = all(found.values())
        return jsonify(status="ready" if ready else "not ready", **found), 200 if ready else 503
