"""How big, long and deep a file may be, and what its process may use."""

from __future__ import annotations

from typing import Final

MIB: Final = 1024 * 1024

MEMORY: Final = 256 * MIB  # address space of the process, hence also what is resident
SECONDS: Final = 10  # of the processor
PATIENCE: Final = 30  # seconds on the wall: on a busy machine ten of the processor take longer
MOST_BYTES: Final = 20 * MIB  # of a file that comes in
MOST_OUTPUT: Final = 48 * MIB  # of all that the process may answer

MOST_PIXELS: Final = 40_000_000
MOST_HEIC_PIXELS: Final = 25_000_000  # decoded without a way to do it smaller
LONGEST_SIDE: Final = 2400  # pixels of a rebuilt picture
MOST_PAGES: Final = 40
MOST_CELLS: Final = 30_000
MOST_PARAGRAPHS: Final = 10_000
MOST_CHARACTERS: Final = 1_000_000  # of all parts together
MOST_PICTURES: Final = 100  # in one document

MOST_MEMBERS: Final = 2000  # of an Office file, which is a ZIP archive
MOST_UNZIPPED: Final = 64 * MIB
MOST_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = MIB
DEEPEST_XML: Final = 200
MOST_ELEMENTS: Final = 1_500_000
