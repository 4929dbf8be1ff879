"""A topic with a post, its words and a report of it, for `tests.db.rows`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from portal.core.clock import now
from portal.db.base import Base
from portal.models import Post, PostEdition, PostReport, Thread, VoiceSeal


def talk_rows(
    made: Mapping[str, UUID], place: Mapping[str, UUID], on: date
) -> list[tuple[type[Base], dict[str, Any]]]:
    """`made` names the thread, the post and the report; `place` the group and its association."""
    thread, post, group = made["thread_id"], made["post_id"], place["group_id"]
    topic = {"topic": "A topic", "state": "open", "release_id": None}
    said = {"voice": "handle", "byline": "", "handle": uuid4(), "quoted_id": None}
    seen = {"hidden": False, "reason": "", "deleted": False}
    words = {"edition": 1, "visible_until": None, "body": "It was said.", "sealed": b"s"}
    told = {"concern": "other", "note": "", "state": "open", "reported_on": on}
    seal = {"own_tag": uuid4().bytes, "shelf_tag": uuid4().bytes, "custodian_box": b"c"}
    return [
        (Thread, {"id": thread, **place, **topic, "visible_from": now()}),
        (
            Post,
            {"id": post, "thread_id": thread, "group_id": group, **said, **seen}
            | {"visible_from": now()},
        ),
        (PostEdition, {"post_id": post, "visible_from": now(), **words}),
        (PostReport, {"id": made["report_id"], "post_id": post, "group_id": group, **told}),
        (VoiceSeal, {"subject_id": post, **seal}),
    ]
