"""Sessions begin, end, and are changed by the person they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core.config import Settings
from portal.core.passwords import Hashing, decoy_salt, email_tag, enroll, raw
from portal.core.tokens import fresh, hashed
from portal.db.session import keys
from portal.models import Person, SignIn

_PARAMETERS = text("select salt, hashing from guard.sign_in_parameters(:tag)")
_BEGIN = text(
    "select guard.begin_session(:tag, :raw, :token_hash, make_interval(secs => :idle),"
    " make_interval(secs => :absolute))"
)
_CHANGE = text("select guard.change_password(:raw, :salt, :proof, :hashing)")


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    email: str
    password: str


@dataclass(frozen=True, slots=True, repr=False)
class NewPassword:
    old: str
    new: str


def prove(session: Session, credentials: Credentials, settings: Settings) -> str | None:
    """The token of a new session, or nothing: wrong, unknown and locked answer alike.

    An unknown account costs the same argon2id work as a known one, with a salt that is always the
    same for it; whether the proof is right is decided inside the database.
    """
    tag = email_tag(credentials.email, keys(session))
    token = fresh()
    person = session.execute(
        _BEGIN,
        {
            "tag": tag,
            "raw": _guess(session, tag, credentials.password, settings),
            "token_hash": hashed(token),
            "idle": settings.session_idle,
            "absolute": settings.session_absolute,
        },
    ).scalar()
    return None if person is None else token


def leave(session: Session) -> None:
    """End the session that this transaction is bound to; without one, nothing happens."""
    session.execute(text("select guard.end_session()"))


def end_session(session: Session, actor: Actor, sign_in: SignIn) -> None:
    """End one of one's own sessions, on whatever device it is."""
    require(actor, Action.ACCOUNT_CHANGE, sign_in)
    # Recorded first: after the end of one's own session nothing can be written under it.
    record_personal(session, actor, Kind.SESSION_ENDED, sign_in.id)
    session.execute(delete(SignIn).where(SignIn.id == sign_in.id))


def choose_theme(session: Session, actor: Actor, sign_in: SignIn, theme: str) -> None:
    """Light, dark, or as the device has it (empty)."""
    require(actor, Action.ACCOUNT_CHANGE, sign_in)
    session.execute(update(Person).where(Person.id == actor.person_id).values(theme=theme))
    record_personal(session, actor, Kind.ACCOUNT_CHANGED, actor.person_id, theme=theme)


def change_name(session: Session, actor: Actor, sign_in: SignIn, name: str) -> None:
    """What colleagues, and groups in which one is appointed, call the person."""
    require(actor, Action.ACCOUNT_CHANGE, sign_in)
    session.execute(update(Person).where(Person.id == actor.person_id).values(name=name))
    record_personal(session, actor, Kind.ACCOUNT_CHANGED, actor.person_id, name=True)


def change_password(
    session: Session, actor: Actor, sign_in: SignIn, new: NewPassword, settings: Settings
) -> bool:
    """False if the old one is wrong or was tried too often; ends the person's other sessions."""
    require(actor, Action.ACCOUNT_CHANGE, sign_in)
    email = session.scalars(select(Person.email).where(Person.id == actor.person_id)).one()
    guess = _guess(session, email_tag(email, keys(session)), new.old, settings)
    secret = enroll(new.new, keys(session), _cost(settings))
    values = {"salt": secret.salt, "proof": secret.proof, "hashing": secret.hashing}
    if not session.execute(_CHANGE, {"raw": guess, **values}).scalar_one():
        return False
    record_personal(session, actor, Kind.ACCOUNT_CHANGED, actor.person_id, password=True)
    return True


def _guess(session: Session, tag: bytes, password: str, settings: Settings) -> bytes:
    """The argon2id output of a typed password, under the account's salt or a decoy's."""
    found = session.execute(_PARAMETERS, {"tag": tag}).one_or_none()
    salt, hashing = decoy_salt(tag, keys(session)), _cost(settings)
    if found is not None:
        salt, hashing = bytes(found.salt), Hashing.parse(found.hashing)
    return raw(password, salt, keys(session), hashing)


def _cost(settings: Settings) -> Hashing:
    return Hashing(settings.argon2_memory_kib, settings.argon2_time)
