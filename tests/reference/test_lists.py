"""Indicators, TLP, choices and the page of sources."""

from datetime import date

import pytest
from babel.messages.extract import extract_from_dir

from portal.reference import indicators, taxonomy, tlp
from portal.reference.documents import DATA
from portal.reference.products import PRODUCTS
from portal.reference.sources import SOURCES
from portal.reference.tlp import Audience, Tlp


def test_the_eleven_indicators_keep_the_order_of_the_ilo() -> None:
    assert [each.number for each in indicators.INDICATORS] == list(range(1, 12))
    assert indicators.INDICATORS[0].code == "abuse_of_vulnerability"
    assert indicators.INDICATORS[10].code == "excessive_overtime"
    assert indicators.indicator("debt_bondage").number == 9


def test_an_unknown_indicator_is_an_error() -> None:
    with pytest.raises(KeyError):
        indicators.indicator("low_pay")


def test_every_indicator_is_explained_in_one_sentence() -> None:
    for each in indicators.INDICATORS:
        assert each.description.endswith(".")
        assert each.description.count(". ") == 0
        assert each.dimension_label
    assert all(each.label and each.description for each in indicators.Strength)


ALLOWED = {
    Tlp.RED: {Audience.GROUP},
    Tlp.AMBER_STRICT: {Audience.GROUP},
    Tlp.AMBER: {Audience.GROUP, Audience.GROUP_AND_OBSERVERS},
    Tlp.GREEN: {Audience.GROUP, Audience.GROUP_AND_OBSERVERS, Audience.ASSOCIATION},
    Tlp.CLEAR: set(Audience),
}


@pytest.mark.parametrize("label", Tlp)
@pytest.mark.parametrize("audience", Audience)
def test_an_audience_wider_than_the_label_is_refused_with_the_reason(
    audience: Audience, label: Tlp
) -> None:
    reason = tlp.contradiction(audience, label)
    assert (reason is None) == (audience in ALLOWED[label])
    assert reason is None or label.value in reason


def test_each_label_and_audience_is_described() -> None:
    assert [each.css for each in Tlp] == ["red", "amber", "amber", "green", "clear"]
    assert all(each.boundary for each in Tlp)
    assert all(each.label and each.description for each in Audience)


def test_choices_have_unique_codes_and_labels() -> None:
    for name, choices in taxonomy.LISTS.items():
        assert len({each.code for each in choices}) == len(choices), name
        assert all(each.label and each.description for each in choices), name
    assert [each.code for each in taxonomy.HEADCOUNT_BANDS] == [
        "1-49",
        "50-249",
        "250-999",
        "1000-4999",
        "5000+",
    ]
    assert taxonomy.REMEDIATION_STATES[0].code == "reported"
    assert taxonomy.REMEDIATION_STATES[-1].code == "closed"
    assert taxonomy.choice("tier", "labor_agent").label == "Labor agent"


def test_every_document_stands_on_the_page_of_sources() -> None:
    files = {each.name for each in DATA.iterdir() if each.name.endswith(".json")}
    assert files == {each.file for each in SOURCES}
    assert "dol_goods.json" in files
    assert all(
        each.title and each.source and each.edition and date.fromisoformat(each.date)
        for each in SOURCES
    )


def test_every_word_of_the_lists_reaches_the_translators() -> None:
    found = {
        message
        for _, _, message, *_ in extract_from_dir(
            str(DATA),
            method_map=[("**.json", "portal.reference.messages:extract")],
        )
    }
    for each in indicators.INDICATORS:
        assert {each.name, each.description, each.dimension_label} <= found
    for choices in taxonomy.LISTS.values():
        assert {each.label for each in choices} <= found
    assert {tlp.contradiction(Audience.PUBLIC, each) for each in list(Tlp)[:4]} <= found
    assert {each.name for each in PRODUCTS} <= found
    assert {"Any product", "Any sector", "Manufacture of footwear"} <= found
    assert "TLP:RED" not in found


def test_what_the_gate_may_show_instead_is_wider_and_ends_at_any() -> None:
    assert taxonomy.path("headcount_band", "1000-4999") == ("1000-4999", "250+", "any")
    assert taxonomy.path("tier", "labor_agent") == ("labor_agent", "any")
    assert taxonomy.path("scheme", "smeta") == ("smeta", "industry", "audited", "any")
    assert taxonomy.path("scheme", "not_audited") == ("not_audited", "any")
    for name in ("headcount_band", "tier", "scheme"):
        for each in taxonomy.LISTS[name]:
            *steps, top = taxonomy.path(name, each.code)
            assert top == taxonomy.ANY
            assert all(taxonomy.choice(name, code).label for code in steps)
    with pytest.raises(KeyError):
        taxonomy.path("tier", "tier9")


@pytest.mark.parametrize(
    ("sites", "code", "between"),
    [
        (1, "1-4", (1, 4)),
        (49, "10-49", (10, 49)),
        (50, "50-199", (50, 199)),
        (900, "200+", (200, None)),
    ],
)
def test_an_estimate_of_sites_lies_in_one_band(
    sites: int, code: str, between: tuple[int, int | None]
) -> None:
    assert taxonomy.estimate_of(sites) == code
    assert taxonomy.estimate(code) == between


def test_an_estimate_counts_at_least_the_site_itself() -> None:
    with pytest.raises(ValueError, match="at least"):
        taxonomy.estimate_of(0)
