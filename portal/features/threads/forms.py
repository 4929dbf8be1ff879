"""What may be typed into a discussion, and what is found in it before others read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil
from typing import Final
from uuid import UUID

from flask import request
from flask_babel import gettext, lazy_gettext, ngettext
from markupsafe import Markup
from typing_extensions import override
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.airlock.checking import telling
from portal.features.threads.queries import Edge
from portal.features.threads.service import Said
from portal.models import Voice
from portal.privacy.antitrust import WHY, sensitive
from portal.privacy.identifiers.lexicon import Lexicon
from portal.web.forms import PortalForm, refuse_telling
from portal.web.markdown import html

LONGEST: Final = 10_000
LONGEST_TOPIC: Final = 120
DAY: Final = 24 * 60 * 60


class WordsForm(PortalForm):
    """The words of a post. Whatever is wrong with them, they stay in the form."""

    body = TextAreaField(
        lazy_gettext("Your post"),
        [
            InputRequired(lazy_gettext("Write something.")),
            Length(max=LONGEST, message=lazy_gettext("Shorten the post to 10,000 characters.")),
        ],
        description=lazy_gettext(
            "Markdown works: **bold**, *italic*, lists, > quotes, [links](https://…). Pictures and"
            " HTML are left out."
        ),
        render_kw={"rows": 10},
    )

    @property
    def text(self) -> str:
        """All that others will read."""
        return self.body.data or ""

    def screen(self) -> bool:
        """Hold what competitors should not tell each other; False, with the reason, if there is."""
        found = sensitive(self.text)
        for topic in dict.fromkeys(each.topic for each in found):
            said = ", ".join(f"“{each.said}”" for each in found if each.topic is topic)
            held = gettext(
                "Held back by the antitrust screen: %(said)s. %(why)s Competitors do not tell each"
                " other such things, and each decides alone. Say it in other words.",
                said=said,
                why=gettext(WHY[topic]),
            )
            self.body.errors = [*self.body.errors, held]
        return not found

    def is_sendable(self, voice: Voice | None, quoted: str, own: Callable[[], Lexicon]) -> bool:
        """Is it to be sent, and is there nothing in it that must not be?"""
        if not self.is_submitted() or self.previews or not self.validate():
            return False
        ready = self.screen()
        if (voice or Voice(self["voice"].data)).hidden:
            ready = self.tell(quoted, own()) and ready
        return ready

    @property
    def previews(self) -> bool:
        """Is it shown once more before it is sent?"""
        return request.form.get("step") == "preview"

    @property
    def preview(self) -> Markup | None:
        return html(self.body.data or "") if self.previews else None

    @property
    def status(self) -> int:
        """What a page that shows the form again answers."""
        if not self.is_submitted() or self.previews:
            return 200
        return 409 if self.form_errors else 422

    def tell(self, quoted: str, lexicon: Lexicon) -> bool:
        """Refuse what could identify someone, but for what others have read already."""
        return refuse_telling(self.body, telling(self._own_words(quoted), lexicon))

    def _own_words(self, quoted: str) -> str:
        """The text without the lines that others have read already.

        Marks of emphasis are no words: they would hide a name, or make one of a plain word.
        """
        known = {line.strip() for line in quoted.splitlines()}
        lines = (self.body.data or "").splitlines()
        return "\n".join(line.replace("*", "") for line in lines if line.strip() not in known)


class PostForm(WordsForm):
    """A reply. Nothing is chosen beforehand: a name is never given by mistake."""

    voice = RadioField(
        lazy_gettext("How you speak"),
        [InputRequired(lazy_gettext("Choose how you speak."))],
        validate_choice=True,
    )
    quoted = HiddenField()

    def offer(self, voices: Iterable[Voice], organization: str) -> None:
        """The voices that this person has here; a single one is chosen."""
        self.voice.choices = [
            SelectChoice(each.value, label(each, organization)) for each in voices
        ]
        if len(self.voice.choices) == 1 and not self.is_submitted():
            self.voice.data = self.voice.choices[0].value

    @property
    def quoted_id(self) -> UUID | None:
        """The post that the reply quotes, as the form says."""
        return read_id(self.quoted.data)

    def said(self, delay: tuple[int, int], quoted_id: UUID | None) -> Said:
        return Said(self.body.data or "", Voice(self.voice.data), delay, quoted_id)


class TopicForm(PostForm):
    topic = StringField(
        lazy_gettext("Topic"),
        [
            InputRequired(lazy_gettext("Name the topic.")),
            Length(max=LONGEST_TOPIC, message=lazy_gettext("Shorten the topic to 120 characters.")),
        ],
        description=lazy_gettext("One line that says what it is about. Everybody reads it first."),
    )

    @property
    @override
    def text(self) -> str:
        return f"{self.topic.data or ''}\n{self.body.data or ''}"

    @override
    def tell(self, quoted: str, lexicon: Lexicon) -> bool:
        telling_topic = not refuse_telling(self.topic, telling(self.topic.data or "", lexicon))
        return super().tell(quoted, lexicon) and not telling_topic


def label(voice: Voice, organization: str) -> str:
    """How a way of speaking is offered."""
    return {
        Voice.NAMED: gettext("As %(organization)s", organization=organization),
        Voice.HANDLE: gettext("Under a handle"),
        Voice.AUTHOR: gettext("As the author of this item"),
        Voice.COORDINATION: gettext("As coordination"),
    }[voice]


def hints(delay: tuple[int, int], number: int | None) -> dict[str, str]:
    """What others see of each way, and when; `number` is of the handle one has here already."""
    waits = when(delay)
    called = (
        gettext("You are Member %(number)s here.", number=number)
        if number
        else gettext("You get a number that means nothing in any other thread.")
    )
    return {
        Voice.NAMED: gettext("Everybody in the group sees your organization's name, at once."),
        Voice.HANDLE: f"{called} {waits}",
        Voice.AUTHOR: gettext("Only you are offered this. Readers see “Author”, no name.")
        + f" {waits}",
        Voice.COORDINATION: gettext("Everybody in the group sees “Coordination”, at once."),
    }


def when(delay: tuple[int, int]) -> str:
    """When a hidden voice is heard."""
    days = ceil(delay[1] / DAY)
    if not days:
        return gettext("It appears at once.")
    return ngettext(
        "Appears within a day; only you see it until then.",
        "Appears within %(num)s days; only you see it until then.",
        days,
    )


def lost() -> str:
    """Why nothing could be said, above what was typed."""
    return gettext("This thread is locked, or was moved meanwhile. What you typed is kept here.")


def read_id(given: str | None) -> UUID | None:
    """An id of an address or a form; what is none is left out."""
    try:
        return UUID(given or "")
    except ValueError:
        return None


def read_edge(given: MultiDict[str, str]) -> Edge | None:
    """Where the page of an address begins."""
    for side in ("at", "after", "before"):
        if (post_id := read_id(given.get(side))) is not None:
            return Edge(post_id, side)
    return None
