"""A question to a hidden author with a turn, answers to a release and to a figure and their counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import create_engine, insert
from sqlalchemy.dialects import postgresql

from portal.airlock.own_marks import asker_key, asker_tag
from portal.db.base import Base
from portal.db.encrypted import vault
from portal.models import (
    Question,
    QuestionLine,
    QuestionQuota,
    Sighting,
    SignalRound,
    Tally,
    TallyRound,
)
from tests.db.signals import signal_rows
from tests.world import World


def ask(world: World, who: str, ids: Mapping[str, UUID], on: date) -> UUID:
    """About the named release, without a name; answers the id of the question."""
    question, group = uuid4(), ids["group_id"]
    with world.transaction(who) as session:
        key = asker_key(vault(session).tenant_key(), world.people[who].id)
    about = {"release_id": ids["release_id"], "group_id": group}
    home = {"association_id": world.association_id, "group_id": group}
    seen = {"week": on, "visible_from": None}
    asked = {"byline": "", "asker_tag": asker_tag(key, question)}
    said = {"side": "asker", "kind": "said", "body": "How do you know?", "place": 1}
    told = {"kind": "seen", "note": "", "owner_tag": uuid4().bytes, "family_box": b"f"}
    rows: list[tuple[type[Base], dict[str, object]]] = [
        (Question, {"id": question, **about, **home, **seen, **asked}),
        (QuestionLine, {"id": uuid4(), "question_id": question, **seen, **said}),
        (QuestionQuota, {"tag": uuid4().bytes, "week": on, "used": 1}),
        (Sighting, {"id": uuid4(), **about, **told}),
        (Tally, {**about, "kind": "seen", "families": 3, "notes": [], "counted_on": on}),
        *signal_rows(world.site.keys, ids, on),
    ]
    engine = create_engine(world.site.admin_url_of_database)
    with engine.begin() as connection:
        for model, values in rows:
            connection.execute(insert(model).values(values))
        for model in (TallyRound, SignalRound):
            held = postgresql.insert(model).values(**home, held_on=on)
            connection.execute(held.on_conflict_do_nothing())
    engine.dispose()
    return question
