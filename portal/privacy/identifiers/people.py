"""Names of people nobody listed: after a title or a role, or merely capitalized."""

import re
from collections.abc import Iterator

from portal.privacy.identifiers.dates import NUMBER_OF
from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Case, Page, Token
from portal.privacy.identifiers.places import countries
from portal.privacy.identifiers.vocabulary import (
    GENERIC,
    INSTITUTIONS,
    LEGAL_FORMS,
    is_everyday,
    listed,
)

TITLE = re.compile(
    r"(?<![\w.])(?:Mr|Mrs|Ms|Mx|Miss|Mister|Dr|Prof|Professor|Sir|Madam|Mdm|Md|Mst|Engr|Shri|Smt|Encik"
    r"|Puan|Tuan|Datuk|Dato|Haji|Hajah|Pak|Bapak|Ibu|Daw|U|Sr|Sra|Srta|Señora?|Don|Doña|Herr|Frau"
    r"|Monsieur|Madame|Mme|Anh|Chị)\b\.?[ ]+",
    re.IGNORECASE,
)
NOUNS = {
    "worker": "worker workers operator helper employee migrant tailor interviewee victim",
    "supervisor": "supervisor supervisors",
    "manager": "manager managers chief boss",
    "foreman": "foreman",
    "agent": "agent agents",
    "recruiter": "recruiter",
    "broker": "broker",
    "owner": "owner",
    "director": "director",
    "guard": "guard",
    "interpreter": "interpreter translator",
    "colleague": "colleague",
    "inspector": "inspector",
    "auditor": "auditor",
    "nurse": "nurse",
    "doctor": "doctor",
    "driver": "driver",
    "officer": "officer",
    "friend": "friend",
    "relative": "husband wife brother sister",
    "witness": "witness",
    "person": "named called contact dear president ceo leader",
}
ROLES = {role: noun for noun, roles in NOUNS.items() for role in roles.split()}
PARTICLE_WORDS = "bin binti bte al el van von der den de da dos del di la le ibn ul ur bint st"
PARTICLES = frozenset(PARTICLE_WORDS.split())
LINKS = PARTICLES | {"u", "v", "im", "am", "sur", "y", "e"}
# Capitals that stand beside names without being part of one.
NO_SURNAMES = frozenset(
    {*INSTITUTIONS, *ROLES, *countries(), *listed("starters"), *listed("nationalities"), *NUMBER_OF}
)
CONNECTOR = re.compile(r"[ ]{1,2}|\.[ ]?|-|'|[ ]?\(?")


class People:
    def find(self, page: Page) -> Iterator[Span]:
        tokens = page.tokens
        starts = {token.start: index for index, token in enumerate(tokens)}
        for found in TITLE.finditer(page.text):
            index = starts.get(found.end())
            if index is None or (
                len(found.group().strip(" .")) < 2 and not found.group()[0].isupper()
            ):
                continue
            end = _name_end(page, index, titled=True)
            if end is not None and (
                found.group()[0].isupper() or page.case_at(found.start()) is Case.LOWER
            ):
                yield Span(
                    found.start(),
                    end,
                    Kind.PERSON_NAME,
                    Tier.DEFAULT,
                    "people.title",
                    0.9,
                    noun="person",
                )
        for index, token in enumerate(tokens[:-1]):
            if token.folded in ROLES and page.text[token.end : tokens[index + 1].start] in {
                " ",
                ", ",
                ": ",
            }:
                end = _name_end(page, index + 1, titled=False)
                if end is not None:
                    noun = ROLES[token.folded]
                    yield Span(
                        tokens[index + 1].start,
                        end,
                        Kind.PERSON_NAME,
                        Tier.DEFAULT,
                        "people.role",
                        0.8,
                        noun=noun,
                    )
        yield from _capitalized(page)


def _name_end(page: Page, index: int, *, titled: bool) -> int | None:
    """The end of the run of name words from a token on, None when it is no name."""
    tokens = page.tokens
    lower = page.case_at(tokens[index].start) is Case.LOWER
    shouted = page.case_at(tokens[index].start) is Case.UPPER
    last = None
    for position in range(index, min(index + 5, len(tokens))):
        token = tokens[position]
        gap = page.text[tokens[position - 1].end : token.start] if position > index else " "
        if position > index and (
            not CONNECTOR.fullmatch(gap) or ("." in gap and len(tokens[position - 1].text) > 2)
        ):
            break
        if token.folded in PARTICLES and position > index:
            continue
        if not _name_word(token, anything=lower or shouted, titled=titled and position == index):
            break
        last = token
    if last is None or (lower and not titled):
        return None
    initial = len(last.text) == 1 and page.text[last.end : last.end + 1] == "."
    return last.end + initial


def _name_word(token: Token, *, anything: bool, titled: bool) -> bool:
    if any(char.isdigit() for char in token.text):
        return False
    if anything:
        return not is_everyday(token.folded)
    return token.capitalized and (titled or not is_everyday(token.folded))


def _capitalized(page: Page) -> Iterator[Span]:
    """A run of capitals that no list knows: anyone's name until the author says otherwise."""
    tokens = page.tokens
    index = 0
    while index < len(tokens):
        if not _unknown(page, tokens[index]):
            index += 1
            continue
        first, last = _with_everyday_before(page, index), _run_end(page, index)
        shown = "".join(token.text for token in tokens[first : last + 1])
        if len(shown) > 2:
            yield Span(
                tokens[first].start,
                tokens[last].end,
                Kind.PERSON_NAME,
                Tier.DEFAULT,
                "people.capitalized",
                0.4,
                noun="person",
            )
        index = last + 1


def _run_end(page: Page, index: int) -> int:
    """Over initials, particles and everyday surnames to the last capitalized word."""
    tokens = page.tokens
    last = index
    for position in range(index + 1, min(index + 6, len(tokens))):
        token = tokens[position]
        if page.text[tokens[position - 1].end : token.start] not in {" ", "-", "'", ". "}:
            break
        if _unknown(page, token) or _everyday_surname(page, token):
            last = position
        elif token.folded not in LINKS and not (len(token.text) == 1 and token.text.isupper()):
            break
    return last


def _with_everyday_before(page: Page, index: int) -> int:
    """As "Fish Hoek" and "East Timor", which begin with a word that is also an everyday one."""
    if not index:
        return index
    before, token = page.tokens[index - 1], page.tokens[index]
    joined = page.text[before.end : token.start] in {" ", "-"}
    if joined and _everyday_surname(page, before) and not _starts_sentence(page, before.start):
        return index - 1
    return index


def _everyday_surname(page: Page, token: Token) -> bool:
    return (
        page.case_at(token.start) is Case.MIXED
        and token.capitalized
        and token.text.isalpha()
        and len(token.text) > 1
        and not (token.text.isupper() and len(token.text) > 3)
        and not token.folded.isdigit()
        and token.folded not in NO_SURNAMES
        and token.folded not in LEGAL_FORMS
    )


def _unknown(page: Page, token: Token) -> bool:
    if (
        not (page.case_at(token.start) is Case.MIXED or _line_of_its_own(page, token))
        or not token.capitalized
        or not token.text.isalpha()
    ):
        return False
    if token.text.isupper() and 1 < len(token.text) < 5:
        return False
    folded = token.folded
    known = (
        is_everyday(folded) or folded in GENERIC or folded in LEGAL_FORMS or folded in countries()
    )
    return not known


def _line_of_its_own(page: Page, token: Token) -> bool:
    """A town in capitals alone in its line is no shouting."""
    start = page.text.rfind("\n", 0, token.start) + 1
    end = page.text.find("\n", token.end)
    line = page.text[start : end if end >= 0 else len(page.text)]
    return token.text.isupper() and len(line.split()) <= 3 and len(page.text) > len(line)


def _starts_sentence(page: Page, position: int) -> bool:
    before = page.text[:position].rstrip(" \"'(*-•")
    return not before or before[-1] in ".!?:\n"
