"""What `doctor` finds in the database: role, schema, keys, clock, connections and growth."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import psycopg

from referral_api.cli.findings import Finding, amiss, failure, noted, weigh, well
from referral_api.cli.inspection import (
    Database,
    find_other_schema,
    find_unbound,
    find_unopened,
    read_version,
)
from referral_api.errors.sentences import SentenceError
from referral_api.settings import Settings

_CLOCKS_DIFFER = timedelta(seconds=2)
_DAY = timedelta(days=1)
# How many are open, how many there may be, and of how many hosts the service's own are.
_CONNECTIONS = """
SELECT (SELECT sum(numbackends) FROM pg_stat_database)::int AS used,
    current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int AS most,
    greatest(1, (SELECT count(DISTINCT COALESCE(client_addr::text, '')) FROM pg_stat_activity
        WHERE application_name = 'referral-api'))::int AS nodes
"""
_GROWING = {
    "audit_event": None,
    "idempotency_record": "created_at",
    "outgoing_event": "occurred_at",
}
_SIZE = """
SELECT greatest(reltuples, pg_stat_get_live_tuples(oid))::bigint AS rows,
    pg_size_pretty(pg_total_relation_size(oid)) AS size
FROM pg_class WHERE oid = %s::regclass
"""
_FIGURES = "SELECT * FROM operating_figures(%s)"


def examine_role_and_schema(database: Database, settings: Settings) -> tuple[list[Finding], bool]:
    """Examine what `serve` refuses to start with; say whether the schema is that of this version.

    Whatever else is asked for needs it.
    """
    found = [*_faults(lambda: find_unbound(database))] or [
        well("Row security binds the role of DATABASE_URL.")
    ]
    other = [*_faults(lambda: find_other_schema(database))]
    if other:
        return [*found, *other], False
    found.append(
        well("The schema is that of this version: {version}.", version=read_version(database))
    )
    unopened = [*_faults(lambda: find_unopened(database, settings))]
    return [*found, *(unopened or [well("The keys open a stored sample.")])], True


def _faults(find: Callable[[], Iterator[SentenceError]]) -> Iterator[Finding]:
    try:
        for error in find():
            yield failure(error)
    except SentenceError as error:
        yield failure(error)


def examine_database(database: Database, settings: Settings) -> Iterator[Finding]:
    """Examine what changes while the service runs."""
    for examine in (_examine_clock, _examine_connections, _show_growth, _show_collection):
        try:
            with database.transaction():
                yield from examine(database, settings)
        except psycopg.OperationalError as error:
            yield amiss(
                "A fact could not be read from the database ({kind}).", kind=type(error).__name__
            )


def _examine_clock(database: Database, _: Settings) -> Iterator[Finding]:
    database.execute("SELECT 1")  # BEGIN is sent with it
    before = time.time()
    row = database.execute("SELECT extract(epoch FROM clock_timestamp())::float8 AS now").fetchone()
    after = time.time()
    here = (before + after) / 2
    apart = timedelta(seconds=abs((row["now"] if row else here) - here))
    yield weigh(
        "The clocks of this host and of the database are {seconds} s apart.",
        good=apart < _CLOCKS_DIFFER, seconds=f"{apart.total_seconds():.1f}",
    )  # fmt: skip


def _examine_connections(database: Database, settings: Settings) -> Iterator[Finding]:
    row = database.execute(_CONNECTIONS).fetchone()
    if row is None:
        return
    # Maintenance and `migrate` beside the nodes.
    of_a_worker = settings.pool_size + settings.figures_pool_size + 1
    needed = row["nodes"] * settings.workers * of_a_worker + 2
    yield weigh(
        "Connections: {used} of {most} are open; {nodes} nodes like this one may need {needed}.",
        good=row["used"] < row["most"] and needed <= row["most"], needed=needed, **row,
    )  # fmt: skip


def _show_growth(database: Database, _: Settings) -> Iterator[Finding]:
    database.execute("SELECT set_config('app.sight', 'system', true)")
    for table, at in _GROWING.items():
        row = database.execute(_SIZE, (table,)).fetchone()
        if row is None:
            continue
        yield noted(
            "{table}: about {rows} rows, {size}; {number} in the last day.",
            table=table, number=_count_day(database, table, at), **row,
        )  # fmt: skip
    size = database.execute("SELECT pg_size_pretty(pg_database_size(current_database())) AS size")
    yield noted("The database takes {size}.", **(size.fetchone() or {}))


def _count_day(database: Database, table: str, at: str | None) -> int:
    if at is None:
        found = database.execute(_FIGURES, (_day_ago(),)).fetchone()
        return int(found["events"]) if found else 0
    row = database.execute(
        f"SELECT count(*) AS number FROM {table} WHERE {at} > now() - %s",  # noqa: S608 - names of our own
        (_DAY,),
    ).fetchone()
    return int(row["number"]) if row else 0


def _show_collection(database: Database, _: Settings) -> Iterator[Finding]:
    row = database.execute(_FIGURES, (_day_ago(),)).fetchone()
    yield noted(
        "Organisations whose systems collected outgoing events in the last day: {followers}; events"
        " that wait for them: {waiting}.",
        **(row or {}),
    )


def _day_ago() -> UUID:
    """Return the least id of an event that was made in the last day."""
    return UUID(int=int((time.time() - _DAY.total_seconds()) * 1000) << 80)
