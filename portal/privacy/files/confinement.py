"""What the process gives up before it reads a byte of the file: memory, time, network, files."""

from __future__ import annotations

import ctypes
import resource
import sys
from typing import Any, Final

from portal.privacy.files.limits import MEMORY, SECONDS

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_CLONE_NEWIPC: Final = 0x08000000
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38

_NEVER: Final = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.spawn"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.kill", "os.putenv", "shutil.", "urllib.", "ftplib.", "smtplib."),
    *("http.", "webbrowser.", "pty.", "signal.pthread_kill", "os.startfile", "tempfile."),
)


class Confined(Exception):
    """The parser tried something that reading a file never needs."""


def confine() -> None:
    """Give up what reading a file does not need; nothing of it can be taken back.

    The limits and the audit hook always hold. A network namespace of its own is had where the
    kernel lets an ordinary process make one; a container often forbids that.
    """
    _limit()
    _leave_the_network()
    # Whatever tries `import numpy` falls back to code that needs 70 MiB less.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    sys.addaudithook(_refuse)


def _limit() -> None:
    for name, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(name, (value, value))


def _leave_the_network() -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux":
        library.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC)
        library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        # Nobody attaches to the process or reads its memory while it holds a file.
        library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_NEVER):
        raise Confined(event)
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & 3:
            raise Confined("open for writing")
