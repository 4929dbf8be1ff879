"""Bad files of our own making, each with the answer that it must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.privacy.files.report import Why
from tests.privacy.files import bad_archives, bad_office, bad_pdfs, bad_pictures, bad_texts


@dataclass(frozen=True, slots=True)
class Bad:
    """A file that is refused: `name` is what it was uploaded as."""

    title: str
    name: str
    make: Callable[[], bytes]
    why: Why


def bad_files() -> Iterator[Bad]:
    """Every bad file; none is made before it is asked for."""
    for module in (bad_texts, bad_archives, bad_office, bad_pdfs, bad_pictures):
        for title, name, make, why in module.FILES:
            yield Bad(title, name, make, why)
