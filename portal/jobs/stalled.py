"""Jobs whose worker was killed in the middle start again; their bodies are made for that."""

from procrastinate import JobContext

from portal.jobs.catalog import PERIODIC, QUEUES, Job
from portal.jobs.queue import queue


@queue.periodic(cron=PERIODIC[Job.REVIVE_STALLED])
@queue.task(name=Job.REVIVE_STALLED, queue=QUEUES[Job.REVIVE_STALLED], pass_context=True)
async def revive_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  # procrastinate names the minute
    """Put back what a worker without a heartbeat for 30 seconds was doing."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)
