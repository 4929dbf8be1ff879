"""A tenant with 5,000 suppliers waits no longer for its text than one with five."""

import itertools
import time

from portal.privacy.identifiers.hits import Kind
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.words import Word
from tests.privacy.identifiers.rules import detect

FIRST = ("Bao", "Chen", "Dora", "Elan", "Fuji", "Gita", "Hano", "Iris", "Joya", "Kamal", "Lotus", "Mira", "Nila", "Orin", "Puja", "Qadir", "Rupa", "Sona", "Tara", "Umar")  # fmt: skip
SECOND = ("vex", "lon", "mar", "tak", "bis", "dor", "fen", "gul", "hax", "jin")  # fmt: skip
TRADE = ("Garments", "Textile", "Knitwear", "Fashions", "Gloves", "Denim", "Mills", "Apparels", "Sweaters", "Footwear")  # fmt: skip
FORM = ("Ltd", "Co. Ltd", "Pvt Ltd")  # fmt: skip


def test_five_thousand_suppliers_are_searched_in_under_300_ms() -> None:
    made = itertools.product(FIRST, SECOND, TRADE, FORM)
    words = [Word(f"{a}{b} {c} {d}", Kind.SUPPLIER) for a, b, c, d in itertools.islice(made, 5000)]
    assert len(words) == 5000
    lexicon = Lexicon(words)
    sentence = "The workers of Lotusvex Garmnts told us that Chenlon Textile kept their passports in the safe. "
    text = sentence * 25
    assert len(text.split()) >= 400

    took = []
    for _ in range(3):
        started = time.process_time()
        hits = detect(text, lexicon)
        took.append(time.process_time() - started)
        assert len([hit for hit in hits if hit.kind is Kind.SUPPLIER]) == 50

    assert min(took) < 0.3
