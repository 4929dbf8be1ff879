"""The rules of the code that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.addresses import ADDRESSES, actions

ROOT = Path(__file__).parents[2]
PORTAL = sorted((ROOT / "portal").rglob("*.py"))
CODE = [
    path
    for folder in ("portal", "templates", "static", "tests", "benchmarks", "migrations")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".html", ".css", ".js"} and path.name != "0002_directory.py"
]
"""One migration may be long: it is read once, from top to bottom."""
FEATURES = sorted(p for p in (ROOT / "portal/features").iterdir() if (p / "__init__.py").exists())
FEATURE_FILES = {
    "__init__.py",
    "views.py",
    "api.py",
    "forms.py",
    "service.py",
    "queries.py",
    "jobs.py",
}
BAD_NAMES = {"utils", "helpers", "common", "manager", "misc", "base_views"}
RECORDS = {"record", "record_personal", "record_in_group"}
COMMANDS_WITHOUT_ACTOR = {
    "signin.prove": "nobody is signed in yet; the database decides",
    "signin.leave": "ending one's own session needs no right and leaves no line",
    "organizations.accept_invitation": "the link is the right; nobody is signed in yet",
    "notices.mark_read": "what one has read is nobody's business and leaves no line",
    "notices.end_mail": "the link is the right; nobody is signed in, whose line it would be",
}
"""Commands that no actor gives, each with its reason."""

SHARED_WRITERS = {
    "Candidate": {"contributions", "submissions", "review"},  # the author's side and the other
    "Release": {"submissions", "review", "bundles"},  # let out twice, emptied by the author
    "SealedMessage": {"submissions", "review"},  # a conversation has two sides
    "Person": {"organizations", "signin"},  # role by the administrator, name and theme by oneself
}
"""Tables that more than one feature writes, with those features and why."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def calls(node: ast.AST) -> Iterator[str]:
    """The names that are called, methods by their last part."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            yield str(getattr(each.func, "id", None) or getattr(each.func, "attr", ""))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [n for n in tree(path).body if isinstance(n, ast.FunctionDef)]


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("feature", FEATURES, ids=lambda p: p.name)
def test_a_feature_has_no_other_kind_of_file(feature: Path) -> None:
    assert {p.name for p in feature.iterdir() if p.name != "__pycache__"} <= FEATURE_FILES


def test_nothing_is_called_after_nothing() -> None:
    assert [name(p) for p in PORTAL if p.stem in BAD_NAMES or p.parent.name in BAD_NAMES] == []


@pytest.mark.parametrize("path", [p for p in PORTAL if p.name == "__init__.py"], ids=name)
def test_an_init_holds_a_docstring_at_most(path: Path) -> None:
    if path != ROOT / "portal/models/__init__.py":
        body = tree(path).body
        assert [
            n for n in body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))
        ] == []


WRITES = {"execute", "add", "add_all", "flush", "delete", "insert", "update", "enqueue", *RECORDS}


@pytest.mark.parametrize("path", sorted((ROOT / "portal/features").rglob("service.py")), ids=name)
def test_what_is_given_no_session_changes_nothing(path: Path) -> None:
    for function in functions(path):
        if not function.name.startswith("_") and "session" not in {
            a.arg for a in function.args.args
        }:
            assert set(calls(function)) & WRITES == set(), function.name


def commands() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (f"{path.parent.name}.{f.name}", f)
        for path in sorted((ROOT / "portal/features").rglob("service.py"))
        for f in functions(path)
        if not f.name.startswith("_")
        if [a.arg for a in f.args.args][:1] == ["session"]
        if f"{path.parent.name}.{f.name}" not in COMMANDS_WITHOUT_ACTOR
    ]


@pytest.mark.parametrize(("named", "command"), commands(), ids=[n for n, _ in commands()])
def test_a_command_begins_with_who_may_and_leaves_a_record(
    named: str, command: ast.FunctionDef
) -> None:
    body = command.body[1:] if ast.get_docstring(command) else command.body
    assert [a.arg for a in command.args.args][:2] == ["session", "actor"]
    assert next(calls(body[0]), "") == "require", "the first statement asks the policy"
    path = ROOT / f"portal/features/{named.partition('.')[0]}/service.py"
    private = {f.name: f for f in functions(path) if f.name.startswith("_")}
    made = set(calls(command))
    for called in made & set(private):
        made |= set(calls(private[called]))
    assert made & RECORDS, "the change leaves a line in the trail"


VIEWS = [
    (endpoint, path, function)
    for endpoint in sorted(actions())
    if (path := ROOT / f"portal/features/{endpoint.partition('.')[0]}/views.py").exists()
    for function in functions(path)
    if function.name == endpoint.partition(".")[2]
]


@pytest.mark.parametrize(("endpoint", "path", "view"), VIEWS, ids=[v[0] for v in VIEWS])
def test_a_view_renders_its_own_template_and_asks_the_database_nothing(
    endpoint: str, path: Path, view: ast.FunctionDef
) -> None:
    feature, _, own = endpoint.partition(".")
    for call in (n for n in ast.walk(view) if isinstance(n, ast.Call)):
        if getattr(call.func, "id", "") == "render_template" and isinstance(
            call.args[0], ast.Constant
        ):
            template = str(call.args[0].value)
            shared = template == "layout/resume.html" or template.startswith(f"{feature}/_")
            assert template == f"{feature}/{own}.html" or shared, template
    assert (
        set(calls(view)) & {"select", "execute", "scalars", "scalar", "commit", "insert"} == set()
    )


def test_every_endpoint_is_a_function_of_that_name() -> None:
    assert {endpoint for endpoint, _, _ in VIEWS} == set(actions())


def test_addresses_are_kebab_case_and_ids_are_uuids() -> None:
    for address in ADDRESSES:
        assert address.rule == address.rule.lower()
        words = [w for w in address.rule.split("/") if w and not w.startswith("<")]
        assert all(w.replace("-", "").replace(".", "").isalnum() for w in words), address.rule
        assert all(not other.endswith("_id") for other in address.others), address.rule


def test_only_the_database_session_commits() -> None:
    found = [name(p) for p in PORTAL if "commit" in set(calls(tree(p)))]
    assert found == []


def test_only_the_command_line_prints() -> None:
    command_line = {"cli.py", "commands.py"}
    printing = [name(p) for p in PORTAL if "print" in set(calls(tree(p)))]
    assert [path for path in printing if Path(path).name not in command_line] == []


def test_only_its_own_feature_writes_a_table() -> None:
    """Two features that write one table are one feature, or go through a job."""
    from portal import models

    writers: dict[str, set[str]] = {}
    for path in sorted((ROOT / "portal/features").rglob("*.py")):
        for call in (n for n in ast.walk(tree(path)) if isinstance(n, ast.Call)):
            called = getattr(call.func, "id", "")
            target = getattr(call.args[0], "id", "") if call.args else ""
            made = target if called in {"insert", "update", "delete"} else called
            if made in models.__all__ and made[0].isupper():
                writers.setdefault(made, set()).add(path.parent.name)
    for model, who in writers.items():
        assert len(who) == 1 or who <= SHARED_WRITERS.get(model, set()), (model, who)


def test_the_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
