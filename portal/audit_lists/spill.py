"""Where a reader puts what it cannot hold: a temporary file, sealed under a key of its own."""

from __future__ import annotations

import hmac
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from types import TracebackType
from typing import Any, Final, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CACHE_KIB: Final = 2048
PAGE_OF_PROBLEMS: Final = 500
_TABLES: Final = """
create table strings (place integer primary key, sealed blob not null);
create table audits (number integer primary key, tag blob not null unique);
create table parts (audit integer, row integer, sealed blob not null, primary key (audit, row))
  without rowid;
create table problems (row integer, place integer, sealed blob not null, primary key (row, place))
  without rowid;
create table recorded (tag blob primary key) without rowid;
create table pieces (place integer primary key, sealed blob not null);
"""


class Spill:
    """Strings by place, parts by audit, problems by row: as many as there are, in little memory.

    SQLite deletes the file as soon as it has opened it, and the key is in this object only: what
    a crash leaves on the disk cannot be read.
    """

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._cipher = AESGCM(self._key)
        self._sealed = 0
        self.problem_count = 0
        self._strings: list[tuple[int, bytes]] = []
        self._string_count = 0
        # One job uses it, in whatever thread the worker runs that job.
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = off", "synchronous = off", f"cache_size = -{CACHE_KIB}"):
            self._file.execute(f"pragma {pragma}")
        self._file.executescript(_TABLES)
        self._file.execute("begin")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def keep_string(self, text: str) -> None:
        """The next string of a workbook's table; its place is the number of those before it."""
        self._strings.append((self._string_count, self._seal(text.encode())))
        self._string_count += 1
        if len(self._strings) >= 1000:
            self._flush_strings()

    def string(self, place: int) -> str | None:
        """The string at a place, or nothing if there are not so many."""
        self._flush_strings()
        found = self._file.execute("select sealed from strings where place = ?", (place,))
        row = found.fetchone()
        return None if row is None else self._open(row[0]).decode()

    def keep_part(self, audit: str, row: int, part: Any) -> None:
        """What one row says of an audit; `audit` is the same for all rows of one."""
        tag = self._tag(audit)
        found = self._file.execute("select number from audits where tag = ?", (tag,)).fetchone()
        if found is None:
            number = self._file.execute("insert into audits (tag) values (?)", (tag,)).lastrowid
        else:
            number = found[0]
        self._file.execute("insert into parts values (?, ?, ?)", (number, row, self._json(part)))

    def audits(self) -> Iterator[Iterator[tuple[int, Any]]]:
        """For each audit its rows and parts, in order; audits as they first appeared."""
        found = self._file.execute("select audit, row, sealed from parts order by audit, row")
        for _, parts in groupby(found, key=lambda each: each[0]):
            yield ((row, json.loads(self._open(sealed))) for _, row, sealed in parts)

    def count_audits(self) -> int:
        return int(self._file.execute("select count(*) from audits").fetchone()[0])

    def keep_problem(self, row: int, problem: Any) -> None:
        self.problem_count += 1
        values = (row, self.problem_count, self._json(problem))
        self._file.execute("insert into problems values (?, ?, ?)", values)

    def problems(self) -> Iterator[list[Any]]:
        """In the order of rows, some hundreds at a time."""
        found = self._file.execute("select sealed from problems order by row, place")
        while page := found.fetchmany(PAGE_OF_PROBLEMS):
            yield [json.loads(self._open(sealed)) for (sealed,) in page]

    def note_recorded(self, audits: Iterable[str]) -> None:
        """Audits, as `keep_part` names them, that are recorded already."""
        tags = ((self._tag(audit),) for audit in audits)
        self._file.executemany("insert or ignore into recorded values (?)", tags)

    def is_recorded(self, audit: str) -> bool:
        wanted = "select 1 from recorded where tag = ?"
        return self._file.execute(wanted, (self._tag(audit),)).fetchone() is not None

    def write(self, piece: bytes) -> None:
        """Append to what `pieces` gives back."""
        self._file.execute("insert into pieces (sealed) values (?)", (self._seal(piece),))

    def pieces(self) -> Iterator[bytes]:
        """What was written, in order; the file is gone when it has been read."""
        with self:
            found = self._file.execute("select sealed from pieces order by place")
            for (sealed,) in found:
                yield self._open(sealed)

    def _flush_strings(self) -> None:
        if self._strings:
            self._file.executemany("insert into strings values (?, ?)", self._strings)
            self._strings = []

    def _tag(self, audit: str) -> bytes:
        return hmac.digest(self._key, audit.encode(), "sha256")[:16]

    def _json(self, content: Any) -> bytes:
        return self._seal(json.dumps(content, separators=(",", ":")).encode())

    def _seal(self, plain: bytes) -> bytes:
        self._sealed += 1  # a nonce that this key never has twice
        nonce = self._sealed.to_bytes(12, "big")
        return nonce + self._cipher.encrypt(nonce, plain, None)

    def _open(self, sealed: bytes) -> bytes:
        return self._cipher.decrypt(sealed[:12], sealed[12:], None)
