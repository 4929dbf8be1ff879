"""Every background job and the queue that it waits in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Job(StrEnum):
    SEND_INVITATION = "organizations.send_invitation"
    RUN_IMPORT = "suppliers.run_import"
    REFRESH_FOOTPRINT = "suppliers.refresh_footprint"
    READ_AUDIT_LIST = "audit_imports.read_audit_list"
    CHECK_AUDIT_LIST = "audit_imports.check_audit_list"
    RUN_AUDIT_IMPORT = "audit_imports.run_audit_import"
    CHECK_TEXT = "contributions.check_text"
    INSPECT_ATTACHMENT = "attachments.inspect_attachment"
    REBUILD_ATTACHMENT = "attachments.rebuild_attachment"
    SWEEP_OBJECTS = "attachments.sweep_objects"
    WEIGH_BATCH = "review.weigh_batch"
    RELEASE_BATCH = "review.release_batch"
    KEEP_RHYTHM = "review.keep_rhythm"
    FREEZE_BUNDLES = "bundles.freeze_bundles"
    COMPUTE_INSIGHTS = "insight_releases.compute_insights"
    DELIVER_ANSWERS = "submissions.deliver_answers"
    DELIVER_LINES = "questions.deliver_lines"
    COUNT_SIGHTINGS = "sightings.count_sightings"
    COUNT_SIGNALS = "counter_signals.count_signals"
    DRAW_PRINTOUT = "printouts.draw_printout"
    SWEEP_PRINTOUTS = "printouts.sweep_printouts"
    GATHER_BULLETINS = "notices.gather_bulletins"
    PLAN_DIGESTS = "notices.plan_digests"
    SEND_DIGEST = "notices.send_digest"
    CLEAR_SUPERSEDED = "threads.clear_superseded"
    REVIVE_STALLED = "jobs.revive_stalled"


QUEUES: Final[Mapping[Job, str]] = {
    Job.SEND_INVITATION: "mail",
    Job.RUN_IMPORT: "files",
    Job.REFRESH_FOOTPRINT: "files",
    Job.READ_AUDIT_LIST: "files",
    Job.CHECK_AUDIT_LIST: "files",
    Job.RUN_AUDIT_IMPORT: "files",
    Job.CHECK_TEXT: "files",
    Job.INSPECT_ATTACHMENT: "files",
    Job.REBUILD_ATTACHMENT: "files",
    Job.SWEEP_OBJECTS: "files",
    Job.WEIGH_BATCH: "airlock",
    Job.RELEASE_BATCH: "airlock",
    Job.KEEP_RHYTHM: "airlock",
    Job.FREEZE_BUNDLES: "airlock",
    Job.COMPUTE_INSIGHTS: "airlock",
    Job.DELIVER_ANSWERS: "airlock",
    Job.DELIVER_LINES: "airlock",
    Job.COUNT_SIGHTINGS: "airlock",
    Job.COUNT_SIGNALS: "airlock",
    Job.DRAW_PRINTOUT: "files",
    Job.SWEEP_PRINTOUTS: "files",
    Job.GATHER_BULLETINS: "airlock",
    Job.PLAN_DIGESTS: "mail",
    Job.SEND_DIGEST: "mail",
    Job.CLEAR_SUPERSEDED: "airlock",
    Job.REVIVE_STALLED: "airlock",
}

PERIODIC: Final[Mapping[Job, str]] = {
    Job.SWEEP_OBJECTS: "*/15 * * * *",
    Job.KEEP_RHYTHM: "*/15 * * * *",
    Job.FREEZE_BUNDLES: "30 4 * * *",
    Job.COMPUTE_INSIGHTS: "0 5 * * *",
    Job.DELIVER_ANSWERS: "*/10 * * * *",
    Job.DELIVER_LINES: "*/10 * * * *",
    Job.COUNT_SIGHTINGS: "45 4 * * *",
    Job.COUNT_SIGNALS: "50 4 * * *",
    Job.SWEEP_PRINTOUTS: "20 * * * *",
    Job.GATHER_BULLETINS: "*/5 * * * *",
    Job.PLAN_DIGESTS: "*/5 * * * *",
    Job.CLEAR_SUPERSEDED: "*/15 * * * *",
    Job.REVIVE_STALLED: "* * * * *",
}
"""Jobs that start by the clock (cron, UTC) and act for nobody."""
