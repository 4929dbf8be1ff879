"""Everything that can be asked of the policy, as `<resource>:<verb>`."""

from enum import StrEnum


class Action(StrEnum):
    SITE_VIEW = "site:view"
    ACCOUNT_VIEW = "account:view"
    ACCOUNT_CHANGE = "account:change"
    ORGANIZATION_VIEW = "organization:view"
    ORGANIZATION_INVITE = "organization:invite"
    ORGANIZATION_FOUND_GROUP = "organization:found-group"
    PERSON_VIEW = "person:view"
    PERSON_CHANGE = "person:change"
    INVITATION_VIEW = "invitation:view"
    INVITATION_REVOKE = "invitation:revoke"
    FOOTPRINT_VIEW = "footprint:view"
    FOOTPRINT_CHANGE = "footprint:change"
    GROUP_VIEW = "group:view"
    GROUP_MANAGE = "group:manage"
    GROUP_APPOINT = "group:appoint"
    GROUP_CONTRIBUTE = "group:contribute"
    GROUP_REVIEW = "group:review"
    GROUP_RELEASE = "group:release"
    SUPPLIER_VIEW = "supplier:view"
    SUPPLIER_ADD = "supplier:add"
    SUPPLIER_CHANGE = "supplier:change"
    IMPORT_VIEW = "import:view"
    IMPORT_CHANGE = "import:change"
    CONTRIBUTION_VIEW = "contribution:view"
    CONTRIBUTION_START = "contribution:start"
    CONTRIBUTION_EDIT = "contribution:edit"
    CONTRIBUTION_SUBMIT = "contribution:submit"
    CONTRIBUTION_WITHDRAW = "contribution:withdraw"
    CONTRIBUTION_DELETE = "contribution:delete"
    CANDIDATE_VIEW = "candidate:view"
    CANDIDATE_DECIDE = "candidate:decide"
    RELEASE_VIEW = "release:view"
    RELEASE_DOWNLOAD = "release:download"
    EVENT_VIEW = "event:view"

    @property
    def viewing(self) -> "Action":
        """The action of seeing the resource that this action is about."""
        return Action(f"{self.partition(':')[0]}:view")
