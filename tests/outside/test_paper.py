"""A PDF is made of what stands in the page, of nothing that the page points to, and tells no more."""

from __future__ import annotations

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pypdfium2
from typing_extensions import override

from portal.core import pango
from portal.outside.paper import draw

ROOT = Path(__file__).parents[2]
STYLE = (ROOT / "static/css/paper.css").read_text("utf-8")


def page(body: str) -> str:
    head = '<meta charset="utf-8"><title>Fees paid back</title>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [each.get_textpage().get_text_range() for each in document]


def test_nothing_that_a_page_points_to_is_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        @override
        def log_message(self, *_: Any) -> None:
            pass

    (tmp_path / "secret.txt").write_text("a word that is not told")
    server = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"

    drawn = draw(
        page(
            f'<link rel="stylesheet" href="{here}/a.css"><img src="{here}/b.png" alt="picture">'
            f'<object data="file://{tmp_path}/secret.txt"></object><p>What remains.</p>'
        ),
        f'@import url("{here}/c.css"); p {{ background: url("{here}/d.png") }}',
    )
    server.shutdown()
    server.server_close()

    assert asked == []
    assert "What remains." in texts(drawn.content)[0]
    assert "not told" not in texts(drawn.content)[0]


def test_a_file_tells_its_title_and_no_time_or_person() -> None:
    first, second = (draw(page("<p>One.</p>"), STYLE).content for _ in range(2))

    told = pypdfium2.PdfDocument(first).get_metadata_dict()
    assert {name: value for name, value in told.items() if value} == {
        "Title": "Fees paid back",
        "Producer": told["Producer"],
    }
    assert told["Producer"].startswith("WeasyPrint")
    assert first == second


def test_asking_whether_a_pdf_can_be_made_loads_nothing() -> None:
    code = (
        "import sys; from portal.core import pango; pango.missing();"
        "sys.exit('weasyprint' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

    assert done.returncode == 0
    assert pango.missing() == ()
