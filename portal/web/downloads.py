"""Files of the store on their way to a browser: as downloads, and never shown by it as a page."""

from __future__ import annotations

from flask import Response, current_app

from portal.core.errors import NotFound, Refused
from portal.db.encrypted import open_file
from portal.outside import files
from portal.web.uploads import SILENT


def read_back(key: bytes, name: str) -> bytes:
    """The content of an object; `NotFound` if it has been swept."""
    settings, _ = current_app.extensions["portal.context"]
    try:
        return open_file(key, files.store(settings).get(name), name)
    except files.Missing as error:
        raise NotFound(name) from error
    except (files.Unreachable, OSError) as error:
        raise Refused(SILENT) from error


def download(content: bytes, media_type: str, filename: str) -> Response:
    """`filename` is a neutral one of the portal's own, of ASCII letters."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def picture(content: bytes) -> Response:
    """A rebuilt picture for a page of its author's own: the only thing that is not a download."""
    png = content.startswith(b"\x89PNG")
    return Response(content, content_type="image/png" if png else "image/jpeg")
