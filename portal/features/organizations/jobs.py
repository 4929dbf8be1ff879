"""The invitation's mail."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.core.config import Settings
from portal.core.keys import Keys
from portal.features.organizations.service import link_token
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, runs
from portal.models import Invitation, Organization, Person
from portal.outside.mail import Letter, send


@runs(Job.SEND_INVITATION)
def send_invitation(work: Work, invitation_id: str) -> None:
    """At least once: a mail that the server took just before a crash is sent again."""
    with work.database.transaction(write=False, ticket=work.ticket) as session:
        letter = _letter(session, work.keys, work.settings, UUID(invitation_id))
    if letter is not None:
        send(work.settings, letter)


def _letter(session: Session, keys: Keys, settings: Settings, invitation_id: UUID) -> Letter | None:
    """Nothing if the invitation was used, revoked or outlived while the mail waited."""
    row = session.execute(
        select(Invitation, Organization.name, Person.name)
        .join(Organization, Organization.id == Invitation.organization_id)
        .join(Person, Person.id == Invitation.invited_by)
        .where(Invitation.id == invitation_id)
    ).one_or_none()
    if row is None:
        return None
    invitation, organization, inviter = row
    if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= now():
        return None
    link = f"{settings.public_url.rstrip('/')}/invitations/{invitation.id}"
    body = gettext(
        "Dear %(name)s,\n\n"
        "%(inviter)s invites you to join %(organization)s on Common Ground,\n"
        "where organizations share what they have learned about forced labor\n"
        "without showing who learned it.\n\n"
        "To accept, open this link and choose a password:\n\n"
        "%(link)s\n\n"
        "The link works once, until %(until)s. It is meant for you alone:\n"
        "please do not forward it. If you did not expect this invitation,\n"
        "you need not do anything.\n\n"
        "With kind regards,\n"
        "Common Ground\n",
        name=invitation.name,
        inviter=inviter,
        organization=organization,
        link=f"{link}/{link_token(keys, invitation.id)}",
        until=f"{invitation.expires_at:%-d %B %Y}",
    )
    return Letter(invitation.email, gettext("Invitation to Common Ground"), body)
