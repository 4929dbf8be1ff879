"""Indicators, TLP, choices and the page of sources."""

import pytest

from portal.reference import indicators, taxonomy, tlp
from portal.reference.documents import DATA
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
    assert files <= {each.file for each in SOURCES}
    assert all(each.title and each.source and each.edition for each in SOURCES)
