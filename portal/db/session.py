"""One request or job, one transaction, bound to the session token or ticket it runs under."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from portal.core.keys import Keys
from portal.db.encrypted import Vault

_BIND = text(
    "select set_config('transaction_read_only', :read_only, true),"
    " set_config('portal.session', :session, true),"
    " set_config('portal.ticket', :ticket, true)"
)


class BoundSession(Session):
    """A session that tells PostgreSQL who is asking before it asks anything."""


@event.listens_for(BoundSession, "after_begin")
def _bind(session: Session, _: SessionTransaction, connection: Connection) -> None:
    bound = {
        "read_only": "off" if session.info["write"] else "on",
        "session": session.info["token"] or "",
        "ticket": session.info["ticket"] or "",
    }
    connection.execute(_BIND, bound)


class Database:
    """The engine of one role, with the keys that its sessions may use."""

    def __init__(self, url: str, keys: Keys, **engine: Any) -> None:
        """Connect lazily; the URL names the role."""
        self.engine: Engine = create_engine(url, **({"pool_pre_ping": True} | engine))
        self._keys = keys
        self._sessions = sessionmaker(self.engine, class_=BoundSession, expire_on_commit=False)

    @contextmanager
    def transaction(
        self, token: str | None = None, *, write: bool, ticket: str | None = None
    ) -> Iterator[Session]:
        """Commit when the block ends, roll back when it raises: the only commit in the portal."""
        info: dict[str, Any] = {
            "token": token,
            "ticket": ticket,
            "write": write,
            "keys": self._keys,
        }
        with self._sessions(info=info) as session, session.begin():
            session.info["vault"] = Vault(session, self._keys.derive("workspace"))
            yield session


def set_local(session: Session, name: str, value: str) -> None:
    """Set a `portal.*` variable for the rest of this transaction."""
    session.execute(
        text("select set_config(:name, :value, true)"), {"name": f"portal.{name}", "value": value}
    )


def keys(session: Session) -> Keys:
    """The keys that this session's process was started with."""
    found = session.info["keys"]
    assert isinstance(found, Keys)
    return found
