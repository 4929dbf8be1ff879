"""The portal with its files in a bucket: what an author and the worker put there, and the doctor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import doctor
from portal.core.config import Settings
from portal.outside import files
from tests.conftest import Site
from tests.features.attachments import papers, steps
from tests.features.contributions import finding
from tests.outside import buckets
from tests.world import World


@pytest.fixture
def in_bucket(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, object]]:
    (tmp_path / "access_key_id").write_text("key")
    (tmp_path / "secret_access_key").write_text("secret")
    with buckets.serving() as address:
        buckets.make_bucket(address, "portal")
        changed: dict[str, object] = {
            "files_url": f"s3://portal?endpoint={address}",
            "files_credentials_dir": tmp_path,
        }
        settings = site.settings.model_copy(update=changed)
        monkeypatch.setitem(site.app.extensions, "portal.context", (settings, site.keys))
        yield changed


@pytest.mark.xdist_group("s3")
def test_a_file_is_attached_rebuilt_and_removed_in_a_bucket(
    site: Site, world: World, in_bucket: dict[str, object]
) -> None:
    store = files.store(site.settings.model_copy(update=in_bucket))
    author = world.visit("writer@alfa")
    path = finding.start(author, world)

    assert steps.attach(author, path, notes__txt=papers.PLAIN.encode()).status_code == 303
    site.drain(**in_bucket)
    assert steps.press(author, path, 1, do="copy").status_code == 303
    site.drain(**in_bucket)

    assert papers.PLAIN in author.get(f"{path}/attachments/1/copy").text
    stored = [store.get(name) for name, _ in store.objects()]
    assert len(stored) == 4, "original, report, copy and the text of the copy"
    assert not [each for each in stored if b"drawer" in each]
    author.send(f"{path}/attachments/1/remove")
    steps.sweep(site, **in_bucket)
    assert list(store.objects()) == []


def test_the_doctor_names_the_store_and_says_when_it_does_not_work(tmp_path: Path) -> None:
    def told(url: str | None) -> str:
        settings = Settings(mode="demo", home=tmp_path, files_url=url)
        return next(row.found for row in doctor.look(settings).rows if row.what == "Files")

    assert told(None) == str(tmp_path / "files")
    assert told("https://bucket.example") == ""
    assert list((tmp_path / "files").iterdir()) == []
