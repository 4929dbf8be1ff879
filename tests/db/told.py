"""What one person of a group is told, in every table of notices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from portal.core.clock import now
from portal.core.tokens import fresh, hashed
from portal.db.base import Base
from portal.models import Bulletin, Digest, FeedToken, NoticeMark, NoticeSetting

DAY: Final = date(2026, 1, 5)
TOLD: Final = (("batch", "inside"), ("bundle", "beyond"), ("group", "everyone"))


def told_rows(
    place: Mapping[str, UUID], who: Mapping[str, UUID]
) -> list[tuple[type[Base], dict[str, Any]]]:
    """`place` names association and group, `who` organization and person."""
    bulletins = [
        {
            "id": uuid4(),
            **place,
            "kind": kind,
            "about": uuid4(),
            "part": "",
            "audience": audience,
            "told_on": DAY,
            "mail_from": now(),
        }
        for kind, audience in TOLD
    ]
    group = {"group_id": place["group_id"]}
    token: dict[str, Any] = {"feed": "atom", "token_hash": hashed(fresh()), "made_on": DAY}
    digest = {
        "id": uuid4(),
        "bulletins": [each["id"] for each in bulletins],
        "token_hash": hashed(fresh()),
        "planned_on": DAY,
        "state": "sent",
    }
    return [
        *((Bulletin, each) for each in bulletins),
        (NoticeSetting, {**who, **group, "cadence": "daily"}),
        (NoticeMark, {**who, **group, "read_before": DAY, "seen": []}),
        (FeedToken, {**who, **token, "used_on": None}),
        (Digest, {**who, **group, **digest}),
    ]
