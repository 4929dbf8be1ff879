import os
import subprocess
import sys
from threading import Thread
from time import monotonic

import pytest

from portal.privacy.files import sandbox, wire
from portal.privacy.files.limits import MEMORY, MIB, MOST_OUTPUT, SECONDS
from portal.privacy.files.report import (
    FileKind,
    Hidden,
    HiddenKind,
    LabelKind,
    Part,
    Report,
    Unacceptable,
    Why,
)

START = "from portal.privacy.files.confinement import confine\nconfine()\n"


def confined(code: str) -> str:
    """The name of what the code raises in a confined process, or what it prints."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{START}try:\n    {code}\nexcept BaseException as e:\n    print(type(e).__name__)",
        ],
        env=sandbox._ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or str(done.returncode)


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "open('/tmp/x', 'w')",
        "open('/tmp/x', 'r+')",
        "import os; os.open('/tmp/x', os.O_WRONLY | os.O_CREAT)",
        "import os; os.remove('/tmp/x')",
        "import os; os.mkdir('/tmp/x')",
        "import tempfile; tempfile.TemporaryFile()",
    ],
)
def test_a_confined_process_cannot_reach_out(code: str) -> None:
    assert confined(code) == "Confined"


def test_a_confined_process_has_no_memory_beyond_its_limit() -> None:
    assert confined(f"bytearray({MEMORY - 60 * MIB}); print('fits')") == "fits"
    assert confined(f"bytearray({MEMORY})") == "MemoryError"


def test_a_confined_process_cannot_take_its_limits_back() -> None:
    raised = "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))"
    assert confined(raised) in {"ValueError", "PermissionError"}
    for limit, value in (("CPU", SECONDS), ("CORE", 0), ("FSIZE", 0), ("AS", MEMORY)):
        code = f"import resource; print(resource.getrlimit(resource.RLIMIT_{limit}))"
        assert confined(code) == f"({value}, {value})"


def test_a_process_inherits_nothing_of_the_environment() -> None:
    os.environ["PORTAL_SECRET_OF_A_TEST"] = "x"
    try:
        assert "PORTAL_SECRET_OF_A_TEST" not in sandbox._ENVIRONMENT
    finally:
        del os.environ["PORTAL_SECRET_OF_A_TEST"]


def test_a_report_survives_the_wire() -> None:
    report = Report(
        FileKind.PDF,
        (Part("page:1", LabelKind.PAGE, "1", "a\ud800 \U0001f9e4"),),
        (Hidden(HiddenKind.GPS, "1", "x"),),
        1,
        needs_eyes=True,
    )
    head, rest = wire.unpack(wire.pack({"report": wire.write_report(report)}, b"rest"))
    assert wire.read_report(head["report"]) == report
    assert rest == b"rest"


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\xff\xff\xff\xff{}", b"\x00\x00\x00\x02[]", b"\x00\x00\x00\x02{x"]
)
def test_what_does_not_speak_as_agreed_is_garbled(data: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.unpack(data)


@pytest.mark.parametrize(
    "head",
    [None, {}, {"kind": "exe"}, {"kind": "pdf", "parts": [["x"]], "hidden": [], "pages": 1}],
)
def test_a_process_that_lies_makes_no_report(head: object) -> None:
    with pytest.raises(wire.Garbled):
        wire.read_report(head)


def test_a_process_cannot_choose_the_words_of_its_refusal() -> None:
    with pytest.raises(wire.Garbled):
        wire.read_refusal("<script>", {})
    assert wire.read_refusal("bomb", {"a": "x" * 999}).values == {"a": "x" * 200}


def test_an_answer_beyond_the_cap_is_no_answer() -> None:
    for size, kept in ((1000, 1000), (MOST_OUTPUT + 1, 0)):
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as out:
            feeder = Thread(target=sandbox._feed, args=(os.fdopen(writing, "wb"), bytes(size)))
            feeder.start()
            assert sandbox._listen(out, monotonic() + 600) == bytes(kept)
        feeder.join()


def test_an_answer_that_does_not_come_in_time_is_no_answer() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as out, os.fdopen(writing, "wb") as silent:
        silent.write(b"x")
        silent.flush()
        assert sandbox._listen(out, monotonic() + 0.1) == b""


def test_a_process_that_answers_nothing_refuses_its_file() -> None:
    with pytest.raises(Unacceptable) as refusal:
        sandbox.run({"task": 7}, b"a text")
    assert refusal.value.code is Why.DAMAGED


def test_a_file_is_read_far_below_the_limit_of_memory() -> None:
    answer = sandbox.run(wire.write_request("inspect", "a.txt", (), ()), b"a text")
    assert 0 < answer.peak_mb < 64
