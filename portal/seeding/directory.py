"""The invented working groups with their standings and appointments."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert

from portal.models import Appointment, Group, Standing
from portal.seeding.cast import Cast, id_of

LONG_AGO = date(2025, 1, 6)


def make_groups(
    cast: Cast, groups: list[dict[str, Any]], organizations: list[dict[str, Any]]
) -> None:
    """Each hosted by an association, whose administrator makes it."""
    for row in groups:
        host = next(o for o in organizations if o["slug"] == row["host"])
        with cast.acting(cast.host_of(row["slug"])) as (session, _):
            group = Group(
                id=id_of("group", row["slug"]),
                association_id=id_of("organization", host["slug"]),
                name=row["name"],
                purpose=row["purpose"],
                charter=row["charter"],
                k_author=row["k_author"],
                k_supplier=row["k_supplier"],
                roster_visibility=row["roster_visibility"],
                rhythm_days=row["rhythm_days"],
                observers_are_community=row["observers_are_community"],
                version=1,
            )
            session.add(group)
            session.flush()
            common = {"group_id": group.id, "association_id": group.association_id}
            for organization in organizations:
                organization_id = id_of("organization", organization["slug"])
                kind = organization["standings"].get(row["slug"])
                if kind is not None:
                    standing = {"kind": kind, "counts_from": LONG_AGO, "ended_on": None}
                    session.execute(
                        insert(Standing).values(
                            organization_id=organization_id, **common, **standing
                        )
                    )
                for person in organization["people"]:
                    for appointment in person["appointments"]:
                        if appointment["group"] != row["slug"]:
                            continue
                        session.execute(
                            insert(Appointment).values(
                                person_id=id_of("person", person["email"]),
                                organization_id=organization_id,
                                kind=appointment["kind"],
                                **common,
                            )
                        )


def hosts(groups: list[dict[str, Any]], organizations: list[dict[str, Any]]) -> dict[str, str]:
    """The e-mail of the administrator who keeps each group."""
    people = {row["slug"]: row["people"] for row in organizations}
    return {
        row["slug"]: next(p["email"] for p in people[row["host"]] if p["role"] == "admin")
        for row in groups
    }
