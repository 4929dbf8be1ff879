"""Made texts: reports, messages, forms, tables and mails of forced-labor findings, all invented."""

import random
import re

from training.augment import mistyped, other_case
from training.lists.reading import listed, wordings
from training.slots import World
from training.texts import Mention, Text, on_page

SLOT = re.compile(r"\[([a-z]+(?:\.\w+)?)\]")
CHOICE = re.compile(r"<([^<>\[\]]*\|[^<>\[\]]*)>")
SHORT_SLOT = re.compile(r"\{\{(\w+)\}\}")


OPENINGS = wordings("openings")
SENTENCES = wordings("sentences")
PLAIN = wordings("plain")
MESSAGES = wordings("messages")
FORMS = wordings("forms")
ROWS = wordings("rows")
MAILS = wordings("mails")
OFFICE = wordings("office")
# Where a short text of the benchmark names a slot, this is what may stand in it.
SHORT_SLOTS: dict[str, str] = listed("short_slots")


class Writer:
    """Builds one text, piece by piece, and remembers where its mentions are."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.world = World(rng)
        self.parts: list[str] = []
        self.mentions: list[Mention] = []
        self.length = 0

    def plain(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def line(self, template: str) -> None:
        template = CHOICE.sub(lambda found: self.rng.choice(found.group(1).split("|")), template)
        template = template.replace(".N]", f".{self.rng.randint(10, 40)}]")
        done = 0
        for found in SLOT.finditer(template):
            self.plain(template[done : found.start()])
            self.slot(found.group(1))
            done = found.end()
        self.plain(template[done:])

    def slot(self, slot: str) -> None:
        words, type_ = self.world.fill(slot)
        if type_:
            self.mentions.append(Mention(self.length, self.length + len(words), type_))
        self.plain(words)

    def text(self, name: str) -> Text:
        return on_page(name, "".join(self.parts), self.mentions)


def report(rng: random.Random, sentences: int) -> Text:
    writer = Writer(rng)
    wordings = [rng.choice(OPENINGS)] if rng.random() < 0.7 else []
    while len(wordings) < sentences:
        wordings.append(rng.choice(SENTENCES if rng.random() < 0.68 else PLAIN))
    rest = rng.choice((" ", " ", " ", "\n", "\n\n", "\n- ", "  "))
    for index, wording in enumerate(wordings):
        if index:
            writer.plain("\n\n" if rest == " " and rng.random() < 0.12 else rest)
        writer.line(wording)
    return writer.text("report")


def message(rng: random.Random) -> Text:
    writer = Writer(rng)
    stamped = rng.random() < 0.2
    for index in range(rng.randint(1, 4)):
        if index:
            writer.plain(rng.choice((" ", "\n", ". ")))
        if stamped:
            writer.line(rng.choice(("[[date], [time]] ", "[time] - ")))
            writer.line("[anygiven]: " if rng.random() < 0.5 else "[anyperson]: ")
        writer.line(rng.choice(MESSAGES))
    return writer.text("message")


def form(rng: random.Random) -> Text:
    writer = Writer(rng)
    colon = rng.choice((": ", ":", " - ", ":\t", "\t", " | ", ":   "))
    for index, wording in enumerate(rng.sample(FORMS, rng.randint(3, 9))):
        if index:
            writer.plain(rng.choice(("\n", "\n", "; ")))
        writer.line(wording.replace(": ", colon, 1))
    if rng.random() < 0.3:
        writer.plain("\n\n")
        writer.line(rng.choice(SENTENCES))
    return writer.text("form")


def table(rng: random.Random) -> Text:
    writer = Writer(rng)
    if rng.random() < 0.5:
        writer.line(rng.choice(OPENINGS) + "\n")
    for row in rng.sample(ROWS, rng.randint(1, 2)):
        for _ in range(rng.randint(2, 6)):
            writer.line(row + "\n")
    return writer.text("table")


def mail(rng: random.Random) -> Text:
    writer = Writer(rng)
    heads = [line for line in MAILS if ":" in line or line.startswith("[address]")]
    for line in rng.sample(heads[:8], rng.randint(1, 4)):
        writer.line(line + "\n")
    writer.line("\n" + rng.choice(MAILS[8:13]) + "\n\n")
    writer.line(" ".join(rng.choice(SENTENCES) for _ in range(rng.randint(1, 4))))
    writer.line("\n\n" + rng.choice(MAILS[13:15]) + "\n")
    for line in rng.sample(MAILS[15:], rng.randint(1, 4)):
        writer.line(line + "\n")
    return writer.text("mail")


def office(rng: random.Random) -> Text:
    writer = Writer(rng)
    for index in range(rng.choice((1, 1, 1, 2, 3))):
        if index:
            writer.plain(rng.choice((" ", "\n")))
        writer.line(rng.choice(OFFICE))
    return writer.text("office")


def refilled(text: Text, rng: random.Random) -> Text:
    """A short text's template with other words in its slots; as it was where a slot is unknown."""
    names = SHORT_SLOT.findall(text.template)
    if not names or any(name not in SHORT_SLOTS for name in names):
        return text
    writer = Writer(rng)
    done = 0
    for found in SHORT_SLOT.finditer(text.template):
        writer.plain(text.template[done : found.start()])
        writer.slot(rng.choice(SHORT_SLOTS[found.group(1)].split()))
        done = found.end()
    writer.plain(text.template[done:])
    return writer.text(text.id)


def made_texts(rng: random.Random, count: int) -> list[Text]:
    texts = []
    for _ in range(count):
        kind = rng.random()
        if kind < 0.30:
            text = report(rng, 1)
        elif kind < 0.58:
            text = report(rng, rng.randint(2, 9))
        elif kind < 0.68:
            text = message(rng)
        elif kind < 0.76:
            text = form(rng)
        elif kind < 0.83:
            text = table(rng)
        elif kind < 0.88:
            text = mail(rng)
        else:
            text = office(rng)
        if rng.random() < 0.16:
            text = other_case(text, rng)
        if rng.random() < 0.15:
            text = mistyped(text, rng, 0.02)
        texts.append(text)
    return texts
