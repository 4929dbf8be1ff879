"""The mails that wait as files in the outbox."""

from __future__ import annotations

import email
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

MOST = 50
_LINK = re.compile(r"(https?://\S+)")


@dataclass(frozen=True, slots=True)
class SentMail:
    """`parts` are pieces of the body: every second one is a link."""

    to: str
    subject: str
    parts: Sequence[str]


def sent_mails(outbox: Path) -> Sequence[SentMail]:
    """The newest first."""
    files = sorted(outbox.glob("*.eml"), reverse=True)[:MOST]
    return [_read(cast("EmailMessage", email.message_from_bytes(f.read_bytes(), policy=default))) for f in files]


def _read(message: EmailMessage) -> SentMail:
    parts = _LINK.split(str(message.get_content()))
    return SentMail(str(message["To"]), str(message["Subject"]), parts)
