"""Write reports.jsonl: every skeleton three times, in three countries, marked where it is filled.

`python -m benchmarks.domain_reports.generate`. A skeleton is a text that somebody wrote; its
`{slots}` are the identifiers, so that a mark is right by construction. Never train or tune on it.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.domain_reports.fill import Filler, load_countries

HERE: Final = Path(__file__).parent
REPORTS: Final = HERE / "reports.jsonl"
SEED: Final = 20_261_124
FILLINGS: Final = 3
SLOT: Final = re.compile(r"\{([a-z]+)(\d?)(\.short)?\}")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`case` is "upper", "lower" or empty; it holds for the whole text, names too."""

    id: str
    genre: str
    case: str
    text: str


def skeletons() -> Iterator[Skeleton]:
    for file in sorted((HERE / "skeletons").glob("*.txt")):
        written = file.read_text(encoding="utf-8").split("## ")[1:]
        for number, part in enumerate(written, 1):
            head, text = part.split("\n", 1)
            genre, case = head, ""
            if head.endswith((" upper", " lower")):
                genre, case = head.rsplit(" ", 1)
            yield Skeleton(f"{file.stem}-{number:02}", genre, case, text.strip())


def fill(skeleton: Skeleton, filler: Filler) -> dict[str, object]:
    """One report in the format of the detection data, with its country, genre and tenant."""
    text = ""
    mentions: list[dict[str, object]] = []
    position = 0
    for slot in SLOT.finditer(skeleton.text):
        text += cased(skeleton.text[position : slot.start()], skeleton.case)
        position = slot.end()
        noun, number, short = slot.groups()
        value = filler.value(noun, number, short=bool(short))
        shown = cased(value.text, skeleton.case)
        if value.type is not None:
            mentions.append(
                {
                    "start": len(text),
                    "end": len(text) + len(shown),
                    "type": value.type,
                    "entity": noun + number,
                    "identifier": value.identifier,
                }
            )
        text += shown
    text += cased(skeleton.text[position:], skeleton.case)
    return {
        "text": text,
        "skeleton": skeleton.id,
        "genre": skeleton.genre,
        "country": filler.country,
        "mentions": mentions,
        "tenant": {"supplier": filler.supplier, "staff": filler.staff},
    }


def cased(text: str, case: str) -> str:
    return text.upper() if case == "upper" else text.lower() if case == "lower" else text


def reports() -> Iterator[dict[str, object]]:
    chance = random.Random(SEED)
    countries = load_countries(HERE / "countries.toml")
    codes = sorted(code for code, country in countries.items() if "suppliers" in country)
    turn: list[str] = []
    for skeleton in skeletons():
        for filling in range(1, FILLINGS + 1):
            turn = turn or chance.sample(codes, len(codes))
            filler = Filler(countries, turn.pop(), chance)
            yield {"id": f"{skeleton.id}-{filling}", **fill(skeleton, filler)}


def main() -> None:
    rows = [json.dumps(report, ensure_ascii=False) for report in reports()]
    REPORTS.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
