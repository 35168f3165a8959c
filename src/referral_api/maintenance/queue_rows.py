"""The tables of the queue, as maintenance sees them: how much stands in it, and what it has logged.

Nothing in them is needed (decision 0044); only what has been done grows.
"""

from datetime import timedelta

from sqlalchemy import column, func, select, table

from referral_api.database.old_rows import OldRows

# For whoever looks for what went wrong today. The rows say the rest.
QUEUE_LOG_KEPT = timedelta(days=1)
_jobs = table("pgqueuer", column("created"), schema="queue")
_log = table("pgqueuer_log", column("created"), schema="queue")
_statistics = table("pgqueuer_statistics", column("created"), schema="queue")
OLD_QUEUE_ROWS = (OldRows(_log, _log.c.created), OldRows(_statistics, _statistics.c.created))
# The instant since when the oldest job stands there; NULL if none does.
FIRST_JOB = select(func.min(_jobs.c.created)).scalar_subquery()
COUNT_JOBS = select(func.count()).select_from(_jobs).scalar_subquery()
