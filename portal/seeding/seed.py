"""Make the invented world, once."""

from __future__ import annotations

from collections.abc import Callable

from portal.core import keys as key_file
from portal.core.config import Settings
from portal.seeding import accounts, content
from portal.seeding.cast import Cast, enroll_everybody, is_enrolled
from portal.seeding.directory import make_groups

Tell = Callable[[str, int, int], None]
FINISHED = "demo"
"""A file under the home that says that the world is whole."""


class HalfMade(Exception):
    """The database holds a part of the invented world."""


def is_finished(settings: Settings) -> bool:
    """Was the world of this home made to the end?"""
    return (settings.home / FINISHED).exists()


def seed(settings: Settings, tell: Tell) -> None:
    """Fill an empty database; a world that is there already is left as people have changed it."""
    organizations = content.organizations()
    if is_finished(settings):
        return
    keys = key_file.load(settings.keys_file, demo=True)
    if is_enrolled(settings, keys, organizations):
        raise HalfMade("an earlier seeding was interrupted: give it an empty database")
    tell("Enrolling invented companies and people", 0, 1)
    enroll_everybody(settings, keys, organizations)
    cast = Cast(settings, keys)
    make_groups(cast, content.groups(), organizations)
    accounts.write(settings.home, organizations)
    (settings.home / FINISHED).touch()
