"""The content of an uploaded file becomes a table."""

from __future__ import annotations

from portal.facility_lists import delimited, workbooks
from portal.facility_lists.tables import Table


def read(content: bytes, *, workbook: bool) -> Table:
    """Read a workbook (XLSX) or delimited text; raise `core.errors.Refused` with what to do."""
    return workbooks.read(content) if workbook else delimited.read(content)
