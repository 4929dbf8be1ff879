"""Who may do what, and how far. This table is the whole of it; nothing else decides."""

from collections.abc import Mapping
from typing import Final

from portal.access.actions import Action
from portal.access.actor import Role
from portal.access.scopes import (
    ANY,
    CHAIN,
    FIGURES_FROM_FIELD,
    FIGURES_OF_GROUP,
    FIGURES_OF_MEMBER,
    FIGURES_OPEN,
    FIGURES_WAITING,
    GROUP_CHAIN,
    IN_GROUP,
    IN_MEMBER_GROUP,
    IN_WRITTEN_GROUP,
    NEVER,
    OWN,
    OWN_ORGANIZATION,
    RELEASED_BEYOND,
    RELEASED_TO_GROUP,
    SELF,
    TOLD_BEYOND,
    TOLD_INSIDE,
    Scope,
)

Row = Mapping[Role, Scope]


def _row(
    grants: Mapping[Role, Scope] | None = None,
    *,
    people: Scope = NEVER,
    writers: Scope = NEVER,
    admin: Scope = NEVER,
) -> Row:
    """`people` are all organization roles, `writers` contributors and administrators."""
    row = dict.fromkeys(Role, NEVER)
    for role in (Role.READER, Role.CONTRIBUTOR, Role.ADMIN):
        row[role] = people
    for role in (Role.CONTRIBUTOR, Role.ADMIN):
        row[role] = writers if writers is not NEVER else row[role]
    row[Role.ADMIN] = admin if admin is not NEVER else row[Role.ADMIN]
    return row | dict(grants or {})


_STANDING = {Role.MEMBER: IN_GROUP, Role.OBSERVER: IN_GROUP, Role.LIAISON: IN_GROUP}
_INSIDE = {Role.MEMBER: IN_GROUP, Role.COORDINATOR: IN_GROUP}
_COORDINATION = {Role.COORDINATOR: IN_GROUP}
_KEEPERS = {Role.COORDINATOR: IN_GROUP, Role.HOST: IN_GROUP}

# fmt: off
POLICY: Final[Mapping[Action, Row]] = {
    Action.SITE_VIEW:             dict.fromkeys(Role, ANY),
    Action.ACCOUNT_VIEW:          _row(people=SELF),
    Action.ACCOUNT_CHANGE:        _row(people=SELF),
    Action.ORGANIZATION_VIEW:     _row(people=OWN_ORGANIZATION),
    Action.ORGANIZATION_INVITE:   _row(admin=OWN_ORGANIZATION),
    Action.ORGANIZATION_FOUND_GROUP: _row({Role.HOST: OWN_ORGANIZATION}),
    Action.PERSON_VIEW:           _row(people=OWN_ORGANIZATION),
    Action.PERSON_CHANGE:         _row(admin=OWN_ORGANIZATION),
    Action.INVITATION_VIEW:       _row(admin=OWN_ORGANIZATION),
    Action.INVITATION_REVOKE:     _row(admin=OWN_ORGANIZATION),
    Action.FOOTPRINT_VIEW:        _row(people=OWN_ORGANIZATION),
    Action.FOOTPRINT_CHANGE:      _row(writers=OWN_ORGANIZATION),
    Action.GROUP_VIEW:            _row({**_STANDING, **_KEEPERS, Role.CUSTODIAN: IN_GROUP}),
    Action.GROUP_MANAGE:          _row(_KEEPERS),
    Action.GROUP_APPOINT:         _row({Role.HOST: IN_GROUP}),
    Action.GROUP_CONTRIBUTE:      _row(writers=IN_WRITTEN_GROUP),
    Action.GROUP_REVIEW:          _row({Role.COORDINATOR: IN_GROUP}),
    Action.GROUP_RELEASE:         _row({Role.COORDINATOR: IN_GROUP}),
    Action.SUPPLIER_VIEW:         _row(people=OWN_ORGANIZATION),
    Action.SUPPLIER_ADD:          _row(writers=OWN_ORGANIZATION),
    Action.SUPPLIER_CHANGE:       _row(writers=OWN_ORGANIZATION),
    Action.AUDIT_VIEW:            _row(people=OWN_ORGANIZATION),
    Action.AUDIT_ADD:             _row(writers=OWN_ORGANIZATION),
    Action.AUDIT_CHANGE:          _row(writers=OWN_ORGANIZATION),
    Action.IMPORT_VIEW:           _row(people=OWN_ORGANIZATION),
    Action.IMPORT_CHANGE:         _row(writers=OWN_ORGANIZATION),
    Action.CONTRIBUTION_VIEW:     _row(writers=OWN),
    Action.CONTRIBUTION_START:    _row(writers=OWN),
    Action.CONTRIBUTION_EDIT:     _row(writers=OWN),
    Action.CONTRIBUTION_SUBMIT:   _row(writers=OWN),
    Action.CONTRIBUTION_WITHDRAW: _row(writers=OWN),
    Action.CONTRIBUTION_DELETE:   _row(writers=OWN),
    Action.CANDIDATE_VIEW:        _row({Role.COORDINATOR: IN_GROUP}),
    Action.CANDIDATE_DECIDE:      _row({Role.COORDINATOR: IN_GROUP}),
    Action.RELEASE_VIEW:          _row({Role.MEMBER: RELEASED_TO_GROUP,
                                        Role.OBSERVER: RELEASED_BEYOND,
                                        Role.LIAISON: RELEASED_BEYOND,
                                        Role.COORDINATOR: RELEASED_TO_GROUP}),
    Action.RELEASE_DOWNLOAD:      _row({Role.MEMBER: IN_GROUP, Role.COORDINATOR: IN_GROUP}),
    Action.RELEASE_ASK:           _row({Role.MEMBER: IN_GROUP, Role.COORDINATOR: IN_GROUP}),
    Action.RELEASE_SIGHT:         _row(writers=IN_MEMBER_GROUP),
    # Of these the database shows a member only what this very person asked: nobody else can tell.
    Action.QUESTION_VIEW:         _row({Role.MEMBER: IN_GROUP, Role.COORDINATOR: IN_GROUP}),
    Action.QUESTION_CONTINUE:     _row({Role.MEMBER: IN_GROUP, Role.COORDINATOR: IN_GROUP}),
    Action.LIBRARY_VIEW:          _row(dict.fromkeys((*_STANDING, Role.COORDINATOR),
                                                     OWN_ORGANIZATION)),
    Action.VIEW_VIEW:             _row(people=OWN),
    Action.VIEW_CHANGE:           _row(people=OWN),
    Action.PRINTOUT_VIEW:         _row(people=OWN),
    Action.PRINTOUT_CHANGE:       _row(people=OWN),
    Action.BULLETIN_VIEW:         _row({Role.MEMBER: TOLD_INSIDE, Role.OBSERVER: TOLD_BEYOND,
                                        Role.LIAISON: TOLD_BEYOND,
                                        Role.COORDINATOR: TOLD_INSIDE}),
    Action.NOTICE_VIEW:           _row(people=SELF),
    Action.NOTICE_CHANGE:         _row(people=SELF),
    Action.GROUP_DISCUSS:         _row(_COORDINATION, writers=IN_MEMBER_GROUP),
    Action.THREAD_VIEW:           _row(_INSIDE),
    Action.THREAD_WRITE:          _row(_COORDINATION, writers=IN_MEMBER_GROUP),
    Action.THREAD_MODERATE:       _row(_COORDINATION),
    Action.POST_VIEW:             _row(_INSIDE),
    Action.POST_EDIT:             _row(_COORDINATION, writers=IN_MEMBER_GROUP),
    Action.POST_REPORT:           _row({Role.MEMBER: IN_GROUP}),
    Action.POST_HIDE:             _row(_COORDINATION),
    Action.REPORT_VIEW:           _row(_COORDINATION),
    Action.REPORT_DECIDE:         _row(_COORDINATION),
    # What is public is read without signing in.
    Action.FIGURES_VIEW:          _row(dict.fromkeys((*_STANDING, Role.COORDINATOR),
                                                     OWN_ORGANIZATION)),
    Action.INSIGHT_VIEW:          dict.fromkeys(Role, FIGURES_OPEN)
                                  | dict.fromkeys(_STANDING, FIGURES_OF_GROUP)
                                  | {Role.COORDINATOR: FIGURES_WAITING},
    Action.INSIGHT_APPROVE:       _row(_COORDINATION),
    Action.INSIGHT_HEAR:          _row({**_INSIDE, Role.OBSERVER: FIGURES_FROM_FIELD}),
    Action.INSIGHT_ANSWER:        _row(writers=FIGURES_FROM_FIELD),
    Action.INSIGHT_OWN:           _row(writers=FIGURES_OF_MEMBER),
    Action.EVENT_VIEW:            _row({**dict.fromkeys(_KEEPERS, GROUP_CHAIN)}, admin=CHAIN),
}
# fmt: on
