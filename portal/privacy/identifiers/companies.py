"""Companies that nobody listed, by their legal form or trade and the capitalized run before it."""

import re
from collections.abc import Iterator

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Case, Page, Token
from portal.privacy.identifiers.vocabulary import GENERIC, LEGAL_FORMS, is_everyday, listed

BEFORE_FORM = (
    r"(?:\(?(?:Pvt|Private|Pte|Pty|P|Co|Company|Sdn|Joint Stock|Trading|Imp|Exp|M|HK|BD)\b\.?\)?"
    r"[\s,.&]{1,3})*"
)
FORMS = (
    r"Ltda?|Limited|GmbH|LLC|L\.L\.C|LLP|PLC|Inc|Incorporated|Corp|Corporation|Bhd|Berhad|Pvt|Tbk|JSC"
    r"|S\.A\.S|S\.A\.U|S\.A|S\.L\.U|S\.L|S\.p\.A|S\.r\.l|SpA|Srl|SARL|Sp\.? z o\.o|d\.o\.o|Kft"
    r"|Pte|Pty|A\.Ş|A\.S|Oyj|B\.V|N\.V|K\.K|S de RL(?: de CV)?|SA de CV|EIRL|TNHH"
)
SURE = re.compile(
    rf"(?<![\w-]){BEFORE_FORM}(?:{FORMS})(?!\w)\.?(?:\s?&\s?Co\.?(?:\s?KG)?)?", re.IGNORECASE
)
# These read as words or units in lower case, so capitals count.
SHORT = re.compile(
    r"(?<![\w-])(?:AB|AG|KG|SA|SE|AS|ASA|Oy|BV|NV|SL|SAS|A/S|Co|Company|Group|Holdings?"
    r"|Cooperative|Co-operative)(?![\w-])\.?"
)
TRADE = re.compile(
    r"(?<!\w)(?:Garments?|Textiles?|Apparels?|Fashions?|Knitwears?|Knitting|Spinning|Weaving|Mills?"
    r"|Industr(?:y|ies)|Manufacturing|Manufactory|Factory|Electronics|Footwear|Gloves?|Plastics?|Foods?"
    r"|Seafoods?|Plantations?|Exports?|Enterprises?|Trading|Technologies|Technology|Leather|Tannery"
    r"|Sweaters?|Denims?|Composite|Steel|Solar|Rubber|Recruitment|Manpower|Agency|Logistics"
    r"|International"
    r"|Embroidery|Washing|Dyeing|Printing|Accessories|Packaging|Ceramics|Fisheries)(?![\w-])"
)
PREFIXED = re.compile(r"(?<!\w)(?:PT|CV|UD|P\.T|OOO|Công ty)\b\.?\s+(?=[^\W\da-z])")
JOINERS = frozenset({"and", "of", "de", "la", "del", "y", "e", "und", "et", "da", "do"})
STARTERS = listed("starters")
LONGEST = 8


class Companies:
    def find(self, page: Page) -> Iterator[Span]:
        for pattern, score in ((SURE, 0.9), (SHORT, 0.75), (TRADE, 0.6)):
            for found in pattern.finditer(page.text):
                start = _run_before(page, found.start(), sure=pattern is SURE)
                if start is not None and (pattern is SURE or _names(page, start, found.start())):
                    yield Span(
                        start, found.end(), Kind.COMPANY, Tier.DEFAULT, "companies.form", score
                    )
        for found in PREFIXED.finditer(page.text):
            end = _run_after(page, found.end())
            if end is not None:
                yield Span(found.start(), end, Kind.COMPANY, Tier.DEFAULT, "companies.prefix", 0.85)


def _names(page: Page, start: int, end: int) -> bool:
    """A weak form needs a word before it that is no trade word: "Garment Factory" is nobody."""
    inside = [token for token in page.tokens if start <= token.start < end]
    return any(not is_everyday(token.folded) for token in inside)


def _run_before(page: Page, form_start: int, *, sure: bool) -> int | None:
    tokens = [token for token in page.tokens if token.end <= form_start][-LONGEST:]
    case = page.case_at(form_start)
    if case is not Case.MIXED and not sure:
        return None
    run: list[Token] = []
    following = form_start
    for token in reversed(tokens):
        gap = page.text[token.end : following]
        if not _joins(gap, token, first=not run) or not _belongs(token, case, len(run)):
            break
        run.insert(0, token)
        following = token.start
    while run and (run[0].folded in STARTERS or run[0].folded in JOINERS):
        run.pop(0)
    named = [token for token in run if not token.folded.isdigit()]
    if not named or all(token.folded in LEGAL_FORMS for token in run):
        return None
    return run[0].start


def _joins(gap: str, token: Token, *, first: bool) -> bool:
    if len(gap) > 4 or "\n\n" in gap or any(sign in gap for sign in ";:!?[]"):
        return False
    if "," in gap and not first:
        return False
    return "." not in gap or len(token.text) <= 3 or first


def _belongs(token: Token, case: Case, length: int) -> bool:
    if case is Case.MIXED:
        return token.capitalized or token.text.isdigit() or token.folded in JOINERS
    if token.folded in STARTERS and token.folded not in {"of", "and"}:
        return False
    return length < 5 and (token.folded in GENERIC or not is_everyday(token.folded) or length < 2)


def _run_after(page: Page, start: int) -> int | None:
    end = None
    following = start
    for token in [token for token in page.tokens if token.start >= start][:LONGEST]:
        gap = page.text[following : token.start]
        if gap.strip(" -.&'()") or "\n" in gap or not token.capitalized or (end and "." in gap):
            break
        end = following = token.end
    return end
