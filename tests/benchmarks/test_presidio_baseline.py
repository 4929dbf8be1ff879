from pathlib import Path

import pytest

from benchmarks import presidio_baseline


def test_a_machine_without_the_baseline_is_told_why_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".set-up").touch()
    monkeypatch.setattr(presidio_baseline, "VENV", tmp_path)

    with pytest.raises(presidio_baseline.NotInstalled, match="No such file"):
        presidio_baseline.ask(["Write to a@b.example."])


def test_the_last_line_of_a_failing_command_is_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".set-up").touch()
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(
        "#!/bin/sh\necho one >&2\necho no network >&2\necho make: failed >&2\nexit 3\n"
    )
    python.chmod(0o755)
    monkeypatch.setattr(presidio_baseline, "VENV", tmp_path)

    with pytest.raises(presidio_baseline.NotInstalled, match=r"no network$"):
        presidio_baseline.ask(["Write to a@b.example."])
