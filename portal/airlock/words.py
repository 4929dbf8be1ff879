"""The words that only the acting organization knows, made ready for the detectors."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.airlock.fields import Fields
from portal.db.encrypted import vault
from portal.models import Supplier
from portal.privacy.identifiers.hits import Kind
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.words import Word

_NAMES = text(
    "select 'person' as kind, name from people where organization_id = :mine"
    " union select 'organization', name from families"
    " union select 'suppliers', coalesce(md5(string_agg(id::text || version, ',' order by id)), '')"
    " from suppliers"
)
KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class OwnSupplier:
    """One row of the tenant's private registry, as a choice in a form."""

    id: UUID
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    lexicon: Lexicon
    organization: Word
    suppliers: tuple[OwnSupplier, ...]

    def facing(self, typed: Fields) -> Lexicon:
        """What must not stand in this text: what the organization signs may say its own name."""
        return self.lexicon.sparing(self.organization) if typed.named else self.lexicon


class _Recent:
    """The last few organizations' words: suppliers are not opened for every request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[object, ...], OwnWords] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> OwnWords | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[object, ...], words: OwnWords) -> None:
        with self._lock:
            self._kept[key] = words
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


_recent: Final = _Recent()


def own_words(session: Session, actor: Actor) -> OwnWords:
    """Names of the organization, family, people, suppliers and sites; one query if known."""
    rows = session.execute(_NAMES, {"mine": actor.organization_id}).all()
    names = tuple(sorted((row.kind, row.name) for row in rows))
    key = (actor.organization_id, actor.organization_name, names)
    found = _recent.get(key)
    if found is None:
        found = _read(session, actor, names)
        _recent.put(key, found)
    return found


def _read(session: Session, actor: Actor, names: tuple[tuple[str, str], ...]) -> OwnWords:
    kinds = {"person": Kind.PERSON, "organization": Kind.ORGANIZATION}
    own = Word(actor.organization_name, Kind.ORGANIZATION)
    words = [own]
    words += [Word(name, kinds[kind]) for kind, name in names if kind in kinds]
    suppliers = []
    for row in session.execute(select(Supplier.id, Supplier.sealed)):
        content = vault(session).open(row.sealed, f"suppliers/{row.id}")
        name, address = content.get("name") or "", content.get("address") or ""
        words += [Word(name, Kind.SUPPLIER)] if name else []
        words += [Word(address, Kind.SITE)] if address else []
        suppliers.append(OwnSupplier(row.id, name, content.get("country") or ""))
    suppliers.sort(key=lambda each: (each.name.casefold(), str(each.id)))
    return OwnWords(Lexicon(words), own, tuple(suppliers))
