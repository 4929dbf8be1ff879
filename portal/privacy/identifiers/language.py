"""Whether a text is written in English: the tagger reads nothing else, and says so of no other."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from portal.privacy.identifiers.vocabulary import is_everyday

# Vowel signs of Indic scripts are no word characters of their own.
WORD = re.compile(r"(?:[^\W\d_][\u0900-\u0dff]*)+(?:'[^\W\d_]+)?")
PART = re.compile(r"[^.!?;\n]+[.!?;\n]*\s*")
# Fewer words of prose than this are a phrase that an English text may quote.
ENOUGH_WORDS = 8
# Scripts without spaces, and without English: a character says about a third of a word.
CHARACTERS_A_WORD = 3
ENGLISH_SHARE = 0.55
SURE = 0.6
MOST = 0.5
SCRIPTS = {
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "THAI": "th",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "CJK": "zh",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "SINHALA": "si",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
}


@dataclass(frozen=True, slots=True)
class Foreign:
    """The language (ISO 639-1) of what is not English, and whether that is most of the text."""

    language: str
    mostly: bool


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def foreign(text: str) -> Foreign | None:
    """The other language of the text or of a long part of it, None for English.

    Names, capitals and figures are no evidence: a list of names is in no language. A quoted
    phrase of fewer than eight words is none either.
    """
    words_in_all = 0
    words_of: Counter[str] = Counter()
    for part in _parts(text):
        count, language = _judged(part)
        words_in_all += count
        if language is not None:
            words_of[language] += count
    if sum(words_of.values()) < ENOUGH_WORDS:
        return None
    language = words_of.most_common(1)[0][0]
    return Foreign(language, mostly=sum(words_of.values()) > MOST * words_in_all)


def _parts(text: str) -> Iterator[str]:
    """Sentences, short ones together with the next: a few words tell no language."""
    held = ""
    for found in PART.finditer(text):
        held += found.group()
        if len(_prose(held)) >= ENOUGH_WORDS or "\n\n" in held:
            yield held
            held = ""
    yield held


def _prose(part: str) -> list[str]:
    """Words that no name is made of: in lower case, or all of them where nothing is capital."""
    return [
        word
        for word in WORD.findall(part)
        if len(word) > 1 and (word.islower() or word.lower() == word.upper())
    ]


def _judged(part: str) -> tuple[int, str | None]:
    script, letters = _script(part)
    if script is not None:
        return max(1, letters // CHARACTERS_A_WORD), script
    words = _prose(part)
    if not words and part.isupper():
        words = [word.lower() for word in WORD.findall(part) if len(word) > 1]
    if len(words) < ENOUGH_WORDS // 2:
        return len(words), None
    english = sum(is_everyday(word) for word in words) / len(words)
    if english >= ENGLISH_SHARE:
        return len(words), None
    # Without the capitals: "Ouhai Shoe Town" would vote for a language of its own.
    language, sure = _identifier().classify(" ".join(words))
    if language == "en" or sure < SURE:
        return len(words), None
    return len(WORD.findall(part)), str(language)


def _script(part: str) -> tuple[str | None, int]:
    """The language of a script that English is never written in, and its letters."""
    found: Counter[str] = Counter()
    latin = 0
    for char in part:
        if not char.isalpha():
            continue
        if char.isascii():
            latin += 1
            continue
        name = unicodedata.name(char, "").split(" ", maxsplit=1)[0].split("-", maxsplit=1)[0]
        if name in SCRIPTS:
            found[SCRIPTS[name]] += 1
    letters = sum(found.values())
    if letters < CHARACTERS_A_WORD * ENOUGH_WORDS or letters < latin / 2:
        return None, 0
    return ("ja" if found["ja"] else found.most_common(1)[0][0]), letters
