"""The arithmetic of a chain of events: each line is sealed together with the one before it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from typing import Any, Final

from portal.models import Event

START: Final = bytes(32)


def seal(key: bytes, previous: bytes, event: Event) -> bytes:
    """HMAC-SHA256 over the previous line's seal and this line's canonical JSON."""
    line: dict[str, Any] = {
        "chain": [event.chain, str(event.chain_id), event.place],
        "at": event.at.isoformat(),
        "actor": str(event.actor_id),
        "personal": event.personal,
        "kind": event.kind,
        "subject": str(event.subject_id),
        "facts": event.facts,
    }
    canonical = json.dumps(line, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, previous + canonical.encode(), "sha256")


def first_broken(key: bytes, events: Sequence[Event]) -> int | None:
    """The place of the first line that was changed, left out or added; events in order of place."""
    previous = START
    for expected, event in enumerate(events, 1):
        if event.place != expected or not hmac.compare_digest(
            event.seal, seal(key, previous, event)
        ):
            return expected
        previous = event.seal
    return None
