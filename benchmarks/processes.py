"""Measuring in a fresh process: what another measurement left behind counts for nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any


def measured(module: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Run a module, tell it one JSON object and answer the one on its last line.

    RuntimeError with the end of what it said, if it fails.
    """
    done = subprocess.run(  # noqa: S603 - our own module, no outside input
        [sys.executable, "-m", module],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
