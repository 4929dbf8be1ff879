"""What the tests of imports share: a workbook with bad rows, and the way of a file to its end."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from openpyxl import Workbook

from tests.conftest import Site
from tests.pages import Page, Visitor

HEADER = (
    *("Audit reference", "Site name", "Country", "Audit type", "Audit date", "NC number"),
    *("Issue title", "Severity", "ILO indicators", "Corrective action", "Status", "Deadline"),
)
GRADES = ("Critical", "Major", "Minor", "Observation")
FAULTS: tuple[tuple[str, Any, str], ...] = (
    ("Site name", "", "No supplier"),
    ("Audit type", "Unheard-of scheme", "is not a scheme that we know"),
    ("Audit date", "31.02.2026", "is not a day that can be read"),
    ("Deadline", date(2020, 1, 1), "before the audit"),
    ("Severity", "Purple", "is no grade that the scheme is known to give"),
    ("ILO indicators", "Bad luck", "is not one of the ILO's eleven indicators"),
    ("Country", "Atlantis", "is not a country that we know"),
)
"""Column, cell, and what is said of it."""


def row(number: int) -> list[Any]:
    """Good row `number` (from 0): four findings an audit, a sixth of the suppliers in Malaysia."""
    audit = number // 4
    day = date(2025, 1, 1) + timedelta(audit % 300)
    return [
        *(f"A-{audit:04}", f"Mill {audit % 90}", "Malaysia" if audit % 6 else "BD", "SMETA"),
        *(day, f"NC-{number}", f"Fees were paid by worker {number}", GRADES[number % 4]),
        *("Debt bondage; 8", f"Repay worker {number}", "In progress", day + timedelta(90)),
    ]


def rows_with_faults(rows: int, bad: Sequence[int]) -> list[list[Any]]:
    """The header and rows; those of `bad` (counted from 0) have one fault each, in turn."""
    made = [row(number) for number in range(rows)]
    for turn, number in enumerate(bad):
        column, cell, _ = FAULTS[turn % len(FAULTS)]
        made[number][HEADER.index(column)] = cell
    return [list(HEADER), *made]


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for each in rows:
        book.active.append(list(each))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(visitor: Visitor, content: bytes, name: str = "audits.csv") -> Any:
    """Post a file as a browser does."""
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{visitor.csrf()}\r\n',
        f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n',
    ]
    body = "".join(parts).encode() + content + b"\r\n--cut--\r\n"
    kind = "multipart/form-data; boundary=cut"
    return visitor.post("/audits/imports/new", data=body, content_type=kind)


def uploaded(site: Site, visitor: Visitor, content: bytes, name: str = "audits.csv") -> str:
    """The address of an import whose titles have been read."""
    reply = upload(visitor, content, name)
    assert reply.status_code == 303, Page(reply.text).text
    site.drain()
    return str(reply.location)


def chosen(html: str) -> dict[str, str]:
    """What the mapping page would send as it stands: hidden fields, and the chosen options."""
    fields = Page(html).form(re.search(r'id="mapping" method="post" action="([^"]+)"', html)[1])  # type: ignore[index]
    for name, options in re.findall(
        r'<select id="[^"]+" name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL
    ):
        found = re.search(r'value="([^"]*)" selected', options)
        fields[name] = found[1] if found else ""
    return fields


def checked(site: Site, visitor: Visitor, shown: str, **more: str) -> str:
    """Send the mapping page, and answer the text of the page after the dry run."""
    mapping = f"{shown}/mapping"
    reply = visitor.post(mapping, data=chosen(visitor.get(mapping).text) | more)
    assert reply.status_code == 303, Page(reply.text).text
    site.drain()
    return Page(visitor.get(shown).text).text


def imported(site: Site, visitor: Visitor, content: bytes, name: str = "audits.csv") -> str:
    """Import a file to its end; the address of its page."""
    shown = uploaded(site, visitor, content, name)
    checked(site, visitor, shown)
    assert visitor.send(f"{shown}/confirm").status_code == 303
    site.drain()
    return shown
