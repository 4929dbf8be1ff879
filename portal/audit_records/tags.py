"""What lists of audits and actions filter and order by, named under the tenant's own key."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from portal.core.text import fold
from portal.db.encrypted import vault

FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2060, 12, 31)
"""Days beyond are tagged like these: which month a tag means is found by trying all."""

_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Tagger:
    """Each kind of word has tags of its own, which match no other kind's."""

    key: bytes

    def supplier(self, name: str) -> bytes:
        """The same for every way of writing a name in capitals, accents and punctuation."""
        return self._tag("supplier", fold(name))

    def scheme(self, code: str) -> bytes:
        return self._tag("scheme", code)

    def severity(self, code: str) -> bytes:
        return self._tag("severity", code)

    def state(self, code: str) -> bytes:
        return self._tag("state", code)

    def day(self, day: date | None) -> tuple[bytes, bytes]:
        """Tags of the year and of the day; the same two for everything without a day."""
        kept = _kept(day)
        return (
            self._tag("year", str(kept.year) if kept else ""),
            self._tag("day", kept.isoformat() if kept else ""),
        )

    def month(self, day: date | None) -> bytes:
        """The tag of the day's month; the same for everything without a day."""
        kept = _kept(day)
        return self._tag("month", kept.isoformat()[:7] if kept else "")

    def days(self, years: Iterable[bytes]) -> dict[bytes, date | None]:
        """The days of these years by their tags, and the absence of a day."""
        wanted = set(years)
        found: dict[bytes, date | None] = {self.day(None)[1]: None}
        for year in range(FIRST.year, LAST.year + 1):
            if self._tag("year", str(year)) in wanted:
                first = date(year, 1, 1)
                every = (first + timedelta(days=n) for n in range(366))
                found |= {self.day(each)[1]: each for each in every if each.year == year}
        return found

    def months(self) -> dict[bytes, date | None]:
        """The first day of every month by the month's tag, and nothing for what has no day."""
        years = range(FIRST.year, LAST.year + 1)
        every = (date(year, month, 1) for year in years for month in range(1, 13))
        return {self.month(None): None} | {self.month(each): each for each in every}

    def _tag(self, kind: str, word: str) -> bytes:
        return hmac.digest(self.key, f"{kind}/{word}".encode(), "sha256")[:_LENGTH]


def tagger(session: Session) -> Tagger:
    """The tags of the acting tenant."""
    return tagger_under(vault(session).tenant_key())


def tagger_under(tenant_key: bytes) -> Tagger:
    """The tags of the tenant whose key this is."""
    return Tagger(hmac.digest(tenant_key, b"audit tags", "sha256"))


def _kept(day: date | None) -> date | None:
    return day and min(max(day, FIRST), LAST)
