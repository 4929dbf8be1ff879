"""The mails that wait as files in the outbox."""

from __future__ import annotations

import email
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

MOST = 50


@dataclass(frozen=True, slots=True)
class SentMail:
    to: str
    subject: str
    body: str


def sent_mails(outbox: Path) -> Sequence[SentMail]:
    """The newest first."""
    files = sorted(outbox.glob("*.eml"), reverse=True)[:MOST]
    return [_read(email.message_from_bytes(f.read_bytes(), policy=default)) for f in files]


def _read(message: EmailMessage) -> SentMail:
    return SentMail(str(message["To"]), str(message["Subject"]), str(message.get_content()))
