"""Windows of word pieces as the network reads them, overlapping so that each word has context."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from portal.privacy.identifiers.tagger_words import Word

LONGEST = 254
OVERLAP = 48
FIRST, LAST, LINE_END = 101, 102, 1
MOST_PIECES_OF_A_WORD = 24


@dataclass(frozen=True, slots=True)
class Piece:
    id: int
    look: int
    word: int


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of a stretch of words; only words from `first` up to `last` are judged here."""

    pieces: Sequence[Piece]
    first: int
    last: int


def pieces_of(words: Sequence[Word], tokenizer: Tokenizer) -> list[list[Piece]]:
    """The pieces of each word: of its Latin spelling, so that other scripts are read as well."""
    written = [word.folded or word.text for word in words]
    distinct = list(dict.fromkeys(written))
    encoded = tokenizer.encode_batch(distinct, add_special_tokens=False)
    ids = {
        text: [LINE_END] if text[0] == "\n" else one.ids[:MOST_PIECES_OF_A_WORD]
        for text, one in zip(distinct, encoded, strict=True)
    }
    return [
        [Piece(id_, word.look, index) for id_ in ids[text]]
        for index, (word, text) in enumerate(zip(words, written, strict=True))
    ]


def windows(of_words: Sequence[Sequence[Piece]]) -> list[Window]:
    found: list[Window] = []
    begin = 0
    while begin < len(of_words):
        pieces: list[Piece] = []
        end = begin
        while end < len(of_words) and len(pieces) + len(of_words[end]) <= LONGEST:
            pieces += of_words[end]
            end += 1
        first = found[-1].last if found else 0
        if end == len(of_words):
            found.append(Window(pieces, first, end))
            break
        back, shared = end, 0
        while back > begin + 1 and shared + len(of_words[back - 1]) <= OVERLAP:
            back -= 1
            shared += len(of_words[back])
        found.append(Window(pieces, first, (back + end) // 2))
        begin = back
    return found
