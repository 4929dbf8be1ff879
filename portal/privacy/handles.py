"""What hides a speaker in a thread: the handle others see, and the tags that only oneself finds.

All are keyed by the tenant's own key, so that leaving (destroying it) ends every link, and none
says the same in two threads.
"""

import hmac
from datetime import date
from typing import Final
from uuid import UUID

_HANDLE: Final = b"common-ground/handle/1"
_OWN: Final = b"common-ground/voice/1"
_SHELF: Final = b"common-ground/shelf/1"


def handle(tenant_key: bytes, thread_id: UUID, person_id: UUID) -> UUID:
    """The same for one person in one thread; without the key it is a random id."""
    tag = hmac.digest(tenant_key, _HANDLE + thread_id.bytes + person_id.bytes, "sha256")
    return UUID(bytes=tag[:16], version=4)


def own_tag(tenant_key: bytes, subject_id: UUID, person_id: UUID) -> bytes:
    """32 bytes by which the writer, and no colleague, knows this post or topic again."""
    return hmac.digest(tenant_key, _OWN + subject_id.bytes + person_id.bytes, "sha256")


def post_shelf(tenant_key: bytes, thread_id: UUID, voice: str, person_id: UUID) -> bytes:
    """32 bytes: what one person said in this thread with this voice."""
    said = _SHELF + thread_id.bytes + person_id.bytes + voice.encode()
    return hmac.digest(tenant_key, said, "sha256")


def topic_shelf(tenant_key: bytes, group_id: UUID, day: date, person_id: UUID) -> bytes:
    """32 bytes: the topics that one person opened in this group on this day."""
    said = _SHELF + group_id.bytes + person_id.bytes + day.isoformat().encode()
    return hmac.digest(tenant_key, said, "sha256")
