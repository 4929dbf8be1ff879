"""The words of a mail: nothing in them tells how much there is of what is not named."""

from datetime import date
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from portal.reference.tlp import Tlp
from portal.web.notices import Line, Links, body, subject

GROUP = UUID(int=1)
LINKS = Links("https://p.example/notices", "https://p.example/settings", "https://p.example/end")


def line(kind: str, *labels: Tlp, titles: tuple[str, ...] = ()) -> Line:
    return Line(uuid4(), GROUP, "A group", kind, date(2026, 11, 24), labels, titles)


@given(st.integers(1, 9), st.sampled_from([Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED]))
def test_many_things_that_are_not_named_read_like_one(number: int, label: Tlp) -> None:
    one, many = [line("tally", label)], [line("tally", label) for _ in range(number)]
    assert body(one, LINKS) == body(many, LINKS)
    assert subject(one) == subject(many) == f"[{label}] News from your working groups"


@given(
    st.permutations([Tlp.CLEAR, Tlp.RED, Tlp.GREEN, Tlp.AMBER]),
    st.sampled_from(["posts", "thread"]),
)
def test_the_order_in_which_things_are_found_does_not_show(order: list[Tlp], other: str) -> None:
    named = {Tlp.CLEAR: ("TLP:CLEAR One",), Tlp.GREEN: ("TLP:GREEN Two",)}
    lines = [
        line(other if each is Tlp.RED else "thread", each, titles=named.get(each, ()))
        for each in order
    ]
    assert body(lines, LINKS) == body(sorted(lines, key=lambda each: each.labels), LINKS)
    assert subject(lines).startswith("[TLP:RED]")
