"""Which column of a list holds what, guessed from the words of its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from portal.core.text import fold
from portal.facility_lists.facility import FIELDS

Columns = Mapping[str, int | None]
"""A column (counted from 0) for each of FIELDS, or nothing."""

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "os_id": (
        *("os id", "osid", "os hub id", "open supply hub id", "oar id", "open apparel registry id"),
        *("facility id", "os facility id"),
    ),
    "country": (
        *("country", "country code", "country name", "country region", "iso country", "nation"),
        *(
            "pays",
            "land",
            "pais",
            "paese",
            "kraj",
            "ulke",
            "negara",
            "quoc gia",
            "guojia",
            "guo",
            "strana",
            "lander",
        ),
    ),
    "subdivision": (
        *("subdivision", "state", "province", "region", "state province", "province state"),
        *(
            "state region",
            "bundesland",
            "provincia",
            "estado",
            "departement",
            "division",
            "regione",
        ),
        *("provinsi", "tinh", "sheng", "oblast"),
    ),
    "sector": (
        *(
            "sector",
            "industry",
            "product type",
            "product category",
            "category",
            "secteur",
            "branche",
        ),
        *(
            "industria",
            "settore",
            "sektor",
            "nganh",
            "hangye",
            "otrasl",
            "sektor industri",
            "industrie",
        ),
    ),
    "address": (
        *("address", "facility address", "factory address", "street address", "full address"),
        *(
            "adresse",
            "anschrift",
            "direccion",
            "indirizzo",
            "endereco",
            "alamat",
            "adres",
            "dia chi",
        ),
        *("dezhi", "zhusuo", "site address", "supplier address", "location"),
    ),
    "name": (
        *("name", "facility name", "factory name", "supplier name", "company name", "site name"),
        *("facility", "factory", "supplier", "company", "vendor", "vendor name", "manufacturer"),
        *(
            "nom",
            "nom de l usine",
            "nombre",
            "nome",
            "nama",
            "ten",
            "mingcheng",
            "gongchangmingcheng",
            "gongsimingcheng",
            "gongyingshang",
            "nazvanie",
            "fabrik",
            "usine",
        ),
        *("lieferant", "firma", "fournisseur", "proveedor", "fabrica", "fabbrica", "fornitore"),
        *("nombre de la fabrica", "name of facility", "name of supplier", "pabrik", "fabrika adi"),
    ),
}
"""Words as `core.text.fold` leaves them; earlier fields choose first."""


def guess(header: Sequence[str]) -> dict[str, int | None]:
    """A column for each field that the header names: in full, or else as part of a longer name."""
    folded = [fold(name) for name in header]
    found: dict[str, int | None] = dict.fromkeys(FIELDS)
    taken: set[int] = set()
    for within in (False, True):
        for field, words in WORDS.items():
            if found[field] is None:
                free = (n for n, name in enumerate(folded) if n not in taken and name)
                found[field] = next(
                    (n for n in free if _means(folded[n], words, within=within)), None
                )
                taken.update({found[field]} - {None})  # type: ignore[arg-type]
    return found


def _means(name: str, words: Sequence[str], *, within: bool) -> bool:
    if not within:
        return name in words
    return any(f" {word} " in f" {name} " for word in words if len(word) > 3)
