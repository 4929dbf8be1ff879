"""What an author sees of a file: what is hidden in it, and each detail with choice and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from portal.airlock.attachments import Attachment, Kept
from portal.airlock.attachments_finding import Spotted
from portal.airlock.checking import Decided, Found, judge
from portal.privacy.files.report import Hidden, HiddenKind, LabelKind, Part, Report
from portal.privacy.identifiers.hits import Hit, Kind, Tier
from portal.privacy.identifiers.redact import Decision

AROUND: Final = 40
"""Characters beside a mention that are shown with it."""
MOST_MENTIONS: Final = 5


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a job has kept of a file, in an object of the author's own."""

    parts: tuple[Part, ...]
    hidden: tuple[Hidden, ...]
    spotted: tuple[Spotted, ...]

    def written(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "parts": [list(asdict(each).values()) for each in self.parts],
            "hidden": [list(asdict(each).values()) for each in self.hidden],
            "spotted": [[each.part, asdict(each.hit)] for each in self.spotted],
        }

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Inspected:
        return cls(
            tuple(Part(part, LabelKind(kind), *rest) for part, kind, *rest in raw["parts"]),
            tuple(Hidden(HiddenKind(kind), *rest) for kind, *rest in raw["hidden"]),
            tuple(Spotted(part, _hit(hit)) for part, hit in raw["spotted"]),
        )

    @classmethod
    def of(cls, report: Report, found: Sequence[Spotted]) -> Inspected:
        return cls(report.parts, report.hidden, tuple(found))


def _hit(raw: Mapping[str, Any]) -> Hit:
    return Hit(**{**raw, "kind": Kind(raw["kind"]), "tier": Tier(raw["tier"])})


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a detail stands: the part, and a little of the text on both sides of it."""

    part: Part
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that could identify someone, decided once for all of the file."""

    found: Found
    times: int
    mentions: tuple[Mention, ...]

    @property
    def kept(self) -> bool:
        """Whether it stays; what nobody has decided is replaced."""
        return self.found.settled and self.found.shown == self.found.hit.text


def details(
    inspected: Inspected, attachment: Attachment, shown_place: str | None
) -> tuple[Detail, ...]:
    """What was found, in the order of first mention; the gate lets `shown_place` through."""
    once: dict[str, list[Spotted]] = {}
    for each in inspected.spotted:
        once.setdefault(each.hit.key, []).append(each)
    return tuple(
        Detail(
            judged(spots[0].hit, attachment.kept.get(key), shown_place),
            len(spots),
            tuple(_mention(inspected, each) for each in spots[:MOST_MENTIONS]),
        )
        for key, spots in once.items()
    )


def judged(hit: Hit, kept: Kept | None, shown_place: str | None) -> Found:
    """A hit of a file with its choice: replaced, unless the author keeps it and may."""
    decided = Decided(Decision.KEEP, kept.reason) if kept else Decided(Decision.REPLACE)
    return judge("attachments", hit, decided, shown_place)


def still_kept(attachment: Attachment, shown_place: str | None) -> tuple[str, ...]:
    """What was let stay, and may no longer: the gate's answer or the rules have changed."""
    return tuple(
        each.text
        for each in attachment.kept.values()
        if not judged(_as_hit(each), each, shown_place).settled
    )


def _as_hit(kept: Kept) -> Hit:
    return Hit(
        start=0,
        end=len(kept.text),
        text=kept.text,
        kind=Kind(kept.kind),
        tier=Tier(kept.tier),
        detector="",
        score=1,
        suggestion="",
        generalization=None,
        folded=kept.folded,
    )


def _mention(inspected: Inspected, each: Spotted) -> Mention:
    part, hit = inspected.parts[each.part], each.hit
    start = max(0, hit.start - AROUND)
    return Mention(
        part,
        ("…" if start else "") + part.text[start : hit.start],
        part.text[hit.start : hit.end],
        part.text[hit.end : hit.end + AROUND] + ("…" if hit.end + AROUND < len(part.text) else ""),
    )
