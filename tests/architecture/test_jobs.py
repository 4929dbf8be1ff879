"""Every job waits in a queue and has a body; every kind of event is used."""

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from portal import worker
from portal.audit.kinds import Kind
from portal.jobs.catalog import PERIODIC, QUEUES, Job
from portal.jobs.queue import queue

PORTAL = Path(worker.__file__).parent
SOURCES = [p for p in PORTAL.rglob("*.py") if p != PORTAL / "audit/kinds.py"]


def used(owner: str, paths: Iterable[Path] = SOURCES) -> set[str]:
    """The members of an enumeration that code names."""
    return {name for path in paths for of, name in attributes(path) if of == owner}


@cache
def attributes(path: Path) -> frozenset[tuple[str, str]]:
    """Each `owner.name` in a file; it is parsed once for all kinds and jobs."""
    return frozenset(
        (node.value.id, node.attr)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    )


def test_every_job_has_a_queue_and_a_body() -> None:
    mine = {name for name in queue.tasks if not name.startswith(("builtin", "procrastinate"))}
    assert set(QUEUES) == set(Job)
    assert mine == set(Job)
    assert set(PERIODIC) <= set(Job)


def test_every_job_is_enqueued_or_starts_by_the_clock() -> None:
    catalog = PORTAL / "jobs/catalog.py"
    named = used("Job", [p for p in SOURCES if p != catalog and p.name != "jobs.py"])
    in_bodies = used("Job", [p for p in SOURCES if p.name == "jobs.py"])
    assert {job.name for job in Job} - named - in_bodies - {job.name for job in PERIODIC} == set()


@pytest.mark.parametrize("job", Job, ids=str)
def test_a_job_is_named_for_its_feature_and_what_it_does(job: Job) -> None:
    feature, _, verb_noun = job.partition(".")
    assert feature == "jobs" or (PORTAL / "features" / feature / "jobs.py").exists()
    assert job.name.lower() == verb_noun


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_a_kind_of_event_is_named_for_its_resource_and_happens_somewhere(kind: Kind) -> None:
    resource, _, done = kind.partition(".")
    assert resource.replace("_", "").isalpha()
    assert done
    assert kind.name.lower() == f"{resource}_{done}"
    assert kind.name in used("Kind")
