"""Templates hold no logic, nothing inline, nothing remote, and no word that cannot be translated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from tests.architecture.addresses import APP, actions
from tests.architecture.test_shape import name

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
MARKUP = re.compile(r"<svg\b.*?</svg>|<!--.*?-->|<[^>]*>?|&[a-z0-9#]+;", re.DOTALL)
ATTRIBUTES = re.compile(
    r"""\b(?:alt|title|placeholder|aria-label|aria-description)=["']([^"']*)["']"""
)
NOT_WORDS = {
    "wide",
    "UTC",
    "CSV",
    "XLSX",
    "KB",
    "MB",
    "TLP",
    "PDF",
    "Ctrl",
    "Esc",
    "Enter",
    "j",
    "k",
    "g",
    "s",
}
SHOWN_TO_DEVELOPERS = {"styleguide.html"}


def parsed(path: Path) -> nodes.Template:
    tree: nodes.Template = APP.jinja_env.parse(path.read_text("utf-8"))
    return tree


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_hold_no_logic(path: Path) -> None:
    tree = parsed(path)
    assert not list(tree.find_all((nodes.Assign, nodes.AssignBlock)))
    assert {f.name for f in tree.find_all(nodes.Filter)} & {"safe", "Markup"} == set()
    assert not list(tree.find_all(nodes.ScopedEvalContextModifier))
    assert depth(tree) <= 2


def depth(node: nodes.Node) -> int:
    """How deep `if` and `for` are nested; an `elif` is no deeper than its `if`."""
    children = list(node.iter_child_nodes())
    if isinstance(node, nodes.If):
        children = [c for c in children if c not in node.elif_]
        children += [c for each in node.elif_ for c in each.iter_child_nodes()]
    deepest = max((depth(child) for child in children), default=0)
    return deepest + isinstance(node, nodes.If | nodes.For)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_is_inline_or_remote(path: Path) -> None:
    source = path.read_text("utf-8")
    assert not re.search(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", source)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", source)
    assert not re.search(r"(?:src|srcset|href|action)\s*=\s*[\"'](?:https?:)?//", source)


@pytest.mark.parametrize(
    "path", [p for p in TEMPLATES if p.name not in SHOWN_TO_DEVELOPERS], ids=name
)
def test_every_word_can_be_translated(path: Path) -> None:
    text = MARKUP.sub(" ", CODE.sub("", path.read_text("utf-8")))
    bare = text + " ".join(ATTRIBUTES.findall(CODE.sub("", path.read_text("utf-8"))))
    words = set(re.findall(r"[^\W\d_]{2,}", bare)) - NOT_WORDS
    assert words == set()


def test_every_template_is_a_view_a_part_or_layout() -> None:
    views = {endpoint.replace(".", "/") + ".html" for endpoint in actions()}
    strays = {
        relative
        for path in TEMPLATES
        if not (relative := path.relative_to(ROOT / "templates").as_posix()).startswith("layout/")
        if not path.name.startswith("_") and relative not in views
    }
    assert strays == set()
