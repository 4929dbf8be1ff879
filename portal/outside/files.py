"""Sealed bytes under random names: in a local folder, or in a bucket that speaks S3."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from portal.core.config import Settings

if TYPE_CHECKING:
    from obstore.store import S3Config

NAME: Final = re.compile(r"[0-9a-f]{32}")
_IN_FOLDER: Final = re.compile(r"[0-9a-f]{32}(?:\.[0-9a-f]{8})?")
"""With an ending: what a crash left half written."""
PATIENCE: Final = timedelta(seconds=20)


class Missing(Exception):
    """There is no object of this name."""


class Unreachable(Exception):
    """The store does not answer, or refuses."""


class Store(Protocol):
    """What is put is there when `put` returns; names are 32 hexadecimal digits (`fresh_name`)."""

    def put(self, name: str, sealed: bytes) -> None: ...

    def get(self, name: str) -> bytes:
        """Raise `Missing` if there is no such object."""
        ...

    def delete(self, name: str) -> None:
        """Nothing happens if there is no such object."""
        ...

    def objects(self) -> Iterator[tuple[str, datetime]]:
        """Every name, with the moment before which it was put."""
        ...


def fresh_name() -> str:
    """128 random bits: no owner, order or time."""
    return secrets.token_hex(16)


def store(settings: Settings) -> Store:
    """The store that the settings name; `ValueError` if they name one that cannot be."""
    if settings.files_url is None:
        return Folder(settings.home / "files")
    return Bucket(settings.files_url, settings.files_credentials_dir)


class Folder:
    """Files of mode 0600 that bear no time of their own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, name: str, sealed: bytes) -> None:
        """The bytes are on the disk before the name is there: a crash leaves all or nothing."""
        target = self._at(name)
        self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = self._at(f"{name}.{secrets.token_hex(4)}")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
                # Backups keep the time of a file: it would say when somebody worked on a finding.
                os.utime(file.fileno(), (0, 0))
            partial.rename(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        folder = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def get(self, name: str) -> bytes:
        try:
            return self._at(name).read_bytes()
        except FileNotFoundError as error:
            raise Missing(name) from error

    def delete(self, name: str) -> None:
        self._at(name).unlink(missing_ok=True)

    def objects(self) -> Iterator[tuple[str, datetime]]:
        """The inode's change time stands in for the time that the file does not bear."""
        if not self._path.exists():
            return
        for each in self._path.iterdir():
            with suppress(FileNotFoundError):
                changed = datetime.fromtimestamp(each.stat().st_ctime, UTC)
                yield each.name, changed

    def _at(self, name: str) -> Path:
        # A name is never a path, whoever wrote it into the database.
        if _IN_FOLDER.fullmatch(name) is None:
            raise Missing(name)
        return self._path / name


class Bucket:
    """One bucket of an S3-compatible server: `s3://bucket/prefix?endpoint=...&region=...`."""

    def __init__(
        self, url: str, credentials: Path | None, *, patience: timedelta = PATIENCE
    ) -> None:
        """`credentials`: a folder with `access_key_id` and `secret_access_key`, else `AWS_*`."""
        parts = urlsplit(url)
        if parts.scheme != "s3" or not parts.hostname:
            raise ValueError("PORTAL_FILES_URL begins with s3:// and names a bucket")
        if parts.username or parts.password:
            raise ValueError("PORTAL_FILES_URL bears no credentials: they come from files")
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        prefix = parts.path.strip("/")
        self._prefix = f"{prefix}/" if prefix else ""
        config: S3Config = {"bucket": parts.hostname, "region": asked.get("region", "us-east-1")}
        if endpoint := asked.get("endpoint"):
            config["endpoint"] = endpoint
            config["virtual_hosted_style_request"] = False
        if credentials is not None:
            config["access_key_id"] = (credentials / "access_key_id").read_text().strip()
            config["secret_access_key"] = (credentials / "secret_access_key").read_text().strip()
        plain = (endpoint or "").startswith("http://")
        self._store = S3Store(
            config=config,
            client_options={"allow_http": plain, "timeout": patience},
            retry_config={"max_retries": 3, "retry_timeout": patience},
        )

    def put(self, name: str, sealed: bytes) -> None:
        try:
            obstore.put(self._store, self._at(name), sealed)
        except BaseError as error:
            raise Unreachable from error

    def get(self, name: str) -> bytes:
        try:
            return bytes(obstore.get(self._store, self._at(name)).bytes())
        except (FileNotFoundError, NotFoundError) as error:
            raise Missing(name) from error
        except BaseError as error:
            raise Unreachable from error

    def delete(self, name: str) -> None:
        try:
            obstore.delete(self._store, self._at(name))
        except (FileNotFoundError, NotFoundError):
            return
        except BaseError as error:
            raise Unreachable from error

    def objects(self) -> Iterator[tuple[str, datetime]]:
        try:
            for batch in obstore.list(self._store, prefix=self._prefix or None):
                for each in batch:
                    yield each["path"].removeprefix(self._prefix), each["last_modified"]
        except BaseError as error:
            raise Unreachable from error

    def _at(self, name: str) -> str:
        if NAME.fullmatch(name) is None:
            raise Missing(name)
        return self._prefix + name
