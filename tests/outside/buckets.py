"""An S3 server of its own on loopback: moto, which simulates S3, from a virtual environment of its own."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

SERVER = Path(__file__).parents[2] / ".venv-s3/bin/moto_server"
PATIENCE = 60.0


class NoServer(Exception):
    """`.venv-s3` is not there: `make setup-dev` makes it."""


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that knows no bucket yet; it ends with the block."""
    if not SERVER.exists():
        raise NoServer(SERVER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(SERVER), "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def make_bucket(address: str, name: str) -> None:
    assert _ask(address, "PUT", f"/{name}") == 200


def _ask(address: str, method: str, path: str) -> int:
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=20)) as connection:
        connection.request(method, path)
        return connection.getresponse().status


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if _ask(address, "GET", "/moto-api/") == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise NoServer(address)
