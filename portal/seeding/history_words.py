"""Composes the titles and texts of the history from a bank, so that no two read the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from portal.seeding import content


class Writer:
    """Remembers what it has written."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._bank: dict[str, Any] = content.read("history")
        self._titles: set[str] = set()
        self._said: set[tuple[str, ...]] = set()

    def finding(self, indicators: Sequence[str], sector: str, state: str) -> tuple[str, str]:
        """Title and narrative; `indicators` the gravest first, `state` of remediation."""
        end = self._bank["states"].get(state) or self._bank["states"]["in_progress"]
        return self._written(indicators, sector, self._bank["sources"], end)

    def audit(self, indicators: Sequence[str], sector: str, progress: str) -> tuple[str, str]:
        """The same of an audit's outcome; `progress` of its corrective actions."""
        end = self._bank["progress"][progress]
        return self._written(indicators, sector, self._bank["audit_sources"], end)

    def _written(
        self, indicators: Sequence[str], sector: str, sources: Sequence[str], end: Sequence[str]
    ) -> tuple[str, str]:
        place = self._bank["sectors"][sector]
        first = self._bank["indicators"][indicators[0]]
        while True:
            site, who = self._chance.choice(place["sites"]), self._chance.choice(place["who"])
            words = {"site": site, "who": who, "Who": who[0].upper() + who[1:]}
            title = self._chance.choice(first["heads"]).format(**words)
            if title in self._titles:
                title = f"{title}, at {site}"
            lead, detail = (self._chance.choice(first[part]) for part in ("leads", "details"))
            if title not in self._titles and (lead, detail, site, who) not in self._said:
                break
        self._titles.add(title)
        self._said.add((lead, detail, site, who))
        more = [self._bank["indicators"][code]["also"] for code in indicators[1:]]
        said = [lead.format(**words), self._chance.choice(sources), detail, *more]
        return title, " ".join([*said, self._chance.choice(end)])
