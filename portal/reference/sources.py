"""Every list that the portal carries, with its source, edition and date."""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from portal.reference.documents import DATA, document


@dataclass(frozen=True)
class Source:
    """`title` is an English message id; `check` says what was not read from a primary source."""

    file: str  # inside portal/reference/data
    title: str
    source: str
    edition: str
    date: str  # ISO 8601, of the edition
    check: str | None
    package: str | None  # name and installed version of the package that holds the list


def _source(name: str) -> Source:
    found = document(name)
    package = found.get("package")
    return Source(
        file=f"{name}.json",
        title=found["title"],
        source=found["source"],
        edition=found["edition"],
        date=found["date"],
        check=found.get("check"),
        package=f"{package} {version(package)}" if package else None,
    )


SOURCES: Final[tuple[Source, ...]] = tuple(
    sorted(
        (_source(each.name[:-5]) for each in DATA.iterdir() if each.name.endswith(".json")),
        key=lambda source: source.title,
    )
)
