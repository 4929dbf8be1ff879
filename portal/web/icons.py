"""One icon of the Bootstrap sprite as inline SVG, for templates."""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from markupsafe import Markup

SPRITE = Path("static/bootstrap5/icons/bootstrap-icons.svg")
SYMBOL = re.compile(r'<symbol[^>]* id="([^"]+)">(.*?)</symbol>', re.DOTALL)


@lru_cache
def icon(name: str, label: str | None = None) -> Markup:
    """Hidden from screen readers unless it has a label; an unknown name is a KeyError."""
    spoken = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    return Markup('<svg class="ic" viewBox="0 0 16 16" {}>{}</svg>').format(spoken, symbols()[name])


@cache
def symbols() -> dict[str, Markup]:
    # The wheel is only a carrier of the sprite: finding it does not import the extension.
    spec = find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise LookupError("The wheel bootstrap-flask, which carries the icons, is not installed")
    sprite = (Path(spec.origin).parent / SPRITE).read_text(encoding="utf-8")
    return {name: Markup(paths) for name, paths in SYMBOL.findall(sprite)}  # noqa: S704  # a file of the wheel, not input
