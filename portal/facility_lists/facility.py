"""What is known of one facility, and how it is written down in a sealed record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

FIELDS: Final = ("name", "address", "country", "subdivision", "sector", "os_id")
"""What a column of a list can hold."""
LONGEST: Final[Mapping[str, int]] = {"name": 300, "address": 1000, "os_id": 40, "note": 2000}


@dataclass(frozen=True, slots=True)
class Facility:
    """`country`: ISO 3166-1 alpha-2; `subdivision`: ISO 3166-2 or ""; `sector`: ISIC code or ""."""

    name: str
    address: str
    country: str
    subdivision: str = ""
    sector: str = ""
    os_id: str = ""
    note: str = ""

    @property
    def place(self) -> str:
        """The finest place that is known."""
        return self.subdivision or self.country

    def filled_from(self, other: Facility) -> Facility:
        """Keep what is said here; take the rest from another record of the same facility."""
        gaps = {
            name: value
            for name, value in asdict(other).items()
            if value and not getattr(self, name)
        }
        if other.country != self.country:
            gaps.pop("subdivision", None)
        return replace(self, **gaps)

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Facility:
        """Read a sealed record; what else it holds is left alone."""
        known = (*FIELDS, "note")
        return cls(**{name: str(content.get(name) or "") for name in known})
