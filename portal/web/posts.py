"""A post of a discussion as everybody sees it: rendered once for all who have the same rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask_babel import get_locale
from markupsafe import Markup

from portal.web import markdown
from portal.web.rendered import Fragments

_fragments: Final = Fragments(2048)


@dataclass(frozen=True, slots=True)
class Rights:
    """What may be done with the posts of a thread."""

    reply: bool
    report: bool
    moderate: bool


def post(
    row: Any, numbers: Mapping[UUID, int], rights: Rights, here: str, reply_href: str
) -> Markup:
    """The post in its present state; `here` is the page of its discussion.

    The key holds all that the piece depends on, whose words they are not: nobody knows that here.
    """
    number, quoted = numbers.get(row.id), numbers.get(row.quoted_id)
    state = (row.edition, row.edited, row.hidden, row.reason, row.deleted, row.byline)
    seen = (row.quoted_id, row.quoted_byline, number, quoted, rights, str(get_locale()))
    key = (row.id, *state, *seen)
    return _fragments.get(key) or _fragments.render(
        key,
        "threads/_post.html",
        row=row,
        words=markdown.html(row.body) if row.body else "",
        number=number,
        quoted_number=quoted,
        rights=rights,
        here=here,
        reply_href=reply_href,
    )
