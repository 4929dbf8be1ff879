"""The words of the directory: what organizations are, and what people are in them and in groups."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, lazy_gettext

from portal.access.actor import Role
from portal.models.organization import OrganizationKind

KINDS: Final[Mapping[str, LazyString]] = {
    OrganizationKind.MEMBER: lazy_gettext("Company"),
    OrganizationKind.ASSOCIATION: lazy_gettext("Association"),
    OrganizationKind.CIVIL_SOCIETY: lazy_gettext("Civil society"),
    OrganizationKind.GOVERNMENT: lazy_gettext("Government"),
    OrganizationKind.WORKER_ORGANIZATION: lazy_gettext("Worker organization"),
}
ROLES: Final[Mapping[str, LazyString]] = {
    Role.READER: lazy_gettext("Reader"),
    Role.CONTRIBUTOR: lazy_gettext("Contributor"),
    Role.ADMIN: lazy_gettext("Administrator"),
    Role.MEMBER: lazy_gettext("Member"),
    Role.OBSERVER: lazy_gettext("Observer"),
    Role.LIAISON: lazy_gettext("Government liaison"),
    Role.COORDINATOR: lazy_gettext("Coordinator"),
    Role.CUSTODIAN: lazy_gettext("Custodian"),
    Role.HOST: lazy_gettext("Host"),
}


def organization_kind(code: str) -> str:
    return str(KINDS.get(code, code))


def role(code: str) -> str:
    return str(ROLES.get(code, code))
