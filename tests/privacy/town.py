"""Small worlds of families and what they source, for the rules that read footprints."""

from __future__ import annotations

from hypothesis import strategies as st

from portal.privacy.plausibility import Cell, grid

# Two parts of each thing, so that every code has a sibling.
PLACES = [
    (f"{region}{sub}{country}{site}", f"{region}{sub}{country}", f"{region}{sub}", region, "001")
    for region in "PQ"
    for sub in "ab"
    for country in "xy"
    for site in "12"
]
SECTORS = [
    (
        f"{section}{division}{group}{kind}",
        f"{section}{division}{group}",
        section + division,
        section,
        "any",
    )
    for section in "CD"
    for division in "12"
    for group in "34"
    for kind in "56"
]
STARTS = st.sampled_from([0, 0, 1, 1, 1, 2, 3, 4])
PLACE_PATHS = st.sampled_from(PLACES[:6]).flatmap(lambda path: STARTS.map(lambda cut: path[cut:]))
SECTOR_PATHS = st.sampled_from(SECTORS[:5]).flatmap(lambda path: STARTS.map(lambda cut: path[cut:]))
CELLS = st.lists(
    st.builds(
        lambda family, places, sectors, sites: Cell(family, grid(places, sectors), sites),
        st.integers(0, 7),
        PLACE_PATHS,
        SECTOR_PATHS,
        st.integers(1, 6),
    ),
    max_size=40,
    unique_by=lambda cell: (cell.family, cell.path),
)
THRESHOLDS = st.integers(1, 5)
