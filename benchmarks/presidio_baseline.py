"""Presidio as it installs from PyPI, in a virtual environment and a process of its own.

No spaCy model is on PyPI, so its NLP engine is `spacy.blank("en")`: the recognizers by pattern,
checksum and context words work, the ones for names of persons, places and organizations do not.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
VENV: Final = ROOT / ".venv-baseline"
SCRIPT: Final = Path(__file__).parent / "presidio_process.py"


class NotInstalled(Exception):
    """Why there is no baseline on this machine, in one line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in each text, in order, and the CPU seconds that finding took."""

    spans: list[list[tuple[int, int]]]
    seconds: float
    version: str


def ask(texts: Sequence[str]) -> Answer:
    """Every span that Presidio reports at its default threshold; NotInstalled says why not."""
    python = VENV / "bin" / "python"
    if not (VENV / ".set-up").exists():
        _call("make", "-s", "baseline", said="")
    # -P: names of files beside the script must not stand in for packages.
    reply = _call(str(python), "-P", str(SCRIPT), said=json.dumps(list(texts)))
    found = json.loads(reply)
    spans = [[(start, end) for start, end in each] for each in found["spans"]]
    return Answer(spans, found["seconds"], found["version"])


def _call(*command: str, said: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - our own command, no outside input
            command, input=said, capture_output=True, text=True, check=True, cwd=ROOT
        )
    except OSError as error:
        raise NotInstalled(str(error)) from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or ["no message"]
        last = next((line for line in reversed(lines) if not line.startswith("make")), lines[-1])
        raise NotInstalled(f"{command[0]}: {last}") from error
    return done.stdout
