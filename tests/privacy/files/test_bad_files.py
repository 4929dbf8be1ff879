import pytest

from portal.privacy.files import sandbox
from portal.privacy.files.report import MESSAGES, Unacceptable, Why
from tests.privacy.files.corpus import Bad, bad_files

CORPUS = list(bad_files())


@pytest.mark.parametrize("bad", CORPUS, ids=lambda bad: bad.title)
def test_a_bad_file_is_refused_for_its_reason(bad: Bad) -> None:
    with pytest.raises(Unacceptable) as refusal:
        sandbox.inspect(bad.make(), bad.name)
    assert refusal.value.code is bad.why
    assert refusal.value.message % refusal.value.values


@pytest.mark.parametrize(
    "bad", [bad for bad in CORPUS if bad.why is not Why.TOO_HEAVY], ids=lambda bad: bad.title
)
def test_what_is_refused_is_not_rebuilt_either(bad: Bad) -> None:
    with pytest.raises(Unacceptable) as refusal:
        sandbox.rebuild(bad.make(), [], bad.name)
    assert refusal.value.code is bad.why


def test_the_corpus_has_every_reason_that_a_file_can_give() -> None:
    by_the_caller = {Why.STALE, Why.NOT_CLEAN}
    assert {bad.why for bad in CORPUS} == set(Why) - by_the_caller
    assert len(CORPUS) >= 60
    assert len({bad.title for bad in CORPUS}) == len(CORPUS)


def test_every_reason_has_words() -> None:
    assert set(MESSAGES) == set(Why)
