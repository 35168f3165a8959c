"""Builds the data set by COPY, as a superuser: rules are checked again once the rows are in."""

import sys
import time
from collections.abc import AsyncIterator, Callable

import asyncpg

from bench.dataset import (
    AGENT,
    CASE,
    CONSENT,
    ORGANISATION,
    POLICE,
    REFERRAL,
    SHELTERS,
    SPEAKERS,
    name_prefix,
)
from bench.rows import KEYS, TABLES, with_key

_BATCH = 2_000  # cases
_GUARDS = (
    "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE t.tgenabled = 'A' AND NOT t.tgisinternal"
)
_INDEXES = (
    "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition"
    " FROM pg_index WHERE indrelid = 'audit_event'::regclass AND NOT indisprimary"
)


def _row(kind: int, number: str) -> str:
    return f"('{name_prefix(kind)}' || lpad(to_hex({number}), 12, '0'))::uuid"


# Sent referrals, each with its consent, for the acceptances.
_CONSENTS = f"""
INSERT INTO consent (id, case_id, status, given_by, method, language, interpreter, purposes,
    recipients, sections, do_not_contact, organisation_id, recorded_by_agent_id, version)
SELECT {_row(CONSENT, "n")}, {_row(CASE, "n % $2::bigint")}, 'active', 'self', 'written', 'bam',
    false, '{{care,referral_sharing}}', ARRAY[{_row(ORGANISATION, f"{POLICE} + n % {SHELTERS}")}],
    '{{identity,protection}}', false, {_row(ORGANISATION, f"n % $2::bigint % {POLICE}")},
    {_row(AGENT, f"n % $2::bigint % {POLICE}")}, 1
FROM generate_series($3::bigint, $1::bigint - 1) AS n
"""  # noqa: S608  # made of our own words
_REFERRALS = f"""
INSERT INTO referral (id, case_id, status, sender_id, receiver_id, service_type, priority,
    case_code, sex, age_band, region, languages, interpreter_needed, unaccompanied,
    caregiver_informed, do_not_contact, consent_id, shared_sections, bed, acknowledge_by,
    decide_by, start_by, sent_at, cancellation_requested, created_by_agent_id, version)
SELECT {_row(REFERRAL, "n")}, c.id, 'requested', c.registered_by_organisation_id,
    {_row(ORGANISATION, f"{POLICE} + n % {SHELTERS}")}, 'shelter', 'routine', c.code, c.sex,
    c.age_band, c.region, c.languages, false, false, false, false, {_row(CONSENT, "n")},
    '{{identity,protection}}', 'asked', now() + interval '2 days', now() + interval '5 days',
    now() + interval '14 days', now(), false, c.registered_by_agent_id, 2
FROM generate_series($3::bigint, $1::bigint - 1) AS n
JOIN "case" c ON c.id = {_row(CASE, "n % $2::bigint")}
"""  # noqa: S608  # made of our own words

# What the database writes where its triggers run.
_HAS_COLUMN = (
    "SELECT count(*) FROM information_schema.columns WHERE table_name = $1 AND column_name = $2"
)
_ACTIVATED = "UPDATE consent SET active_since = recorded_at WHERE active_since IS NULL"


def _say(text: str, end: str = "\n") -> None:
    if end or sys.stderr.isatty():
        sys.stderr.write(f"\r{text:<78}{end}")
    sys.stderr.flush()


async def _lines(table: str, write: Callable[[int], str], size: int) -> AsyncIterator[bytes]:
    began = time.monotonic()
    for first in range(0, size, _BATCH):
        last = min(first + _BATCH, size)
        yield "".join(map(write, range(first, last))).encode()
        rate = last / (time.monotonic() - began)
        _say(f"  {table}: {last:,} of {size:,} cases, {rate:,.0f} a second", end="")
    _say(f"  {table}: {size:,} cases in {time.monotonic() - began:.0f} s")


async def load(url: str, size: int, pool: int) -> None:
    """Build ``size`` cases with custody, grants and events, and ``pool`` sent referrals."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET session_replication_role = replica")
        guards = await connection.fetch(_GUARDS)
        indexes = await connection.fetch(_INDEXES)
        for table, trigger in guards:
            await connection.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER {trigger}')
        for index in indexes:
            await connection.execute(f"DROP INDEX {index['name']}")
        await _people(connection)
        for table, (columns, write) in TABLES.items():
            if await connection.fetchval("SELECT to_regclass($1)", f'"{table}"') is None:
                continue  # an older revision has no such table
            keyed = bool(await connection.fetchval(_HAS_COLUMN, table, KEYS.get(table)))
            source = _lines(table, with_key(write) if keyed else write, size)
            await connection.copy_to_table(
                table, source=source, columns=(*columns, KEYS[table]) if keyed else columns
            )
        _say(f"  referrals: {pool:,} to accept", end="")
        await add_referrals(connection, 0, pool, size)
        for index in indexes:
            _say(f"  {index['definition'][:74]}", end="")
            await connection.execute(index["definition"])
        for table, trigger in guards:
            await connection.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {trigger}')
        _say("  VACUUM (ANALYZE), CHECKPOINT", end="")
        await connection.execute("VACUUM (ANALYZE)")
        await connection.execute("CHECKPOINT")
        _say("  ready")
    finally:
        await connection.close()


async def add_referrals(connection: "asyncpg.Connection", first: int, to: int, size: int) -> None:
    """Send the referrals with these numbers."""
    await connection.execute(_CONSENTS, to, size, first)
    # An older revision has no such column.
    if await connection.fetchval(_HAS_COLUMN, "consent", "active_since"):
        await connection.execute(_ACTIVATED)
    await connection.execute(_REFERRALS, to, size, first)


async def _people(connection: "asyncpg.Connection") -> None:
    await connection.executemany(
        "INSERT INTO organisation (id, name, type, htcds_type, active, version)"
        " VALUES ($1, $2, $3, 'NGO', true, 1)",
        [
            (speaker.organisation_id, f"Organisation {speaker.number}", speaker.type)
            for speaker in SPEAKERS
        ],
    )
    await connection.executemany(
        "INSERT INTO agent (id, organisation_id, name, roles, active, version)"
        " VALUES ($1, $2, 'Synthetic agent', $3, true, 1)",
        [(speaker.agent_id, speaker.organisation_id, [str(speaker.role)]) for speaker in SPEAKERS],
    )
    await connection.executemany(
        "INSERT INTO capacity (organisation_id, places, held, occupied, version)"
        " VALUES ($1, 100000000, 0, 0, 1)",
        [(speaker.organisation_id,) for speaker in SPEAKERS if speaker.type == "shelter"],
    )
