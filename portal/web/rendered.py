"""Pieces of pages that never change, rendered once and kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

from flask import current_app
from markupsafe import Markup

Key = tuple[Hashable, ...]


class Fragments:
    """The most recently used pieces, at most `size`; a key names all that its piece depends on."""

    def __init__(self, size: int) -> None:
        """`size` is a number of pieces."""
        self._size = size
        self._kept: OrderedDict[Key, Markup] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Markup | None:
        """The piece, if it is still kept."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def forget(self, key: Key) -> None:
        """What was withdrawn is gone from memory too, as soon as this process learns of it."""
        with self._lock:
            self._kept.pop(key, None)

    def render(self, key: Key, template: str, /, **values: Any) -> Markup:
        """Render the piece and keep it.

        The template gets the values and the application's globals but nothing of the request's: a
        piece that is shared by all readers cannot hold anything about the one who came first.
        """
        environment = current_app.jinja_env
        piece = Markup(environment.get_template(template).render(**values))  # noqa: S704  # escaped by the template
        with self._lock:
            self._kept[key] = piece
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return piece
