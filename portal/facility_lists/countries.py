"""The country that a list means, in the languages in which lists are written."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from babel import Locale

from portal.core.text import fold
from portal.reference import places

LANGUAGES: Final = (
    *("de", "fr", "es", "it", "pt", "nl", "pl", "tr", "vi", "id", "ms", "zh", "ja", "ko", "ru"),
    *("uk", "ar", "bn", "hi", "ur", "ta", "th", "km", "my", "cs", "ro", "el", "sv", "da", "fi"),
)


@lru_cache(4096)
def find_country(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that a name or code on a list means, or None."""
    return places.find_country(text) or _names().get(fold(text))


@cache
def _names() -> dict[str, str]:
    """Names of Unicode CLDR; one that two countries have in different languages means neither."""
    codes = {each.code for each in places.countries()}
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in codes:
                found.setdefault(fold(name), set()).add(code)
    return {name: next(iter(meant)) for name, meant in found.items() if name and len(meant) == 1}
