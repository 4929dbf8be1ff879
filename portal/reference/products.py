"""Products with their Harmonized System heading and chapter and the sector that makes them."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from portal.reference.documents import document

ANY: Final = "any"


@dataclass(frozen=True)
class Product:
    """`slug`: its code in URLs and rows; `hs4`: four digits; `sector`: ISIC Rev.4 class."""

    slug: str
    name: str  # English message id
    hs4: str
    sector: str
    listed: bool  # in the List of Goods Produced by Child Labor or Forced Labor

    @property
    def hs2(self) -> str:
        return self.hs4[:2]


PRODUCTS: Final[tuple[Product, ...]] = tuple(
    Product(**row) for row in document("products")["products"]
)
_BY_SLUG: Final = {each.slug: each for each in PRODUCTS}


def product(slug: str) -> Product:
    """The product of this slug; KeyError if there is none."""
    return _BY_SLUG[slug]


def path(slug: str) -> tuple[str, str, str, str]:
    """Slug, "hs4:6109", "hs2:61" and "any"; KeyError for an unknown slug."""
    here = product(slug)
    return (slug, f"hs4:{here.hs4}", f"hs2:{here.hs2}", ANY)


def label(code: str) -> str:
    """English message id of any code that `path` gives; KeyError for another."""
    if code == ANY:
        return "Any product"
    return _headings()[code] if code.startswith("hs") and ":" in code else product(code).name


@cache
def _headings() -> dict[str, str]:
    return {row["code"]: row["name"] for row in document("harmonized_system")["entries"]}
