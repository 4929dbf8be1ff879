"""The tagger's spans without the tagger: remembered for a while, or given by who ran it before."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from typing import Any

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page
from portal.privacy.identifiers.tagger_scores import Progress
from portal.privacy.identifiers.tagging import tagger

MOST_REMEMBERED = 256


class Given:
    """A detector that found before what it is asked for now; good for one text only."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = tuple(spans)

    def find(self, page: Page) -> Iterator[Span]:  # noqa: ARG002 - as every detector
        yield from self._spans


class Remembering:
    """The tagger, which reads a text once although several pages show it.

    Kept in this process alone: spans under a digest keyed with random bytes, never the text.
    """

    def __init__(self) -> None:
        self._key = token_bytes(32)
        self._lock = Lock()
        self._kept: OrderedDict[bytes, tuple[Span, ...]] = OrderedDict()

    def find(self, page: Page) -> Iterator[Span]:
        name = blake2b(page.text.encode(errors="surrogatepass"), key=self._key).digest()
        with self._lock:
            found = self._kept.get(name)
        if found is None:
            found = tuple(tagger().find(page))
            with self._lock:
                self._kept[name] = found
                while len(self._kept) > MOST_REMEMBERED:
                    self._kept.popitem(last=False)
        yield from found


REMEMBERING = Remembering()


def read(text: str, progress: Progress | None = None) -> tuple[Span, ...]:
    """What the tagger finds in a text, for `Given`; `progress` is told parts done and in all."""
    return tuple(tagger().find(Page(text), progress))


def written(spans: Sequence[Span]) -> list[list[Any]]:
    """As JSON: positions, kind, tier and score; a tagger's span says nothing else."""
    return [[s.start, s.end, str(s.kind), int(s.tier), round(s.score, 4)] for s in spans]


def given(raw: Sequence[Sequence[Any]]) -> Given:
    """Out of what `written` made."""
    return Given(
        [Span(a, b, Kind(kind), Tier(tier), "tagger", score) for a, b, kind, tier, score in raw]
    )
