"""What a detector reports: kinds, tiers, raw spans and the hits an author decides."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from hashlib import blake2b


class Kind(StrEnum):
    ORGANIZATION = "organization"
    PERSON = "person"
    SUPPLIER = "supplier"
    SITE = "site"
    COMPANY = "company"
    PERSON_NAME = "person_name"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    CARD = "card"
    IBAN = "iban"
    LEI = "lei"
    OS_ID = "os_id"
    CONTAINER = "container"
    DOCUMENT_NUMBER = "document_number"
    COORDINATES = "coordinates"
    PLACE = "place"
    DATE = "date"
    MONEY = "money"
    COUNT = "count"
    SUPERLATIVE = "superlative"
    TRAIT = "trait"
    QUANTITY = "quantity"
    OTHER = "other"


LABELS: dict[Kind, str] = {
    Kind.ORGANIZATION: "Your organization",
    Kind.PERSON: "A person you know",
    Kind.SUPPLIER: "A supplier of yours",
    Kind.SITE: "A site of yours",
    Kind.COMPANY: "Company name",
    Kind.PERSON_NAME: "Person's name",
    Kind.EMAIL: "E-mail address",
    Kind.PHONE: "Phone number",
    Kind.URL: "Web address",
    Kind.CARD: "Card number",
    Kind.IBAN: "Bank account",
    Kind.LEI: "Legal entity identifier",
    Kind.OS_ID: "Facility identifier",
    Kind.CONTAINER: "Container number",
    Kind.DOCUMENT_NUMBER: "Document number",
    Kind.COORDINATES: "Coordinates",
    Kind.PLACE: "Place",
    Kind.DATE: "Date",
    Kind.MONEY: "Amount of money",
    Kind.COUNT: "Exact count",
    Kind.SUPERLATIVE: "Only or largest of its kind",
    Kind.TRAIT: "Description of a person",
    Kind.QUANTITY: "Quantity",
    Kind.OTHER: "Other identifying detail",
}

TENANT_KINDS = frozenset({Kind.ORGANIZATION, Kind.PERSON, Kind.SUPPLIER, Kind.SITE})


class Tier(IntEnum):
    """How binding a hit is; a higher tier binds more."""

    ASKED = 1
    DEFAULT = 2
    MUST = 3


@dataclass(frozen=True, slots=True)
class Span:
    """What one detector saw, in positions of the page that it read."""

    start: int
    end: int
    kind: Kind
    tier: Tier
    detector: str
    score: float = 0.9
    entity: str | None = None
    generalization: str | None = None
    noun: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One decision for the author; offsets count Unicode code points of the text as given."""

    start: int
    end: int
    text: str
    kind: Kind
    tier: Tier
    detector: str
    score: float
    suggestion: str
    generalization: str | None
    folded: str

    @property
    def key(self) -> str:
        """Same kind and surface, same key: a decision survives edits and covers every mention.

        Short surfaces can be guessed from it: keep a key wherever the draft itself may be kept.
        """
        return blake2b(f"{self.kind}\0{self.folded}".encode(), digest_size=8).hexdigest()
