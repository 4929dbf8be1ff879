"""The trained taggers: what they find, that offsets hold, and that only measured weights load."""

from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.privacy.identifiers.hits import Kind, Tier
from portal.privacy.identifiers.page import Page
from portal.privacy.identifiers.tagger_files import SHA256, ChangedWeightsError, checked, weights
from portal.privacy.identifiers.tagging import KINDS, tagger

REPORT = (
    "Our team visited Everbright Garments Ltd in Gazipur, Bangladesh on 12 March 2024. Rahima Begum"
    " told us that the agent Nasir Uddin of Golden Bridge Overseas had taken Tk 60,000 from her."
)
PLAIN = "Workers said that they cannot leave the dormitory after the evening shift. "


def found(text: str) -> set[tuple[str, Kind]]:
    page = Page(text)
    return {
        (page.text[span.start : span.end], span.kind)
        for span in tagger().find(page)
        if span.tier is Tier.DEFAULT
    }


def test_factory_place_date_and_people_of_a_report_are_found() -> None:
    assert {
        ("Everbright Garments Ltd", Kind.COMPANY),
        ("Gazipur", Kind.PLACE),
        ("12 March 2024", Kind.DATE),
        ("Rahima Begum", Kind.PERSON_NAME),
        ("Nasir Uddin", Kind.PERSON_NAME),
    } <= found(REPORT)


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("hi this is ram thapa from the glove factory, they took my passport", "ram thapa"),
        ("WORKER TURSUN EMET WAS MOVED TO ANOTHER SITE", "TURSUN EMET"),
        ("- Nguyễn Thị Hồng, 31, not paid since May", "Nguyễn Thị Hồng"),
        ("The recruiter, Oleksandr Bondarenko, kept the papers.", "Oleksandr Bondarenko"),
    ],
)
def test_a_name_is_found_however_it_is_written(note: str, name: str) -> None:
    assert (name, Kind.PERSON_NAME) in found(note)


def test_a_sentence_without_identifiers_is_left_as_it_is() -> None:
    assert found(PLAIN) == set()


@pytest.mark.parametrize("text", ["", "   \n\n ", "\u200b", "...", "\U0001f600" * 9])
def test_a_text_without_words_has_no_spans(text: str) -> None:
    assert list(tagger().find(Page(text))) == []


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_every_span_lies_inside_the_text_and_binds_nobody_for_good(text: str) -> None:
    page = Page(text)
    for span in tagger().find(page):
        assert 0 <= span.start < span.end <= len(page.text)
        assert page.text[span.start : span.end].strip()
        assert span.tier is not Tier.MUST
        assert 0 < span.score <= 1
        assert span.kind in KINDS.values()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([PLAIN, "\U0001f600 ", "é́ ", "\u200b", "工厂 "]), max_size=40))
def test_what_stands_before_a_name_does_not_move_its_offsets(before: list[str]) -> None:
    text = "".join(before) + "\nContact: Rahima Begum, worker."
    page = Page(text)
    shown = {page.text[span.start : span.end] for span in tagger().find(page)}
    origins = {text[slice(*page.origin(s.start, s.end))] for s in tagger().find(page)}
    assert "Rahima Begum" in shown
    assert "Rahima Begum" in origins


def test_names_all_over_a_long_text_are_found_and_progress_reaches_its_end() -> None:
    text = (PLAIN * 12 + "We spoke to Rahima Begum. " + PLAIN * 12) * 12
    page = Page(text)
    told: list[tuple[int, int]] = []
    spans = list(tagger().find(page, lambda done, total: told.append((done, total))))
    assert sum(page.text[s.start : s.end] == "Rahima Begum" for s in spans) == 12
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_threads_that_share_the_tagger_see_what_one_sees_alone() -> None:
    texts = [f"{REPORT} Worker {n} is Sita Gurung of Kathmandu. " + PLAIN * n for n in range(12)]
    alone = [list(tagger().find(Page(text))) for text in texts]
    with ThreadPoolExecutor(6) as threads:
        shared = list(threads.map(lambda text: list(tagger().find(Page(text))), texts))
    assert shared == alone


@pytest.mark.parametrize("name", sorted(SHA256))
def test_a_changed_trained_file_is_refused_by_name(name: str) -> None:
    content = weights(name)
    with pytest.raises(ChangedWeightsError, match=name):
        checked(name, content[:-1] + bytes([content[-1] ^ 1]))


def test_a_missing_trained_file_is_refused() -> None:
    with pytest.raises(ChangedWeightsError, match=r"other\.onnx is missing"):
        weights("other.onnx")


def test_all_weights_together_are_at_most_thirty_megabytes() -> None:
    folder = files("portal.privacy.identifiers").joinpath("models")
    sizes = {path.name: len(path.read_bytes()) for path in folder.iterdir()}
    assert set(sizes) == set(SHA256)
    assert sum(sizes.values()) <= 30_000_000
