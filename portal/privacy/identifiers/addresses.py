"""Addresses by their form: roads, plots, industrial areas, villages and postal codes."""

import re
from collections.abc import Iterator

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page
from portal.privacy.identifiers.vocabulary import is_everyday

UP = r"(?:[^\W\da-z_][\w'.-]*|\d+[A-Za-z]?)"
NUMBER = r"(?:,?\s(?:No\.?\s?)?\d[\w/-]*)?"
ROADS = (
    "Road|Rd|Street|Avenue|Ave|Lane|Boulevard|Blvd|Highway|Expressway|Drive|Sarak|Sorok|Marg|Nagar|Bazar"
    r"|Cross|Circle|Crescent|Square|ROAD|STREET|AVENUE|LANE|HIGHWAY|RD|St(?=[.,\n]|$)|str|Straße|strasse"
    "|ulica|utca|út"
)
ROADS_FIRST = (
    r"Jalan|Jl\.?|Jln\.?|Lorong|Persiaran|Calle|C/|Rue|Rua|Via|Avenida|Av\.|Soi|Moo|Carretera|Duong|Đường"
    r"|Lebuh(?:raya)?|Kampung|Kg\.|JALAN|CALLE|AVENIDA"
)
HOUSE = (
    r"(?:\b(?:No|Nos|House|Holding|Plot|Unit|Shop|Flat|Building|Block|H)\b\.?\s?(?:No\.?\s?)?#?\s?"
    r"[A-Z]?[\w/&-]*\d[\w/&-]*,?\s+)?(?:(?<!\w)\d[\w/-]*,?\s+)?"
)
AREAS = (
    r"(?:[Ii]ndustrial|INDUSTRIAL|[Ee]xport [Pp]rocessing|[Ss]pecial [Ee]conomic|[Ff]ree [Tt]rade"
    r"|[Ee]conomic(?: [Dd]evelopment)?|[Tt]echnology|[Hh]i-?[Tt]ech)[ ]"
    r"(?:[Ee]states?|[Pp]ark|[Aa]rea|[Zz]one|[Cc]ity|[Cc]ompound|ESTATE|PARK|AREA|ZONE)\b"
)
LOCAL_AREAS = (
    r"(?:Kawasan (?:Perindustrian|Industri)|Khu [Cc]ông [Nn]ghiệp|KCN|Pol\.? Ind\.?"
    r"|Polígono Industrial|Parque Industrial)"
)
SETTLEMENTS = (
    "Village|Town|Township|District|Commune|Ward|Hamlet|County|Province|Prefecture|Upazila|Thana|Taluk"
    "|Tehsil|Municipality|Subdistrict|Community|Tambon|Amphoe|Mukim|Kecamatan|Kabupaten|Barangay"
    "|VILLAGE|TOWN|DISTRICT|COUNTY|PROVINCE"
    "|village|district|commune|ward|county|province|township"
)
PLOTS = (
    r"Plot|Lot|Unit|Block|Phase|Shed|Gate|Dormitory|Building|Warehouse|Factory|Workshop|Hall|Sector|Ward"
    r"|Village No|PO Box|P\.O\. Box|PSC|Apt|Suite|Flat|Floor"
)
ROAD = re.compile(rf"{HOUSE}(?:{UP}\s+){{1,4}}(?:{ROADS})\b\.?{NUMBER}")
ROAD_FIRST = re.compile(
    rf"(?<!\w)(?:{ROADS_FIRST})\s+{UP}(?:[ ](?:(?:de|da|do|del|la|van)[ ])*{UP}){{0,3}}{NUMBER}"
)
INDUSTRIAL = re.compile(
    rf"(?:{UP}[ ]){{0,4}}{AREAS}(?:[ ](?:No\.?[ ]?)?(?:\d+|[IVX]+)\b)?"
    rf"|(?:{UP}[ ]){{1,3}}(?:EPZ|SEZ|FTZ|MIDC|GIDC|SIPCOT)\b|{LOCAL_AREAS}(?:[ ]{UP}){{1,3}}"
)
PLOT = re.compile(
    rf"(?<!\w)(?:{PLOTS})s?\.?\s?(?:[Nn]o\.?|[Nn]umber|#)?\s?(?:[A-Z]{{1,2}}[-/]?)?\d[\w/&-]*(?!\w)"
)
SETTLED = re.compile(rf"(?:{UP}[ ]){{1,3}}(?:{SETTLEMENTS})\b")
POSTAL = re.compile(
    r"\b(?i:zip(?: ?code)?|postal ?code|post ?code|pin ?code|p\.c\.)\.?:?\s?(?i:is\s|no\.?\s)?"
    r"(?P<code>(?=[\w -]*\d)[A-Z0-9]{2,6}(?:[ -]?[A-Z0-9]{2,4})?)(?!\w)"
)
FORMS = (
    (INDUSTRIAL, "addresses.industrial", "an industrial area"),
    (ROAD, "addresses.road", None),
    (ROAD_FIRST, "addresses.road", None),
    (PLOT, "addresses.plot", None),
    (SETTLED, "addresses.settlement", None),
)


class Addresses:
    def find(self, page: Page) -> Iterator[Span]:
        for pattern, detector, general in FORMS:
            for found in pattern.finditer(page.text):
                if _names_something(found.group(), detector):
                    yield _span(found.span(), detector, general)
        for found in POSTAL.finditer(page.text):
            yield _span(found.span("code"), "addresses.postal", None)


def _span(where: tuple[int, int], detector: str, general: str | None) -> Span:
    return Span(*where, Kind.PLACE, Tier.DEFAULT, detector, 0.8, generalization=general)


def _names_something(shown: str, detector: str) -> bool:
    """Our own phrases "an industrial area" and "the Village" name nothing."""
    tokens = Page(shown).tokens
    if detector in {"addresses.settlement", "addresses.road"}:
        return not all(is_everyday(t.folded) and not t.text.isdigit() for t in tokens)
    return any(t.capitalized and t.folded not in {"a", "an", "the"} for t in tokens)
