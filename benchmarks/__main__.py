"""Run one benchmark: a table for people, and with --json one JSON object on the last line."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

NAMES = sorted(
    path.stem
    for path in Path(__file__).parent.glob("*.py")
    if "\ndef run(" in path.read_text(encoding="utf-8")
)


@click.command()
@click.argument("name", type=click.Choice(NAMES))
@click.option("--json", "as_json", is_flag=True, help="Print the figures on the last line.")
@click.option("--quick", is_flag=True, help="Fewer rounds and smaller data: to see that it runs.")
def main(name: str, *, as_json: bool, quick: bool) -> None:
    console = Console(stderr=as_json)
    figures = import_module(f"benchmarks.{name}").run(console, quick=quick)
    if as_json:
        click.echo(json.dumps(figures))


if __name__ == "__main__":
    main()
