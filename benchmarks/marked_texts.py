"""Texts with marked identifiers, as the benchmark reads them: judgments, short texts, findings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
JUDGMENTS: Final = HERE / "public_texts" / "tab_dev.jsonl"
SHORT_TEXTS: Final = HERE / "public_texts" / "short_texts_held_out.jsonl"
FINDINGS: Final = HERE / "domain_reports" / "reports.jsonl"
ROLES: Final = {"w": "worker", "m": "manager", "a": "recruiter", "nick": "nickname"}
ROLES_OF_PLACES: Final = {"otown": "town of origin", "ovillage": "village of origin"}


@dataclass(frozen=True, slots=True)
class Mention:
    """Offsets count code points. `identifier` is DIRECT, QUASI, or NO_MASK for what may stay."""

    start: int
    end: int
    kind: str
    entity: str
    identifier: str

    @property
    def to_mask(self) -> bool:
        return self.identifier != "NO_MASK"


@dataclass(frozen=True, slots=True)
class MarkedText:
    """`supplier` and `staff` are what its author's own lists hold; empty outside the findings."""

    text: str
    mentions: tuple[Mention, ...]
    supplier: str = ""
    staff: tuple[str, ...] = field(default=())


def read(path: Path) -> list[MarkedText]:
    """All texts of one file; short texts have no entities: each of their mentions is its own."""
    with path.open(encoding="utf-8") as lines:
        return [_text(json.loads(line)) for line in lines]


def kind_of(mention: dict[str, str]) -> str:
    """The slot that a finding's mention filled ("w2" is a worker), else the type."""
    slot = mention.get("entity", "").rstrip("0123456789")
    role = (ROLES | ROLES_OF_PLACES).get(slot, slot)
    return mention["type"] if slot in {"", "e"} else f"{mention['type']} {role}"


def _text(row: dict[str, object]) -> MarkedText:
    marked: list[dict[str, str]] = row["mentions"]  # type: ignore[assignment]
    tenant: dict[str, object] = row.get("tenant", {})  # type: ignore[assignment]
    mentions = [
        Mention(
            int(mention["start"]),
            int(mention["end"]),
            kind_of(mention),
            mention.get("entity", str(number)),
            mention.get("identifier", "DIRECT"),
        )
        for number, mention in enumerate(marked)
    ]
    staff: list[str] = tenant.get("staff", [])  # type: ignore[assignment]
    return MarkedText(
        str(row["text"]), tuple(mentions), str(tenant.get("supplier", "")), tuple(staff)
    )
