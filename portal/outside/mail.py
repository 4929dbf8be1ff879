"""Send a message through SMTP, or leave it as a file in the outbox where no server is named."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from portal.core.clock import now
from portal.core.config import Settings

# An address in a header (RFC 2369) is never broken or encoded, however long it is.
_POLICY: Final = SMTP.clone(max_line_length=900)
_REFUSED_FOR_GOOD: Final = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """Plain text to one address, with whatever headers it bears beside the usual ones."""

    to: str
    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


class NoSuchMailbox(Exception):
    """The server says that it will never take mail to this address."""


def send(settings: Settings, letter: Letter) -> None:
    """Raises `NoSuchMailbox`, or `OSError` (SMTP's errors are such) where trying again may help."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = settings.mail_from
    message["To"] = letter.to
    message["Subject"] = letter.subject
    # Minutes, not seconds, and an id that says nothing of host, process or time (side channel S6).
    message["Date"] = format_datetime(now().replace(second=0, microsecond=0))
    message["Message-ID"] = f"<{uuid4().hex}@common-ground.example>"
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.body)
    if settings.mail_url is None:
        _leave(settings.outbox, message)
        return
    try:
        _deliver(settings.mail_url, message)
    except smtplib.SMTPRecipientsRefused as refused:
        if all(code >= _REFUSED_FOR_GOOD for code, _ in refused.recipients.values()):
            raise NoSuchMailbox from refused
        raise


def _deliver(url: str, message: EmailMessage) -> None:
    """Under TLS the server's certificate is checked; what cannot be secured is not sent."""
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or 25
    secure = ssl.create_default_context()
    with _connected(parts.scheme, host, port, secure) as server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=secure)
        if parts.username:
            server.login(parts.username, parts.password or "")
        server.send_message(message)


def _connected(scheme: str, host: str, port: int, secure: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=20, context=secure)
    return smtplib.SMTP(host, port, timeout=20)


def _leave(outbox: Path, message: EmailMessage) -> None:
    outbox.mkdir(parents=True, exist_ok=True)
    number = sum(1 for _ in outbox.glob("*.eml")) + 1
    (outbox / f"{number:06}-{uuid4().hex[:8]}.eml").write_bytes(bytes(message))
