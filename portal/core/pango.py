"""Whether the libraries that lay out a PDF are on this machine, asked without loading them."""

from ctypes.util import find_library
from functools import cache
from typing import Final

LIBRARIES: Final = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
"""What WeasyPrint loads; without one of them it cannot be imported."""


@cache
def missing() -> tuple[str, ...]:
    """The libraries that are not here; nothing where PDF files can be made."""
    return tuple(name for name in LIBRARIES if find_library(name) is None)
