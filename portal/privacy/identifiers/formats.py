"""Addresses of the net and of the earth: e-mail, web, IP, coordinates."""

import ipaddress
import re
from collections.abc import Callable, Iterator

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page

GENERIC_TLDS = (
    "com|net|org|info|biz|edu|gov|mil|int|name|asia|app|dev|online|shop|store|site|xyz|tech|top|club|cloud"
    "|company|factory|fashion|clothing|group|global|world|agency|work|works|jobs|email"
)
# Country domains that are not also everyday English endings ("workers.In the" has no space).
PLAIN_COUNTRY_TLDS = (
    "ae|ar|au|bd|be|bg|br|ca|ch|ci|cl|cn|co|cr|cz|de|dk|dz|ec|ee|eg|es|et|eu|fi|fr|ge|gh|gr|gt|hk|hn|hr|hu"
    "|ie|il|io|ir|jo|jp|ke|kh|kr|kz|la|lb|lk|lt|lu|lv|ma|mg|mk|mm|mo|mt|mu|mx|ng|ni|nl|np|nz|om|pa|pe|ph|pk|pl"
    "|pt|py|qa|ro|rs|ru|sa|se|sg|si|sk|sv|th|tn|tr|tw|tz|ua|ug|uk|uy|uz|ve|vn|za|zm"
)
WORDLIKE_TLDS = "in|it|at|no|me|my|to|us|id|is|so|by|am|tv"
EMAIL = re.compile(r"[\w.+%'-]*[\w+%]@[\w-]+(?:\.[\w-]+)*(?:\.\w{2,})", re.IGNORECASE)
SPELLED_EMAIL = re.compile(
    rf"""[\w.+-]*\w\s*
    (?:[\[({{<]\s*(?:at|@)\s*[\])}}>]|\s@\s?|@|\sat\s)\s*
    \w[\w-]*
    (?:(?:\s*[\[({{<]\s*(?:dot|\.)\s*[\])}}>]\s*|\s+dot\s+|\.)[\w-]+)*?
    (?:\s*[\[({{<]\s*(?:dot|\.)\s*[\])}}>]\s*|\s+dot\s+|\.)
    (?:{GENERIC_TLDS}|{PLAIN_COUNTRY_TLDS}|{WORDLIKE_TLDS})\b
    (?:(?:\s*[\[({{<]\s*(?:dot|\.)\s*[\])}}>]\s*|\s+dot\s+|\.)\w{{2}}\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
URL = re.compile(
    r"(?:\b(?:https?|hxxps?|ftp)://|\bwww\d?\.)[^\s<>\"'\])}]*[^\s<>\"'\])}.,;:!?]", re.IGNORECASE
)
LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
PATH = r"(?:/[^\s<>\"'\])}]*[^\s<>\"'\])}.,;:!?])?"
DOMAIN = re.compile(
    rf"(?<![\w@.-])(?:(?:{LABEL}\.)+(?:{GENERIC_TLDS}|{PLAIN_COUNTRY_TLDS})"
    rf"|(?:{LABEL}\.)+(?:{LABEL}\.)(?:{WORDLIKE_TLDS})|{LABEL}\.(?:{WORDLIKE_TLDS})(?=/\w))\b(?![\w@-]|\.\w){PATH}/?",
    re.IGNORECASE,
)
IP = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7})(?![\w:]|\.\d)",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z_][\w.]{2,30}(?<!\.)")
DECIMAL_PAIR = re.compile(
    r"(?<![\w.])([NS]\s?)?([+-]?\d{1,2}\.\d{3,})\s?°?\s?[NS]?\s?[,;/\s]\s?(?:[EW]\s?)?([+-]?\d{1,3}\.\d{3,})(?:\s?°)?(?:\s?[EW]\b)?(?!\w)",
    re.IGNORECASE,
)
DEGREES = r"\d{1,3}\s?°\s?(?:\d{1,2}(?:\.\d+)?\s?'\s?(?:\d{1,2}(?:\.\d+)?\s?(?:\"|''))?\s?)?"
DMS = re.compile(
    rf"(?:[NS]\s?{DEGREES}|{DEGREES}\s?[NS])[,;\s]*(?:[EW]\s?{DEGREES}|{DEGREES}\s?[EW]\b)",
    re.IGNORECASE,
)


def _address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _on_earth(found: re.Match[str]) -> bool:
    return abs(float(found[2])) <= 90 and abs(float(found[3])) <= 180


class Formats:
    def find(self, page: Page) -> Iterator[Span]:
        for pattern, kind, detector, accepts in RULES:
            for found in pattern.finditer(page.text):
                if accepts(found):
                    yield Span(*found.span(), kind, Tier.MUST, detector, 0.95)


def _says_at(shown: str) -> bool:
    """A bare " at " is an address only when its dot is spelled too; "at alif.com" is a place."""
    return (
        "@" in shown
        or re.search(r"[\[({<]\s*at", shown, re.IGNORECASE) is not None
        or re.search(r"\bdot\b", shown, re.IGNORECASE) is not None
    )


def _really_a_domain(shown: str) -> bool:
    host = shown.split("/", maxsplit=1)[0]
    ending = host.rsplit(".", 1)[-1]
    name = host.rsplit(".", 1)[0]
    if not (ending.islower() or host.isupper()) or not any(char.isalpha() for char in name):
        return False
    # "Co.Ltd.Pa": every label but the last is an abbreviation, nothing is named.
    return max(len(label) for label in host.split(".")[:-1]) > 1 and not host.lower().startswith(
        ("co.", "p.o")
    )


RULES: tuple[tuple[re.Pattern[str], Kind, str, Callable[[re.Match[str]], bool]], ...] = (
    (EMAIL, Kind.EMAIL, "formats.email", bool),
    (SPELLED_EMAIL, Kind.EMAIL, "formats.email", lambda found: _says_at(found.group())),
    (URL, Kind.URL, "formats.url", bool),
    (DOMAIN, Kind.URL, "formats.domain", lambda found: _really_a_domain(found.group())),
    (HANDLE, Kind.URL, "formats.handle", bool),
    (IP, Kind.URL, "formats.ip", lambda found: _address(found.group())),
    (DECIMAL_PAIR, Kind.COORDINATES, "formats.coordinates", _on_earth),
    (DMS, Kind.COORDINATES, "formats.coordinates", bool),
)
