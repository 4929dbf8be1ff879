"""Everyday words, trade words and legal forms: what alone never identifies anyone."""

from functools import cache
from importlib.resources import files

# Words that a facility's name shares with thousands of others.
GENERIC = frozenset(
    """
    and the of for in at by to a an de la le du des da do dos das di del und y e et
    accessories agro apparel apparels associates bag bags brand branch brothers bros building carpet
    carpets cap caps ceramics center centre chemical chemicals china chinese city clothing commune
    company complex component components composite concern cooperative corporation cotton creation
    creations denim design designs development district division dyeing dyers east economic
    electric electrical electronic electronics embroidery energy engineering enterprise enterprises
    estate export exporter exporters exports fabric fabrics factory farm farms fashion fashions
    fiber fibre finishing first fisheries food foods footwear furniture garment garments general
    glass global glove gloves goods group hall handicrafts holding holdings home house import
    imports india industria industrial industrias industries industry international
    internacional island jeans knit knits knitting knitwear knitwears laundry leather limited line lingerie
    logistics machinery making manufactory manufacture manufacturer manufacturers manufacturing
    marine market materials metal metals mill mills national new north office oil overseas
    packaging packing palm paper park parts phase plant plastic plastics plot plantation plantations
    precision print printing prints private process processing product production products
    province public quality road rubber seafood section sector service services sewing shoe shoes silk
    socks solar solution solutions sons source south spinning sport sports sportswear steel street style
    supplier suppliers supply sweater sweaters synthetic tailoring tannery tea tech technologies technology
    textile textiles thread timber tobacco town toys trade traders trading underwear unit united
    village washing wear weaving west wood woods wool world yarn yarns zone
    unidade fabrica fabrik usine confecciones confeccoes tekstil dis ticaret sanayi
    worker workers factory site person people area phone mail removed number address identifier
    account card container document
    """.split()
)

LEGAL_FORMS = frozenset(
    """
    ltd limited ltda pvt private plc llc llp lp inc incorporated corp corporation co company coltd
    gmbh ag kg ohg ug se sa sas sarl sl slu srl spa snc sc bv nv oy oyj ab as asa aps
    sdn bhd berhad pt tbk cv ud jsc pjsc ojsc cjsc ooo oao zao pte pty pl kft zrt nyrt doo dd ad sro
    tnhh cp mtv sti kk gk eirl cia sapi rl ps fze fzco fzc wll saoc lda epz
    """.split()
)


@cache
def everyday_words() -> frozenset[str]:
    """Lower-case English words, from texts with every marked mention blanked out."""
    listed = files("portal.privacy.identifiers").joinpath("words.txt").read_text("utf-8")
    return frozenset(listed.split()) | GENERIC


def is_everyday(folded: str) -> bool:
    words = everyday_words()
    if folded in words or folded.isdigit() or folded in LEGAL_FORMS:
        return True
    for ending, stem in (
        ("s", ""),
        ("es", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
    ):
        if folded.endswith(ending) and folded[: -len(ending)] + stem in words and len(folded) > 4:
            return True
    return False
