"""The few computations across tenants, as a role of their own and in jobs only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from portal.core.keys import Keys
from portal.db.session import Database


class Steward:
    """Opens transactions as `portal_steward`, which may read what no person may."""

    def __init__(self, url: str, keys: Keys) -> None:
        """`url` names the steward role."""
        self._database = Database(url, keys)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit when the block ends, roll back when it raises."""
        with self._database.transaction(write=True) as session:
            yield session

    def close(self) -> None:
        """Give the connections back."""
        self._database.engine.dispose()
