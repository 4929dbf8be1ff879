"""What the sequence model is told of each word: looks, lists and everyday words, never a name."""

from collections import Counter
from collections.abc import Iterator, Sequence

from portal.privacy.identifiers.tagger_words import NAME, Case, Known, Word

# Ends of names, places and everyday words; none is a name by itself.
ENDS = (
    "ovic", "oglu", "ski", "ska", "ova", "eva", "ov", "ev", "yan", "ian", "idis", "poulos", "sen",
    "sson", "dottir", "berg", "burg", "stadt", "ville", "shire", "pur", "abad", "nagar", "stan",
    "kent", "grad", "polis", "tex", "tech", "wear", "ing", "tion", "sion", "ment", "ness", "ity",
    "ism", "ist", "ish", "ese", "ful", "less", "able", "ally", "ous", "ly", "ed",
)  # fmt: skip
WINDOW = 3


def _end(folded: str) -> str:
    if len(folded) > 5:
        for end in ENDS:
            if folded.endswith(end):
                return end
    return ""


def _digits(text: str) -> str:
    if len(text) == 4 and text[:2] in {"19", "20"}:
        return "year"
    if len(text) <= 2 and 1 <= int(text) <= 31:
        return "day"
    return str(min(len(text), 9))


def spelled(word: Word) -> str:
    """An everyday word itself; "" for all that could be part of a name."""
    if word.case is Case.SIGN:
        return "line" if word.text[0] == "\n" else word.text if word.text.isascii() else "sign"
    if word.known & Known.EVERYDAY and not word.known & (NAME | Known.PLACE):
        return word.folded
    return ""


def _own(word: Word) -> list[str]:
    told = [f"case={word.case.name}", f"lists={int(word.known)}", f"look={word.look}"]
    if spelling := spelled(word):
        told.append(f"w={spelling}")
    if word.case is Case.DIGITS:
        told.append(f"digits={_digits(word.text)}")
    elif word.case is not Case.SIGN:
        told.append(f"length={min(len(word.text), 12)}")
        if end := _end(word.folded):
            told.append(f"end={end}")
    return told


def _line_style(line: Sequence[Word]) -> str:
    letters = [word.case for word in line if word.case not in {Case.SIGN, Case.DIGITS}]
    capitals = sum(case in {Case.UPPER, Case.INITIAL} for case in letters)
    if capitals and capitals >= 0.7 * len(letters):
        return "shouted"
    return "small" if all(case is Case.LOWER for case in letters) else "mixed"


def _lines(words: Sequence[Word]) -> Iterator[range]:
    first = 0
    for index, word in enumerate(words):
        if word.text[0] == "\n":
            yield range(first, index)
            first = index + 1
    yield range(first, len(words))


def _around(words: Sequence[Word]) -> list[list[str]]:
    """What the text says of each word: its line, its repeats, its other spelling."""
    counts = Counter(word.folded for word in words)
    small = {word.folded for word in words if word.case is Case.LOWER}
    told: list[list[str]] = [[] for _ in words]
    for line in _lines(words):
        if line:
            style = _line_style(words[line.start : line.stop])
            for at in line:
                told[at].append(f"line={style}")
            told[line[0]].append("starts")
            told[line[-1]].append("ends")
    for index, word in enumerate(words):
        if word.case in {Case.SIGN, Case.DIGITS}:
            continue
        if word.case is not Case.LOWER and word.folded in small:
            told[index].append("small-elsewhere")
        if counts[word.folded] > 1:
            told[index].append("repeated")
        if index and words[index - 1].text in ".!?:":
            told[index].append("after-stop")
    return told


def features(words: Sequence[Word]) -> list[list[str]]:
    """One list of feature strings a word."""
    own = [_own(word) for word in words]
    around = _around(words)
    found = []
    for index, word in enumerate(words):
        told = ["b", *own[index], *around[index]]
        for step in range(-WINDOW, WINDOW + 1):
            at = index + step
            if step == 0:
                continue
            if not 0 <= at < len(words):
                told.append(f"{step}:none")
                continue
            near = own[at] if abs(step) < WINDOW else own[at][2:4]
            told += [f"{step}:{feature}" for feature in near]
        for step in (-1, 1):
            if 0 <= index + step < len(words):
                other = words[index + step]
                told.append(f"{step}:pair={word.look},{other.look}")
                told.append(f"{step}:reads={word.look},{spelled(other)}")
        found.append(told)
    return found
