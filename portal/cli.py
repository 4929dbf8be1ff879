"""The command line: `portal --help`. What needs no database is here and starts at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from typing_extensions import override

if TYPE_CHECKING:
    from portal.privacy.identifiers.hits import Hit


class Portal(click.Group):
    """Imports the operator's commands, and with them the whole portal, when one is asked for."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        self._complete()
        return super().list_commands(ctx)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands:
            self._complete()
        return super().get_command(ctx, cmd_name)

    def _complete(self) -> None:
        from portal.commands import operating

        self.commands.update(operating.commands)


@click.group(cls=Portal, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Common Ground: share forced-labor findings without saying who found what."""


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list for programs.")
@click.option("--asked", is_flag=True, help="Also what an author would only be asked about.")
def detect(*, as_json: bool, asked: bool) -> None:
    """Find what could identify someone in a text on standard input; nothing is kept or logged.

    Offsets count Unicode code points. What your own organization's lists would add is not known
    here, for they are in the database.
    """
    from portal.privacy.identifiers import engine
    from portal.privacy.identifiers.hits import Tier
    from portal.privacy.identifiers.lexicon import Lexicon

    try:
        text = sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise click.ClickException(f"not UTF-8: {error.reason} at byte {error.start}") from error
    least = Tier.ASKED if asked else Tier.DEFAULT
    hits = [hit for hit in engine.detect(text, Lexicon([])) if hit.tier >= least]
    if as_json:
        told = ("start", "end", "kind", "detector", "score", "suggestion")
        click.echo(json.dumps([{name: getattr(hit, name) for name in told} for hit in hits]))
    else:
        print_table(hits)


def print_table(hits: Iterable[Hit]) -> None:
    """One row for each, in the order of the text."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from portal.privacy.identifiers.hits import LABELS

    table = Table("From", "To", "Text", "Kind", "Found by", "Score", "Instead")
    for hit in hits:
        where, score = (str(hit.start), str(hit.end)), f"{hit.score:.2f}"
        kind = LABELS[hit.kind]
        table.add_row(*where, Text(hit.text), kind, hit.detector, score, Text(hit.suggestion))
    Console().print(table)


if __name__ == "__main__":
    main()
