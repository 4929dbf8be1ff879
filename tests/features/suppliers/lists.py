"""What the tests of suppliers share: upload, confirm, look at rows and events."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import create_engine, text

from tests.conftest import Site
from tests.pages import Page, Visitor
from tests.world import World

DATA = Path(__file__).parent / "data"
REAL = {"osh_2": 83, "osh_4": 81, "osh_5": 64, "osh_8": 61, "osh_15": 351}
"""Rows of each real list."""
LIST = (
    b"name,address,country,sector\nAlpha Mill,1 Road,BD,Apparel\nBeta Works,2 Road,India,Textiles\n"
)


def upload(visitor: Visitor, content: bytes, name: str = "list.csv") -> Any:
    """Post a file as a browser does; the body is made by hand, because the client would spool it."""
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{visitor.csrf()}\r\n',
        f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n',
    ]
    body = "".join(parts).encode() + content + b"\r\n--cut--\r\n"
    kind = "multipart/form-data; boundary=cut"
    return visitor.post("/suppliers/imports/new", data=body, content_type=kind)


def uploaded(visitor: Visitor, content: bytes, name: str = "list.csv") -> str:
    """The address of the mapping page of a new import."""
    reply = upload(visitor, content, name)
    assert reply.status_code == 303, Page(reply.text).text
    return str(reply.location)


def confirm(visitor: Visitor, mapping: str, **more: str) -> Any:
    """Send the mapping page as it stands, by its button for importing."""
    form = Page(visitor.get(mapping).text).form(mapping)
    return visitor.post(mapping, data=form | {"do": "confirm"} | more)


def imported(site: Site, visitor: Visitor, content: bytes, name: str = "list.csv") -> str:
    """Import a list to the end; the address of its page."""
    reply = confirm(visitor, uploaded(visitor, content, name))
    assert reply.status_code == 303
    site.drain()
    site.drain()  # the jobs that the first ones left
    return str(reply.location)


def words(visitor: Visitor, path: str) -> str:
    reply = visitor.get(path)
    assert reply.status_code == 200, reply.status_code
    return Page(reply.text).text


def supplier_path(visitor: Visitor, name: str) -> str:
    """The page of the supplier that a search for the name finds first."""
    found = re.search(
        r'href="(/suppliers/[0-9a-f-]{36})"',
        visitor.get("/suppliers", query_string={"q": name}).text,
    )
    assert found is not None
    return found.group(1)


def look(site: Site, statement: str, **values: Any) -> list[Any]:
    """Rows as the server's administrator sees them."""
    engine = create_engine(site.admin_url_of_database)
    with engine.begin() as connection:
        result = connection.execute(text(statement), values)
        rows = list(result.all()) if result.returns_rows else []
    engine.dispose()
    return rows


def kinds(site: Site, world: World, organization: str = "alfa") -> list[str]:
    """The kinds of events in the organization's chain, in order."""
    rows = look(
        site,
        "select kind from events where chain_id = :id order by place",
        id=world.organizations[organization],
    )
    return [row.kind for row in rows]


def count(site: Site, world: World, table: str, organization: str = "alfa") -> int:
    rows = look(
        site,
        f"select count(*) as number from {table} where organization_id = :id",
        id=world.organizations[organization],
    )
    return int(rows[0].number)


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
