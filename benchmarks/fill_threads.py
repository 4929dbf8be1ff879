"""Threads of as many replies as are asked for, written past the application."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg

from benchmarks.town import SENTENCES, Town

HANDLES = 40
NEWEST = datetime(2026, 11, 16, tzinfo=UTC)
POSTS = (
    *("id", "thread_id", "group_id", "visible_from", "voice", "byline", "handle"),
    *("quoted_id", "hidden", "reason", "deleted"),
)
EDITIONS = ("post_id", "edition", "visible_from", "visible_until", "body", "sealed")


def thread(made: Town, replies: int) -> str:
    """The address of a new topic of the measured group with so many posts, by 40 handles."""
    chance, thread_id = random.Random(replies), uuid4()
    handles = [uuid4() for _ in range(HANDLES)]
    first = NEWEST - timedelta(minutes=replies)
    ids = [UUID(int=chance.getrandbits(128), version=4) for _ in range(replies)]
    with psycopg.connect(made.admin, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into threads (id, association_id, group_id, topic, state, visible_from)"
            " values (%s, %s, %s, %s, 'open', %s)",
            (thread_id, made.association_id, made.group_id, f"A topic of {replies}", first),
        )
        with cursor.copy(f"copy posts ({', '.join(POSTS)}) from stdin") as copy:
            for number, post_id in enumerate(ids):
                named = chance.random() < 0.3
                copy.write_row(
                    (
                        *(post_id, thread_id, made.group_id, first + timedelta(minutes=number)),
                        *("named" if named else "handle", "Org 7" if named else ""),
                        None if named else chance.choice(handles),
                        ids[chance.randrange(number)] if number and chance.random() < 0.3 else None,
                        *(chance.random() < 0.01, "", False),
                    )
                )
        with cursor.copy(f"copy post_editions ({', '.join(EDITIONS)}) from stdin") as copy:
            for number, post_id in enumerate(ids):
                at = first + timedelta(minutes=number)
                body = f"**{chance.choice(SENTENCES)}**\n\n> {chance.choice(SENTENCES)}\n\n- a\n- b"
                copy.write_row((post_id, 1, at, None, body, b"sealed"))
        cursor.execute("vacuum analyze posts")
        cursor.execute("vacuum analyze post_editions")
    return f"/threads/{thread_id}"


def pages_of(made: Town, address: str) -> list[str]:
    """The first page of a thread, one in its middle, and its last."""
    thread_id = address.rpartition("/")[2]
    with psycopg.connect(made.admin) as connection:
        found = connection.execute(
            "select id from posts where thread_id = %s order by visible_from, id", (thread_id,)
        ).fetchall()
    middle, last = found[len(found) // 2][0], found[-1][0]
    return [address, f"{address}?at={middle}", f"{address}?before={last}"]
