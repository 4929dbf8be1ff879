"""One tenant's words: a made-up company, its people and thirty facilities of a real list."""

import csv
from pathlib import Path

import pytest

from portal.privacy.identifiers.hits import Kind
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.words import Word

FACILITIES = Path(__file__).parent / "facilities.csv"
OWN_WORDS = (
    Word("Northwind Apparel AG", Kind.ORGANIZATION),
    Word("Nguyen Van An", Kind.PERSON),
    Word("José Ángel Peñalver", Kind.PERSON),
    Word("Sunrise Gloves Sdn Bhd", Kind.SUPPLIER),
    Word("Alif Embroidery Village Ltd.", Kind.SUPPLIER),
    Word("Dhaka Textile Factory", Kind.SUPPLIER),
    Word("China Garments Co. Ltd", Kind.SUPPLIER),
    Word("PT Kahatex Tbk", Kind.SUPPLIER),
    Word("东莞日出手套有限公司", Kind.SUPPLIER),
    Word("Plot 88, Ouhai Shoe Town, Wenzhou, China", Kind.SITE),
)


@pytest.fixture(scope="session")
def facilities() -> list[dict[str, str]]:
    with FACILITIES.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.fixture(scope="session")
def lexicon(facilities: list[dict[str, str]]) -> Lexicon:
    listed = [Word(row["name"], Kind.SUPPLIER) for row in facilities]
    sites = [Word(row["address"], Kind.SITE) for row in facilities]
    return Lexicon([*OWN_WORDS, *listed, *sites])
