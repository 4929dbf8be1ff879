"""Logs as JSON lines that never hold a body, an address or a name."""

import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog
from typing_extensions import override

ALLOWED: Final = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "method",
        "endpoint",
        "status",
        "job",
        "error",
        "where",
    }
)
"""A closed list: a field that is not on it does not reach the log, whatever it holds."""


def set_up() -> None:
    """Send structlog and the standard library's warnings to standard output as JSON."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            # A day says when to look; a second would say who was active (side channel S1).
            structlog.processors.TimeStamper(fmt="%Y-%m-%d", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(WithoutMessage())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class WithoutMessage(logging.Formatter):
    """Libraries put arguments and addresses into messages: only where and what remain."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[0] if record.exc_info else None
        fields = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "where": f"{record.module}:{record.lineno}",
        }
        return json.dumps(fields | ({"error": error.__name__} if error else {}))


def only_allowed(
    _logger: Any, _name: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every field that is not on the closed list."""
    return {key: value for key, value in fields.items() if key in ALLOWED}
