"""The queue: PgQueuer's tables in a schema of their own, made by a migration as the owner."""

from typing import Any

import asyncpg
from pgqueuer import AsyncpgDriver, Queries
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.domain.settings import DBSettings, Durability

# All of them: what is left out would be read from the environment, by names such as TRIGGER.
SETTINGS = DBSettings.model_validate(
    {
        "prefix": "", "db_schema": "queue", "channel": "ch_pgqueuer",
        "function": "fn_pgqueuer_changed", "statistics_table": "pgqueuer_statistics",
        "queue_status_type": "pgqueuer_status", "queue_table": "pgqueuer",
        "queue_table_log": "pgqueuer_log", "trigger": "tg_pgqueuer_changed",
        "schedules_table": "pgqueuer_schedules", "durability": Durability.durable,
        "widen_id": True,
    }
)  # fmt: skip


def queries_of(connection: "asyncpg.Connection[Any]") -> Queries:
    """Speak of the queue on a connection."""
    return Queries(
        AsyncpgDriver(connection), QueryBuilderEnvironment(SETTINGS), QueryQueueBuilder(SETTINGS),
        QuerySchedulerBuilder(SETTINGS),
    )  # fmt: skip
