"""The time, and the coarse dates that are all a shared zone may show."""

from datetime import UTC, date, datetime, timedelta


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def week_of(moment: datetime) -> date:
    """The Monday of the moment's ISO week: the finest date that the airlock keeps."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())
