"""Text as people type it, made comparable."""

import unicodedata

from anyascii import anyascii

# Zero-width spaces and marks that turn the direction of what follows: they hide and disguise. The
# last two are no characters, and no XML may hold them: one in a title would break a whole feed.
INVISIBLE = dict.fromkeys(
    [0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF]
)


def tidy(text: str | None) -> str:
    """NFC, without control and invisible characters but line breaks, no space at the ends."""
    seen = (text or "").translate(INVISIBLE)
    normal = unicodedata.normalize("NFC", seen).replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in normal if c in {"\n", "\t"} or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


def fold(text: str) -> str:
    """Lower-case ASCII words separated by one space: for comparing, never for showing."""
    ascii_text = anyascii(unicodedata.normalize("NFKC", text)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in ascii_text).split())


def initials(name: str) -> str:
    """At most two capitals that stand for a name."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()
