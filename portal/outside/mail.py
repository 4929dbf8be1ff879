"""Send a message through SMTP, or leave it as a file in the outbox where no server is named."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from portal.core.clock import now
from portal.core.config import Settings


@dataclass(frozen=True, slots=True)
class Letter:
    """Plain text to one address."""

    to: str
    subject: str
    body: str


def send(settings: Settings, letter: Letter) -> None:
    """`OSError` or `smtplib.SMTPException` if the server does not take it: the job retries."""
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    message["To"] = letter.to
    message["Subject"] = letter.subject
    # Minutes, not seconds, and an id that says nothing of host, process or time (side channel S6).
    message["Date"] = format_datetime(now().replace(second=0, microsecond=0))
    message["Message-ID"] = make_msgid(idstring=uuid4().hex, domain="common-ground.example")
    message.set_content(letter.body)
    if settings.mail_url is None:
        _leave(settings.outbox, message)
    else:
        _deliver(settings.mail_url, message)


def _deliver(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    connect = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with connect(parts.hostname or "localhost", parts.port or 25, timeout=20) as server:
        if parts.scheme == "smtp+starttls":
            server.starttls()
        if parts.username:
            server.login(parts.username, parts.password or "")
        server.send_message(message)


def _leave(outbox: Path, message: EmailMessage) -> None:
    outbox.mkdir(parents=True, exist_ok=True)
    number = sum(1 for _ in outbox.glob("*.eml")) + 1
    (outbox / f"{number:06}-{uuid4().hex[:8]}.eml").write_bytes(bytes(message))
