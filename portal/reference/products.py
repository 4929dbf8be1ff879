"""Products with their Harmonized System heading and chapter and the sector that makes them."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from portal.reference.documents import document
from portal.reference.sectors import path as sector_path

ANY: Final = "any"


@dataclass(frozen=True)
class Product:
    """`slug`: its code in URLs and rows; `hs4`: four digits; `sector`: ISIC Rev.4 class."""

    slug: str
    name: str  # English message id
    hs4: str
    sector: str
    listed: bool  # in the List of Goods Produced by Child Labor or Forced Labor
    broad: bool = False  # wider than its heading: "garments" are more than men's suits

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
    """Slug, "hs4:6109", "hs2:61" and "any"; KeyError for an unknown slug.

    A broad product has no coarser name that is true of it: it stands for its heading and chapter.
    """
    here = product(slug)
    if here.broad:
        return (slug, slug, slug, ANY)
    return (slug, f"hs4:{here.hs4}", f"hs2:{here.hs2}", ANY)


@cache
def sectors_of(slug: str) -> tuple[str, str, str, str]:
    """For each rung of `path(slug)` the sector that it gives away, as finely as our list knows.

    The finest sector that all products of the rung share: "t-shirts" gives away class 1410, chapter
    61 (sewn and knitted apparel) only division 14, "any" nothing. KeyError for an unknown slug.
    """
    here = product(slug)
    if here.broad:
        return (here.sector, here.sector, here.sector, ANY)
    heading = [each.sector for each in PRODUCTS if each.hs4 == here.hs4]
    chapter = [each.sector for each in PRODUCTS if each.hs2 == here.hs2]
    return (here.sector, _shared(heading), _shared(chapter), ANY)


def _shared(classes: list[str]) -> str:
    return next(
        code
        for code in sector_path(classes[0])
        if all(code in sector_path(other) for other in classes)
    )


def label(code: str) -> str:
    """English message id of any code that `path` gives; KeyError for another."""
    return _headings().get(code) or product(code).name


@cache
def _headings() -> dict[str, str]:
    return {row["code"]: row["name"] for row in document("harmonized_system")["entries"]}
