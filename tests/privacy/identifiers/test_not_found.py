"""What must not be seen: ordinary sentences, and the words that the portal itself writes."""

import pytest

from portal.privacy.identifiers.hits import Tier
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.phrases import FIXED
from tests.privacy.identifiers.rules import detect

ORDINARY = (
    "The textile factory and the garments were inspected.",
    "Textile workers in the village said the gloves were cheap.",
    "Workers were reading in a nice room with a mobile phone.",
    "The male workers of the factory could not leave at night.",
    "Passports were held in the safe of the manager.",
    "They worked 12 hours a day, 7 days a week.",
    "They may leave in march or later, e.g. at night.",
    "It took 10,000 stitches to reach the target.",
    "Limited evidence was given, and the company denied it.",
    "The Company said that the Factory was closed.",
    "Workers left.In the morning they came back.",
    "The shift ends at 22:30 and starts at 6.",
    "About four in five passports were kept in the third quarter of 2026.",
    "They paid thousands of ringgit, and dozens of workers borrowed.",
    "It stands in an industrial area in South-eastern Asia.",
    "An industrial area in South-eastern Asia was searched.",
    "A place in Western Africa and a place in the Caribbean were named.",
    "The sunrise was late and the village slept.",
    "See section 4.1.2 and chapter 12 of the report.",
    "Conditions were bad. So is the food. No one complained.",
    "The average was 48.5 hours, at most 60.",
    "Asian workers spoke Bengali and English to the guard.",
    "It was told in the first half of 2026, within the year 2026.",
    "The ILO and the NGO wrote an ESG report.",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_sentence_has_no_hit(lexicon: Lexicon, text: str) -> None:
    assert detect(text, lexicon) == ()


@pytest.mark.parametrize("phrase", sorted(set(FIXED.values())))
def test_a_placeholder_is_never_a_hit(lexicon: Lexicon, phrase: str) -> None:
    text = f"They told {phrase} and then {phrase} again. {phrase.capitalize()} it was."

    assert detect(text, lexicon) == ()


@pytest.mark.parametrize("noun", ["supplier", "site", "person", "company", "worker", "agent"])
def test_a_numbered_role_is_never_a_hit(lexicon: Lexicon, noun: str) -> None:
    text = f"Then {noun} 1 met {noun} 2. {noun.capitalize()} 3 left; a {noun} and the {noun} came."

    assert detect(text, lexicon) == ()


@pytest.mark.parametrize(
    "text",
    ["We made textile.", "The Factory burned.", "Workers from China left.", "Garments from Dhaka."],
)
def test_a_generic_word_of_a_supplier_name_is_not_the_supplier(lexicon: Lexicon, text: str) -> None:
    assert all(hit.tier is not Tier.MUST for hit in detect(text, lexicon))
