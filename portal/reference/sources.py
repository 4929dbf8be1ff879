"""Every list that the portal carries, with its source, edition and date."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Final

from portal.reference.documents import DATA, document


@dataclass(frozen=True)
class Source:
    """`check`: what was not read from a primary source, or None; `title`: English message id."""

    file: str  # name inside portal/reference/data, or of the package that holds the list
    title: str
    source: str
    edition: str
    date: str  # ISO 8601, of the edition; empty where the package's version says all
    check: str | None


@cache
def _documents() -> tuple[Source, ...]:
    names = sorted(each.name for each in DATA.iterdir() if each.name.endswith(".json"))
    return tuple(_source(name.removesuffix(".json")) for name in names)


def _source(name: str) -> Source:
    found = document(name)
    return Source(
        file=f"{name}.json",
        title=found["title"],
        source=found["source"],
        edition=found["edition"],
        date=found["date"],
        check=found.get("check"),
    )


SOURCES: Final[tuple[Source, ...]] = (
    *_documents(),
    Source(
        file="pycountry",
        title="Countries and subdivisions",
        source="ISO 3166-1 and ISO 3166-2, from the Python package pycountry (LGPL-2.1)",
        edition=version("pycountry"),
        date="",
        check=None,
    ),
    Source(
        file="babel",
        title="Names of countries",
        source="Unicode Common Locale Data Repository, from the Python package Babel (BSD)",
        edition=version("babel"),
        date="",
        check=None,
    ),
)
