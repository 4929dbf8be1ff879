"""Numbers that prove themselves by a check digit, and document numbers announced by a word."""

import re
from collections.abc import Callable, Iterator

from stdnum import ean, iban, iso6346, lei, luhn
from stdnum.cn import ric
from stdnum.es import dni, nie
from stdnum.in_ import aadhaar, pan
from stdnum.my import nric
from stdnum.th import pin
from stdnum.tr import tckimlik

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
EDGE, END = r"(?<![\w])", r"(?!\w)"
# As printed on cards, so that a count after the number cannot spoil its check digit.
CARD = re.compile(
    rf"(?<![\w.+-])(?:[2-6]\d{{12,18}}|[2-6]\d{{3}}(?:[ -]\d{{4}}){{3}}"
    rf"|3\d{{3}}[ -]\d{{6}}[ -]\d{{4,5}}){END}(?![.-]\d)"
)
# Looked for at every edge: what follows a number may be the next one.
IBAN = re.compile(
    rf"{EDGE}(?=(?P<all>[A-Z]{{2}}\d{{2}}(?:[ -]?[A-Z0-9]){{11,30}}{END}))", re.IGNORECASE
)
LEI = re.compile(
    rf"{EDGE}[A-Z0-9]{{4}}(?:[ -]?[A-Z0-9]){{14}}[ -]?\d\d{END}".replace("[ -]?\\d\\d", "\\d\\d"),
    re.IGNORECASE,
)
OS_ID = re.compile(
    rf"{EDGE}[A-Z]{{2}}[ -]?\d{{4}}[ -]?\d{{3}}[ -]?[A-Z0-9]{{5}}[ -]?[A-Z0-9]{END}", re.IGNORECASE
)
CONTAINER = re.compile(rf"{EDGE}[A-Z]{{3}}[UJZ][ -]?\d{{3}}[ -]?\d{{3}}[ -]?\d{END}", re.IGNORECASE)
# GTIN-13, GTIN-14 and GLN share one check digit with EAN-13; 14 digits carry a packaging digit.
TRADE_ITEM = re.compile(rf"(?<![\w.+-])\d{{13,14}}{END}(?![.-]\d)")
NATIONAL: tuple[tuple[re.Pattern[str], Callable[[str], bool], float], ...] = (
    (re.compile(rf"{EDGE}\d{{4}}[ -]\d{{4}}[ -]\d{{4}}{END}"), aadhaar.is_valid, 0.9),
    (re.compile(rf"{EDGE}[A-Z]{{5}}\d{{4}}[A-Z]{END}"), pan.is_valid, 0.9),
    (re.compile(rf"{EDGE}\d{{6}}-\d{{2}}-\d{{4}}{END}"), nric.is_valid, 0.95),
    (re.compile(rf"{EDGE}\d{{17}}[\dXx]{END}"), ric.is_valid, 0.95),
    (
        re.compile(rf"{EDGE}\d(?:[ -]\d{{4}}[ -]\d{{5}}[ -]\d{{2}}[ -]|\d{{11}})\d{END}"),
        pin.is_valid,
        0.9,
    ),
    (
        re.compile(rf"{EDGE}[XYZ]?\d{{7,8}}-?[A-Z]{END}"),
        lambda n: dni.is_valid(n) or nie.is_valid(n),
        0.9,
    ),
    (re.compile(rf"{EDGE}\d{{11}}{END}"), tckimlik.is_valid, 0.6),
    (re.compile(rf"{EDGE}\d{{5}}-\d{{7}}-\d{END}"), lambda _: True, 0.9),
    (
        re.compile(rf"{EDGE}(?!000|666)\d{{3}}-(?!00)\d{{2}}-(?!0000)\d{{4}}{END}"),
        lambda _: True,
        0.85,
    ),
)
CUE = re.compile(
    r"""(?<!\w)(?:passports?|travel\s+document|national\s+id|identity\s+(?:card|number)|id|nric|ic|nid|cnic
    |aadhaar|pan|work\s+permit|permit|visa|fin|ssn|social\s+security|driv(?:er's|ing)\s+licen[cs]e|licen[cs]e|employee|staff
    |worker|badge|card|purchase\s+order|po|p\.o\.|invoice|inv|order|bill\s+of\s+lading|b/l|bl|lot|batch|plate|registration
    |reg|license\s+plate|vehicle|application|complaint|petition|account|acct|a/c|tax\s+id|vat|tin
    |gstin|case|file|reference|ref|booking|seal|shipment
    |customs\s+declaration)
    (?:\s+(?:number|no|nr|num|id|code|card|plate))?\s?(?:[.:\#(]|n[o°º]s?\.?|is|was|\s)*\s*
    (?P<number>(?=[A-Z0-9/-]*\d)[A-Z0-9][A-Z0-9/-]{3,24}[A-Z0-9](?!\w))""",
    re.IGNORECASE | re.VERBOSE,
)
MONTH = re.compile(r"\b(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b")
NO_PLATES = frozenset(
    {
        "ISO",
        "ILO",
        "USD",
        "EUR",
        "GBP",
        "MYR",
        "THB",
        "VND",
        "BDT",
        "INR",
        "PKR",
        "TRY",
        "CNY",
        "IDR",
    }
)
PASSPORT_LIKE = re.compile(rf"{EDGE}(?!No)[A-Z]{{1,2}}[ -]?\d{{6,8}}{END}")
# A code behind its word may have blanks in it: "licence no. JTK PA 1042/2019".
LONG_CODE = re.compile(
    r"""(?<!\w)(?:permit|licen[cs]e|certificate|registration|reg|passport|approval|accreditation|account|policy|contract
    |file|case|plate|lot|batch|seal|docket|complaint|declaration|consignment|waybill|booking)
    (?:\s(?:number|no|nr|num|code|id))?\s?(?:[.:\#(]|n[o°º]s?\.?|is|was|reads|\s)*\s?
    (?P<number>(?-i:(?=[A-Z0-9 ./-]*\d)[A-Z0-9]+(?:[ ./-]{1,2}[A-Z0-9]+){1,4})(?!\w))""",
    re.IGNORECASE | re.VERBOSE,
)
PLATE = re.compile(
    r"""(?<!\w)(?:plates?|registration|truck|van|bus|minibus|lorry|car|pickup
    |motorcycle|motorbike|vehicle|jeep|trailer|tuk-tuk|coach)
    (?:\s(?:number|no|nr|plate|with|bearing|the|a|registered|license|licence|numbered|marked|as|was|is
    |reading))*[.:\s(]*\s?
    (?P<number>(?-i:(?:[A-Z][a-z]+(?:\s(?:Metro|Metropolitan))?[ -][A-Z][a-z]{1,3}[ -])?
    (?=[A-Z0-9 .-]*\d\d)(?=[A-Z0-9 .-]*[A-Z]|\d\d-\d{4})
    [A-Z0-9]{1,4}(?:[ .-]?[A-Z0-9]{1,5}){1,3}))(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
BARE_PLATE = re.compile(
    rf"{EDGE}(?:[A-Z]{{2}}[ -]?\d{{1,2}}[ -]?[A-Z]{{1,3}}[ -]?\d{{3,4}}"
    rf"|\d{{2}}[A-Z]\d?-\d{{3}}\.\d{{2}}|[A-Z]{{3}} \d{{3,4}}){END}"
)
# "28291/95": how courts, customs and ministries count their files.
FILE_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?:[A-Z]{{1,3}}[ -]?)?\d{{3,6}}[/-](?:(?:19|20)?\d\d){END}(?![/.,-]\d)"
)
FILE_CUE = re.compile(
    r"\b(?:nos?\.?|numbers?|applications?|cases?|files?|ref(?:erence)?|docket|e\.|k\.)\s?(?:nos?\.?\s?)?:?\s?$",
    re.IGNORECASE,
)
MARKED = re.compile(
    rf"{EDGE}#\s?\d{{4,}}{END}"
    rf"|{EDGE}(?:PO|INV|LOT|BL|SO|WO)[-#/ ]?(?=[\w/-]*\d{{3}})[A-Z0-9][\w/-]{{2,20}}\w{END}"
)


def os_id_is_valid(number: str) -> bool:
    """Open Supply Hub: two letters and twelve base-32 digits, summed modulo 32."""
    compact = re.sub(r"[\s-]", "", number).upper()
    if len(compact) != 15 or any(char not in CROCKFORD for char in compact[2:]):
        return False
    total = ord(compact[0]) + ord(compact[1]) + sum(CROCKFORD.index(char) for char in compact[2:14])
    return CROCKFORD[total % 32] == compact[14]


def _iban_end(shown: str) -> int | None:
    """An IBAN is followed by words as readily as by its own next group: the check decides."""
    for end in range(len(shown), 14, -1):
        edge = shown[end - 1].isalnum() and (end == len(shown) or not shown[end].isalnum())
        if edge and iban.is_valid(shown[:end]):
            return end
    return None


def _container_is_valid(shown: str) -> bool:
    return bool(iso6346.is_valid(re.sub(r"[\s-]", "", shown).upper()))


class Numbers:
    def find(self, page: Page) -> Iterator[Span]:
        text = page.text
        for found in IBAN.finditer(text):
            end = _iban_end(found["all"])
            if end is not None:
                yield Span(
                    found.start(), found.start() + end, Kind.IBAN, Tier.MUST, "numbers.iban", 0.99
                )
        for kind, pattern, valid in (
            (Kind.CARD, CARD, luhn.is_valid),
            (Kind.LEI, LEI, lei.is_valid),
            (Kind.OS_ID, OS_ID, os_id_is_valid),
            (Kind.CONTAINER, CONTAINER, _container_is_valid),
        ):
            for found in pattern.finditer(text):
                if valid(re.sub(r"[\s-]", "", found.group()).upper()):
                    yield Span(*found.span(), kind, Tier.MUST, f"numbers.{kind}", 0.99)
        for found in TRADE_ITEM.finditer(text):
            if ean.is_valid(found.group()):
                yield Span(*found.span(), Kind.DOCUMENT_NUMBER, Tier.MUST, "numbers.gtin", 0.9)
        yield from _announced(text)
        yield from _recognized(text)


def _announced(text: str) -> Iterator[Span]:
    """Codes behind the word that says what they are."""
    for found in CUE.finditer(text):
        number = found.group("number")
        if sum(char.isdigit() for char in number) >= 3 and not re.fullmatch(
            r"(?:19|20)\d\d(?:[/-]\d{2,4})*", number
        ):
            yield Span(
                *found.span("number"), Kind.DOCUMENT_NUMBER, Tier.MUST, "numbers.announced", 0.9
            )
    for pattern, detector in ((LONG_CODE, "numbers.announced"), (PLATE, "numbers.plate")):
        for found in pattern.finditer(text):
            if sum(char.isdigit() for char in found["number"]) >= 2:
                yield Span(*found.span("number"), Kind.DOCUMENT_NUMBER, Tier.MUST, detector, 0.85)


def _recognized(text: str) -> Iterator[Span]:
    """Plates, national numbers, orders and files by their own form."""
    for found in BARE_PLATE.finditer(text):
        if found.group()[:3] not in NO_PLATES and not MONTH.search(found.group()):
            yield Span(*found.span(), Kind.DOCUMENT_NUMBER, Tier.DEFAULT, "numbers.plate", 0.6)
    for pattern, valid, score in NATIONAL:
        for found in pattern.finditer(text):
            if valid(found.group()):
                yield Span(
                    *found.span(), Kind.DOCUMENT_NUMBER, Tier.MUST, "numbers.national", score
                )
    for found in MARKED.finditer(text):
        yield Span(*found.span(), Kind.DOCUMENT_NUMBER, Tier.MUST, "numbers.marked", 0.8)
    for found in FILE_NUMBER.finditer(text):
        # A count "112/140" is no file; two digits or a year behind the slash are.
        if "/" in found.group() or FILE_CUE.search(text[: found.start()]):
            yield Span(*found.span(), Kind.DOCUMENT_NUMBER, Tier.DEFAULT, "numbers.file", 0.75)
    for found in PASSPORT_LIKE.finditer(text):
        yield Span(*found.span(), Kind.DOCUMENT_NUMBER, Tier.DEFAULT, "numbers.passport_like", 0.7)
