"""Both stores keep one contract: a folder on a disk, and a bucket of a real server process."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.core.config import Settings
from portal.outside import files
from portal.outside.files import Bucket, Folder, Missing, Store, Unreachable, fresh_name
from tests.outside import buckets


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with buckets.serving() as found:
        yield found


@pytest.fixture
def credentials(tmp_path: Path) -> Path:
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "access_key_id").write_text("key\n")
    (folder / "secret_access_key").write_text("secret\n")
    return folder


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path, credentials: Path) -> Store:
    if request.param == "folder":
        return Folder(tmp_path / "files")
    address = request.getfixturevalue("address")
    name = f"bucket-{fresh_name()[:12]}"
    buckets.make_bucket(address, name)
    return Bucket(f"s3://{name}/portal?endpoint={address}", credentials)


@pytest.mark.xdist_group("s3")
def test_what_is_put_is_got_until_it_is_deleted(store: Store) -> None:
    name, content = fresh_name(), os.urandom(300_000)
    before = datetime.now(UTC) - timedelta(minutes=5)

    store.put(name, content)

    assert store.get(name) == content
    (found,) = list(store.objects())
    assert found[0] == name
    assert before < found[1] < datetime.now(UTC) + timedelta(minutes=5)
    store.delete(name)
    store.delete(name)
    assert list(store.objects()) == []
    with pytest.raises(Missing):
        store.get(name)


@pytest.mark.xdist_group("s3")
@pytest.mark.parametrize(
    "name", ["", "../secret", "a" * 31, "A" * 32, "a" * 32 + "/b", "/etc/passwd"]
)
def test_a_name_is_never_a_path(store: Store, name: str) -> None:
    with pytest.raises(Missing):
        store.get(name)
    with pytest.raises(Missing):
        store.put(name, b"x")
    assert list(store.objects()) == []


def test_a_file_of_the_folder_is_private_and_bears_no_time(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "files"
    name = fresh_name()

    Folder(folder).put(name, b"sealed")

    found = (folder / name).stat()
    assert stat.S_IMODE(found.st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (found.st_mtime, found.st_atime) == (0, 0)


def test_what_a_crash_left_half_written_is_never_got_and_can_be_deleted(tmp_path: Path) -> None:
    folder, name = Folder(tmp_path), fresh_name()
    (tmp_path / f"{name}.0123abcd").write_bytes(b"half")

    with pytest.raises(Missing):
        folder.get(name)
    (found,) = list(folder.objects())
    folder.delete(found[0])
    assert list(tmp_path.iterdir()) == []


def test_a_bucket_that_does_not_answer_says_so(credentials: Path) -> None:
    silent = Bucket(
        "s3://bucket?endpoint=http://127.0.0.1:9", credentials, patience=timedelta(seconds=1)
    )

    with pytest.raises(Unreachable):
        silent.put(fresh_name(), b"x")
    with pytest.raises(Unreachable):
        list(silent.objects())


@pytest.mark.parametrize("url", ["s3://key:secret@bucket", "https://bucket", "s3:///prefix"])
def test_an_address_without_a_bucket_or_with_credentials_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="PORTAL_FILES_URL"):
        files.store(Settings(files_url=url))
