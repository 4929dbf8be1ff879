"""The addresses of the style sheet and scripts, which change with their content."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request, url_for

SHEETS = (
    *("tokens", "reset", "base", "layout", "topbar", "buttons", "forms", "labels", "panels"),
    *("navigation", "feed", "tables", "contents", "review", "writing", "attachments", "audits"),
    *("sightings", "notices", "library", "threads", "charts", "bars"),
    *("insights", "briefings", "signals", "styleguide", "utils", "print"),
)
FOREVER = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    static = Path(app.static_folder or "")
    css = "\n".join((static / "css" / f"{name}.css").read_text("utf-8") for name in SHEETS)
    css_version = version(css.encode())
    versions = {
        path.relative_to(static).as_posix(): version(path.read_bytes())
        for path in static.rglob("*")
        if path.is_file()
    }

    @app.get("/stylesheet.css", endpoint="stylesheet")
    def serve_stylesheet() -> Response:
        return Response(css, mimetype="text/css")

    @app.template_global()
    def stylesheet() -> str:
        return url_for("stylesheet", v=css_version)

    @app.template_global()
    def asset(path: str) -> str:
        return url_for("static", filename=path, v=versions[path])

    @app.after_request
    def keep(response: Response) -> Response:
        asked = request.endpoint in {"static", "stylesheet"} and "v" in request.args
        if asked and response.status_code < 400:
            response.headers["Cache-Control"] = FOREVER
        return response


def version(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
