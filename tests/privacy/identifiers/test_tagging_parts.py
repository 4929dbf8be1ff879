"""Parts of the taggers that need no weights: words, lists, windows, and what the models may hold."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pycrfsuite
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.identifiers.crf_features import ENDS, features
from portal.privacy.identifiers.tagger_files import weights
from portal.privacy.identifiers.tagger_windows import LONGEST, Piece, windows
from portal.privacy.identifiers.tagger_words import (
    LOOKS,
    Case,
    Known,
    WordList,
    case_of,
    fold_word,
    parts,
)

DATA = Path(__file__).parents[3] / "training" / "data"
NAMED = {"PERSON", "ORG", "LOC", "ORGANIZATION", "GPE", "LOCATION", "STREET_ADDRESS", "ADDRESS"}
LETTERS = re.compile(r"[^\W\d_]{3,}")
# Everything the sequence model may be told: only a word after "w=" or "reads=" is one of a text.
TOLD = re.compile(
    r"b|(?:-?[1-3]:)?(?:case=[A-Z]+|lists=\d+|look=\d+|length=\d+|digits=(?:year|day|\d)"
    rf"|end=(?:{'|'.join(ENDS)})|none|w=(?P<word>\S+))|line=\w+|starts|ends|small-elsewhere|repeated"
    r"|after-stop|-?1:(?:pair=\d+,\d+|reads=\d+,(?P<near>\S*))"
)
NOBODY = WordList(b"")


def word_list() -> WordList:
    return WordList(weights("words.bin"))


@given(st.text())
def test_words_are_in_order_and_cover_all_but_spaces(text: str) -> None:
    words = NOBODY.words(text)
    kept = "".join(word.text for word in words)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))
    assert all(0 <= word.look < LOOKS for word in words)


def test_the_way_of_writing_is_told_from_signs_to_codes() -> None:
    written = {"dhaka": Case.LOWER, "Dhaka": Case.TITLE, "BSCI": Case.UPPER, "A": Case.INITIAL}
    written |= {"McDonald": Case.MIXED, "2024": Case.DIGITS, "MSKU7": Case.CODE, "§": Case.SIGN}
    assert {text: case_of(text) for text in written} == written


@given(st.dictionaries(st.from_regex(r"[a-z]{2,12}", fullmatch=True), st.sampled_from(Known)))
def test_a_word_list_answers_what_was_put_in(flags: dict[str, Known]) -> None:
    listed = WordList(WordList.content(flags))
    assert all(flag in listed.known(word) for word, flag in flags.items())


def test_no_word_can_be_read_in_the_word_list() -> None:
    content = weights("words.bin").lower()
    listed = {"aaliyah": Known.GIVEN_NAME, "adriaenssens": Known.SURNAME, "kathmandu": Known.PLACE}
    for word, flag in listed.items():
        assert flag in word_list().known(word)
        assert word.encode() not in content


@given(st.lists(st.integers(1, 24), max_size=400))
def test_each_word_is_judged_in_exactly_one_window(sizes: list[int]) -> None:
    pieces = [[Piece(7, 0, index)] * size for index, size in enumerate(sizes)]
    judged: list[int] = []
    for window in windows(pieces):
        assert len(window.pieces) <= LONGEST
        inside = {piece.word for piece in window.pieces}
        judged += range(window.first, window.last)
        assert set(range(window.first, window.last)) <= inside
    assert judged == list(range(len(sizes)))


@given(st.lists(st.sampled_from(["word", ".", "\n", "Name"]), max_size=200), st.integers(2, 50))
def test_parts_put_together_are_the_words(tokens: list[str], size: int) -> None:
    words = NOBODY.words(" ".join(tokens))
    together = list(parts(words, size))
    assert [word for part in together for word in part] == words
    assert all(0 < len(part) <= size for part in together)


def test_the_sequence_model_is_told_no_word_that_may_be_a_name() -> None:
    words = word_list().words("Workers met Rahima Begum of Everbright in Gazipur, Rose Hope too.")
    told = {feature for one in features(words) for feature in one}
    spelled = {feature.rpartition("w=")[2] for feature in told if "w=" in feature}
    assert {"workers", "of", "in", ","} <= spelled
    assert not spelled & {"rahima", "begum", "everbright", "gazipur", "rose"}


def training_names() -> set[str]:
    """Capitalized words of marked people, organizations and places that are no everyday words."""
    everyday = word_list()
    names = set()
    for name in ("tab_train.jsonl", "short_texts_train.jsonl"):
        for line in (DATA / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            for mention in row["mentions"]:
                if mention["type"] in NAMED:
                    for word in LETTERS.findall(row["text"][mention["start"] : mention["end"]]):
                        folded = fold_word(word)
                        if word[0].isupper() and not everyday.known(folded) & Known.EVERYDAY:
                            names.add(folded)
    return names


def test_no_training_name_can_be_read_in_the_sequence_model() -> None:
    content = weights("sequence.crfsuite")
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(content)
    names = training_names()
    assert len(names) > 1500
    spelled = set()
    for attribute in tagger.info().attributes:
        told = TOLD.fullmatch(attribute)
        assert told, attribute
        spelled |= {told["word"], told["near"]} - {None}
    assert {"court", "workers", "applicant"} <= spelled
    assert not spelled & names
    long_names = {name for name in names if len(name) > 6}
    readable = content.decode("latin-1").lower()
    words = set(re.findall(r"[a-z]{7,}", readable))
    assert not words & long_names
