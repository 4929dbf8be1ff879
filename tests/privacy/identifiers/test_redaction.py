"""Decisions applied: what is masked, what is kept, what still blocks, and how it reads."""

import pytest

from portal.privacy.identifiers.engine import residual
from portal.privacy.identifiers.hits import Kind, Tier
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.redact import Decision, redact, refused
from tests.privacy.identifiers.rules import detect

STORY = (
    "Our supplier Sunrise Gloves Sdn Bhd in Shah Alam kept 112 of 140 passports on 14 August 2026. "
    "Sunrise Glovs charged RM 8,200 through Golden Manpower Ltd. Call Mr. Ramesh T. at "
    "+60 12-345 6789 or ramesh (at) sunrise dot com. Workers come from Nepal."
)


def test_undecided_hits_are_masked_in_grammatical_words(lexicon: Lexicon) -> None:
    assert redact(STORY, detect(STORY, lexicon), {}) == (
        "Our supplier in the area kept some passports on a certain date. "
        "The supplier charged an amount of money through a company. Call a person at "
        "[phone removed] or [e-mail removed]. Workers come from the country."
    )


def test_generalized_hits_say_the_honest_wider_thing(lexicon: Lexicon) -> None:
    hits = detect(STORY, lexicon)
    decisions = {hit.key: Decision.GENERALIZE for hit in hits}

    assert redact(STORY, hits, decisions) == (
        "Our supplier in a place in South-eastern Asia kept about four in five passports in the "
        "third quarter of 2026. "
        "The supplier charged thousands of ringgit through a company. Call a person at "
        "[phone removed] or [e-mail removed]. Workers come from a country in Southern Asia."
    )


def test_what_must_go_goes_although_the_author_would_keep_it(lexicon: Lexicon) -> None:
    hits = detect(STORY, lexicon)
    decisions = {hit.key: Decision.KEEP for hit in hits}

    redacted = redact(STORY, hits, decisions)

    assert residual(redacted, lexicon) == ()
    assert "14 August 2026" in redacted
    assert {hit.tier for hit in hits if refused(hit, Decision.KEEP)} == {Tier.MUST}


def test_a_decision_survives_edits_and_covers_every_mention(lexicon: Lexicon) -> None:
    before = detect("The owner of Alif came.", lexicon)[0]
    after = detect("Yesterday, ALIF was closed. The owner of Alif came.", lexicon)

    assert {hit.key for hit in after} == {before.key}


def test_two_sums_have_two_keys(lexicon: Lexicon) -> None:
    hits = detect("They paid RM 8,200 and then RM 82.00 each.", lexicon)

    assert len({hit.key for hit in hits}) == 2


def test_suppliers_are_numbered_by_first_appearance_in_one_text(lexicon: Lexicon) -> None:
    text = "Alif Embroidery met Sunrise Gloves. Sunrise Glovs paid Alif."

    assert redact(text, detect(text, lexicon), {}) == (
        "Supplier 1 met supplier 2. Supplier 2 paid supplier 1."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Alif Embroidery Village Ltd and Sunrise Gloves Sdn Bhd", "Supplier 1 and supplier 2"),
        ("Alif Embroidery Village Ltd & Sunrise Gloves Sdn Bhd", "Supplier 1 & supplier 2"),
        (
            "ALIF EMBROIDERY VILLAGE LTD AND SUNRISE GLOVES SDN BHD PAID",
            "Supplier 1 AND supplier 2 PAID",
        ),
        (
            "We saw Alif Embroidery Village Ltd., Sunrise Gloves Sdn. Bhd. and PT Kahatex Tbk.",
            "We saw supplier 1, supplier 2 and supplier 3.",
        ),
        (
            "We saw PT Kahatex Tbk and Golden Manpower Ltd there.",
            "We saw the supplier and a company there.",
        ),
        (
            "We saw Golden Manpower Ltd and Alif Embroidery Village Ltd there.",
            "We saw a company and the supplier there.",
        ),
    ],
)
def test_what_joins_two_names_is_part_of_neither(lexicon: Lexicon, text: str, said: str) -> None:
    assert redact(text, detect(text, lexicon), {}) == said


def test_a_number_is_never_carried_from_one_text_to_another(lexicon: Lexicon) -> None:
    alone = detect("They visited Sunrise Gloves.", lexicon)

    assert [hit.suggestion for hit in alone] == ["the supplier"]


@pytest.mark.parametrize(
    ("text", "wider"),
    [
        ("They paid RM 950 each.", "hundreds of ringgit"),
        ("They paid 1,20,000 rupees each.", "hundreds of thousands of rupees"),
        ("They paid 3.000 EUR each.", "thousands of euros"),
        ("They paid $1.5k each.", "thousands of dollars"),
        ("It was 3 May 2026.", "the second quarter of 2026"),
        ("It was 05/03/2026.", "the year 2026"),
        ("It was 02/03/2026.", "the first quarter of 2026"),
        ("It was 31 December.", "the fourth quarter of the year"),
        ("They kept 5 of 50 passports.", "about one in ten"),
        ("They kept 50 of 50 passports.", "all"),
        ("They kept 1,200 passports.", "more than a thousand"),
    ],
)
def test_a_generalization_is_true_of_what_it_replaces(
    lexicon: Lexicon, text: str, wider: str
) -> None:
    assert [hit.generalization for hit in detect(text, lexicon)] == [wider]


def test_a_phone_number_is_never_shown_in_part(lexicon: Lexicon) -> None:
    text = "Call +60 12-345 6789 ext. 44 now."
    hits = detect(text, lexicon)

    assert [hit.kind for hit in hits] == [Kind.PHONE]
    assert not any(char.isdigit() for char in redact(text, hits, {}))
