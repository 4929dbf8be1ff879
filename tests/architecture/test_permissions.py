"""The whole permission table, written down so that a change to it shows in review.

Write it anew with `python -m tests.architecture.test_permissions`.
"""

from pathlib import Path

from portal.access.table import rendered
from tests.architecture.addresses import RULES, actions

GOLDEN = Path(__file__).with_name("permissions.txt")


def test_permissions_are_as_written_down() -> None:
    assert rendered(RULES, actions()) == GOLDEN.read_text()


if __name__ == "__main__":
    GOLDEN.write_text(rendered(RULES, actions()))
