"""What separates the cells of delimited text, guessed from its first rows."""

import csv
from collections import Counter
from itertools import islice
from typing import Final

SEPARATORS: Final = (",", ";", "\t", "|")
SAMPLE_ROWS: Final = 30


def separator(lines: list[str]) -> str:
    """The separator that cuts the first rows into most columns, equally often."""
    return max(SEPARATORS, key=lambda candidate: evenness(lines, candidate))


def evenness(lines: list[str], candidate: str) -> tuple[float, int]:
    """The share of first rows that have the commonest number of columns (0 for one), and it."""
    try:
        first = list(islice(csv.reader(lines, delimiter=candidate), SAMPLE_ROWS))
    except csv.Error:
        return (0, 0)
    widths = Counter(len(row) for row in first if row)
    if not widths:
        return (0, 0)
    width, times = widths.most_common(1)[0]
    return (times / widths.total() if width > 1 else 0, width)
