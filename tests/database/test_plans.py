"""The rows that PostgreSQL reads for a list: the few of the reader, not the many of others."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.database import pagination
from referral_api.database.old_rows import OldRows
from referral_api.database.session_profile import MAINTENANCE, PLANNING, REQUESTS
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.calls.records import CALL_RECORDS
from referral_api.domain.casework.clocks.due import _DUE
from referral_api.domain.casework.ground_lapse import LAPSED_GROUNDS
from referral_api.domain.custody.handoff_requests.records import HANDOFF_REQUEST_RECORDS
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.events.clocks.table import CLOCKS
from referral_api.domain.events.outgoing_events.operations import OLD_OUTGOING_EVENTS
from referral_api.domain.protection.referrals import overdue_places
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.stays.records import STAY_RECORDS
from referral_api.domain.records.overdue import overdue_batches
from referral_api.embedded import Embedded
from referral_api.http.idempotency_records import OLD_KEYS
from referral_api.permissions import Role
from tests.support.directory import NEED, a_service
from tests.support.programme import KINDS, an_entry
from tests.support.sides import Sides, build_sides
from tests.support.stays import expected
from tests.support.world import World

# The changes that turn a copy of one of our rows into a row of another organisation.
_CHANGES = {
    "case": "'code', 'ML-' || n",
    "access_grant": "'case_id', in_case, 'organisation_id', sender, 'basis_id', gen_random_uuid()",
    "consent": "'case_id', in_case, 'organisation_id', sender, 'recipients', ARRAY[receiver]",
    "referral": "'case_id', in_case, 'sender_id', sender, 'receiver_id', receiver",
    "handoff": "'case_id', in_case, 'from_id', sender, 'to_id', receiver",
    "handoff_request": "'case_id', in_case, 'requester_id', sender",
    "prevention_activity": "'organisation_id', sender",
    # Nobody of them is expected any more, and no agreement of theirs ends soon.
    "stay": "'case_id', in_case, 'host_organisation_id', receiver, 'custodian_id', sender,"
    " 'expected_at', '2020-01-01T00:00:00Z',"
    " 'status', 'present', 'arrived_at', '2020-01-01T00:00:00Z'",
    "partner_agreement": "'organisation_id', sender, 'ends_on', '2999-01-01'",
    "service": "'organisation_id', sender, 'service_type', 'food'",
    "place": "'organisation_id', sender, 'service_id', in_case",
    "telephone_call": "'case_id', in_case, 'sender_id', sender, 'receiver_id', receiver",
    "audit_event": "'case_id', in_case, 'agent_id', sender, 'organisation_id', sender,"
    " 'action', 'organisation:list', 'subject', 'organisation', 'section', NULL,"
    " 'request_id', md5('request' || n)",
}
# The row that is copied, where one that another test has left behind could not be changed so.
_SUCH = {
    "access_grant": "ended_at IS NULL AND basis = 'custody' AND 'protection' = ANY (reads)",
    "stay": "status = 'expected'",
}
# Rows of four months, one each hour.
_OF_FOUR_MONTHS = {
    "outgoing_event": "INSERT INTO outgoing_event (organisation_id, event_id, action, subject,"
    " subject_id, by_organisation_id, occurred_at) SELECT gen_random_uuid(), gen_random_uuid(),"
    " 'case:close', 'case', gen_random_uuid(), gen_random_uuid(), now() - (3000 - n) * interval"
    " '1 hour' FROM generate_series(1, 3000) AS n ORDER BY md5(n::text)",
    "idempotency_record": "INSERT INTO idempotency_record (organisation_id, caller_id, key,"
    " fingerprint, answer, created_at) SELECT gen_random_uuid(), gen_random_uuid(),"
    " gen_random_uuid(), '', '', now() - (3000 - n) * interval '1 hour'"
    " FROM generate_series(1, 3000) AS n ORDER BY md5(n::text)",
}
_COPIES = 3_000
_ENOUGH = 150  # we have up to thirty rows of a kind, and a policy may look at our grants for each
# Half of them newer than ours, half older: by their ids, and by their keys.
_ID = "overlay(md5('{}' || n) PLACING CASE n % 2 WHEN 0 THEN 'ee00' ELSE '0000' END FROM 1)"
_COPY = """
INSERT INTO "{table}" SELECT copy.*
FROM (SELECT ours FROM "{table}" AS ours WHERE {such} LIMIT 1) AS template,
    (SELECT n, {id} AS row_id, {case} AS in_case, md5('neighbour' || n % 20) AS sender,
        md5('neighbour' || (n + 1) % 20) AS receiver
     FROM generate_series(1, {copies}) AS n) AS made,
    jsonb_populate_record(template.ours, jsonb_build_object(
        'id', row_id, 'recorded_key', row_id, 'case_recorded_key', in_case, {changes}
    )) AS copy
"""
_TABLES = ", ".join(f'"{table}"' for table in _CHANGES)


@pytest.fixture(scope="module")
async def sides(world: World) -> Sides:
    sides = await build_sides(world)
    await an_entry(world, KINDS["prevention_activity"], sides.home.agent(Role.SUPERVISOR))
    await an_entry(world, KINDS["partner_agreement"])
    await world.set_places(sides.refuge, 1000)
    await expected(world, sides.refuge)
    await a_service(world, sides.refuge, {"bed_girls": 2})
    return sides


@pytest.fixture(scope="module")
async def crowded(server: Embedded, sides: Sides) -> AsyncIterator[asyncpg.Connection]:
    """A transaction in which a country of neighbours has cases too; it is rolled back."""
    assert sides.case_id  # the rows are there to be copied
    connection = await asyncpg.connect(server.url("postgres"), statement_cache_size=0)
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute("SET LOCAL session_replication_role = replica")
        for table, changes in _CHANGES.items():
            if table != "audit_event":  # the service writes to it meanwhile
                await connection.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            copy = _COPY.format(
                table=table, such=_SUCH.get(table, "true"), id=_ID.format(table),
                case=_ID.format("case"), copies=_COPIES, changes=changes,
            )  # fmt: skip
            await connection.execute(copy)
        await connection.execute(f"ANALYZE {_TABLES}")
        for setting, value in PLANNING.items():
            await connection.execute(f"SET LOCAL {setting} = {value}")
        yield connection
    finally:
        await transaction.rollback()
        # Otherwise the planner would count rows that no longer exist.
        await connection.execute(f"VACUUM (ANALYZE) {_TABLES}")
        await connection.close()


@pytest.fixture
def short_stretch(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(pagination, "STRETCH", 100)
    return 100


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The last list statement, and the BEGIN of its transaction: others may run beside it."""
    seen: dict[str, str] = {}
    begun: dict[Transaction, str] = {}
    begin, ask = Transaction._send, Transaction.all

    async def watched_begin(self: Transaction, sql: str) -> str:
        if sql.startswith("BEGIN;"):
            begun[self] = sql.removeprefix("BEGIN;").partition(";EXECUTE")[0]
        return await begin(self, sql)

    async def watched_ask(self: Transaction, statement: Statement, **values: Any) -> list[Row]:
        seen["eyes"] = begun[self]
        seen["prepare"] = f"PREPARE list AS {statement.sql}"
        arguments = statement.arguments(
            values | {"event_id": uuid7()}
        )  # a new id, since this event exists
        seen["execute"] = f"list ({', '.join(map(literal, arguments))})"
        return await ask(self, statement, **values)

    monkeypatch.setattr(Transaction, "_send", watched_begin)
    monkeypatch.setattr(Transaction, "all", watched_ask)
    yield seen
    monkeypatch.undo()


def literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'"
    if isinstance(value, list | tuple | set | frozenset):
        return f"'{{{','.join(map(str, value))}}}'"
    return f"'{value}'"


def rows_read(node: dict[str, Any], parent: str = "") -> Iterator[tuple[str, float]]:
    """Each scan of a table, and the rows that it read, filtered out or not."""
    if "Relation Name" in node:
        dropped = (value for name, value in node.items() if name.startswith("Rows Removed"))
        read = (node["Actual Rows"] + sum(dropped)) * node["Actual Loops"]
        yield f"{parent}{node['Node Type']} on {node['Relation Name']}", read
    for child in node.get("Plans", []):
        yield from rows_read(child, f"{node['Node Type']} > ")


@pytest.mark.parametrize(
    "path",
    [
        "cases", "cases?status=identified", "cases?code=ML-22222-22222", "cases?state=closed",
        "cases?region=KAYES&category=boys", "cases?custodian={}",
        "cases?registered_from=2998-01-01T00:00:00Z", "cases?registered_until=1999-01-01T00:00:00Z",
        "referrals/summary", "referrals?direction=in", "referrals?direction=out",
        "referrals?status=requested,received",
        "referrals?direction=in&status=accepted&priority=emergency", "referrals?receiver={}",
        "referrals?due_before=2000-01-01T00:00:00Z", "handoffs?direction=in&status=offered",
        "handoffs?direction=out&priority=routine", "handoffs?receiver={}",
        "handoffs?due_before=2000-01-01T00:00:00Z",
        "referrals", "referrals?status=draft", "referrals?case_id={}", "handoffs",
        "handoffs?status=declined", "handoffs?case_id={}", "handoff-requests",
        "handoff-requests?case_id={}", "consents?case_id={}", "calls", "calls?status=binding",
        "calls?case_id={}", "prevention-activities", "prevention-activities?state=carried_out",
        "prevention-activities?region=SIKASSO&kind=sensitisation",
    ],
)  # fmt: skip
@pytest.mark.parametrize("side", ["home", "refuge"])
async def test_a_list_reads_the_rows_of_its_reader_only(
    world: World, crowded: asyncpg.Connection, sides: Sides, sent: dict[str, str],
    side: str, path: str,
) -> None:  # fmt: skip
    agent: UUID = getattr(sides, side).agent(Role.SUPERVISOR)
    await world.done(agent, "GET", f"/v1/{path.format(sides.case_id)}")
    rows, scan = await _most_rows_read(crowded, sent)
    assert rows <= _ENOUGH, scan


@pytest.mark.parametrize(
    "asked", ["", "organisation_id={}", "kind=press", "region=GAO", "region=GAO&since=1999-01-01"]
)
async def test_the_coordination_finds_the_few_entries_of_a_filter_by_an_index(
    world: World, crowded: asyncpg.Connection, sides: Sides, sent: dict[str, str], asked: str
) -> None:
    agent = world.coordination.agent(Role.COORDINATOR)
    path = f"/v1/prevention-activities?{asked.format(sides.home.id)}"
    await world.done(agent, "GET", path)
    rows, scan = await _most_rows_read(crowded, sent)
    assert rows <= _ENOUGH, scan


@pytest.mark.parametrize(
    "asked",
    [
        "cases", "cases?status=identified", "cases?region=KAYES", "cases?code=ML-22222-22222",
        "cases?registered_from=2998-01-01T00:00:00Z", "cases?custodian={}",
        "cases?registered_until=1999-01-01T00:00:00Z", "cases?state=closed", "cases?category=boys",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("short_stretch")
async def test_who_sees_every_case_looks_at_one_stretch_of_them_by_an_index(
    world: World, crowded: asyncpg.Connection, sides: Sides, sent: dict[str, str], asked: str
) -> None:
    agent = world.coordination.agent(Role.COORDINATOR)
    await world.done(agent, "GET", f"/v1/{asked.format(sides.home.id)}")
    rows, scan = await _most_rows_read(crowded, sent)
    assert rows <= _ENOUGH, scan


@pytest.mark.parametrize(
    "asked",
    [
        "action=case:close", "action=case:close,case:reopen,referral:stop", "subject=capacity",
        "outcome=failed", "agent_id={}&action=case:close", "section=identity",
        "section=health&action=identity:read",
        "request_id=00000000-0000-4000-8000-000000000000", "agent_id={}", "organisation_id={}",
        "case_id={}&action=case:close",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("short_stretch")
async def test_an_auditor_finds_the_few_events_or_looks_at_one_stretch_by_an_index(
    world: World, crowded: asyncpg.Connection, sides: Sides, sent: dict[str, str], asked: str
) -> None:
    auditor = world.oversight.agent(Role.AUDITOR)
    await world.done(auditor, "GET", f"/v1/audit/events?{asked.format(sides.case_id)}")
    rows, scan = await _most_rows_read(crowded, sent)
    assert rows <= _ENOUGH, scan


@pytest.mark.parametrize(
    "name", ["referrals", "overdue places", "handoffs", "requests", "grounds", "calls", "stays"]
)
async def test_overdue_rows_are_found_by_an_index_on_open_rows(
    crowded: asyncpg.Connection, sides: Sides, name: str
) -> None:
    """By partial indexes, which PostgreSQL uses for no status that comes as a parameter."""
    statement = {
        "referrals": overdue_batches(REFERRAL_RECORDS).statement,
        "overdue places": overdue_places._OVERDUE,
        "handoffs": overdue_batches(HANDOFF_RECORDS).statement,
        "requests": overdue_batches(HANDOFF_REQUEST_RECORDS).statement,
        "grounds": LAPSED_GROUNDS.statement,
        "calls": overdue_batches(CALL_RECORDS).statement,
        "stays": overdue_batches(STAY_RECORDS).statement,
    }[name]
    arguments = statement.arguments(
        {"organisation_id": sides.refuge.id, "after_at": None, "after_id": None}
    )
    # Those of places are asked for by a request, the others by maintenance.
    planning = PLANNING if name == "overdue places" else MAINTENANCE.planning
    settings = {"app.organisation_id": sides.refuge.id, "app.sight": "system", **planning}
    asked = {
        "eyes": ";".join(f"SET LOCAL {name}='{value}'" for name, value in settings.items()),
        "prepare": f"PREPARE list AS {statement.sql}",
        "execute": f"list ({', '.join(map(literal, arguments))})" if arguments else "list",
    }
    rows, scan = await _most_rows_read(crowded, asked)
    assert rows <= _ENOUGH, scan


_CLOCKS = {
    f"{kind} {place}": batches.statement
    for place, (kind, batches, _) in enumerate(_DUE)
    if CLOCKS[kind].subject not in {"custody", "contribution_request"}
}


@pytest.mark.parametrize("name", _CLOCKS)
async def test_what_waits_for_a_clock_is_found_by_an_index_on_open_rows(
    crowded: asyncpg.Connection, name: str
) -> None:
    statement = _CLOCKS[name]
    at_once = dict.fromkeys(statement.names, "0")
    arguments = statement.arguments(at_once | {"after_at": None, "after_id": None})
    settings = {"app.sight": "system", **MAINTENANCE.planning}
    asked = {
        "eyes": ";".join(f"SET LOCAL {name}='{value}'" for name, value in settings.items()),
        "prepare": f"PREPARE list AS {statement.sql}",
        "execute": f"list ({', '.join(map(literal, arguments))})",
    }
    rows, scan = await _most_rows_read(crowded, asked)
    assert rows <= _ENOUGH, scan


def test_the_clocks_of_stays_reviews_and_agreements_are_among_them() -> None:
    kinds = {name.rpartition(" ")[0] for name in _CLOCKS}
    assert {"stay_arrival", "referral_review", "agreement_end"} <= kinds


async def test_a_search_reads_the_services_of_the_kind_asked_for_and_their_places(
    world: World, crowded: asyncpg.Connection, sides: Sides, sent: dict[str, str]
) -> None:
    agent = sides.unit.agent(Role.SUPERVISOR)
    await world.done(agent, "POST", "/v1/placements/search", NEED)
    # A country has few organisations, and how many there are here is up to other tests.
    rows, scan = await _most_rows_read(crowded, sent, without="organisation")
    assert rows <= _ENOUGH, scan


# The rows lie in no order, on a disk that is slow to seek: to PostgreSQL, one row after the other
# by the index then looks dearer than all at once and a sort.
_DEAR_IN_ORDER = {"app.sight": "system", "random_page_cost": "1000"}


@pytest.mark.parametrize("old", [OLD_KEYS, OLD_OUTGOING_EVENTS], ids=lambda old: old.name)
async def test_a_purge_reads_its_batch_of_the_oldest_and_no_more(
    crowded: asyncpg.Connection, old: OldRows
) -> None:
    """Also of a table in which most rows are past their time, as after a stop of maintenance."""
    savepoint = crowded.transaction()
    await savepoint.start()
    try:
        await crowded.execute(_OF_FOUR_MONTHS[old.name])
        await crowded.execute(f"ANALYZE {old.name}")
        batch = {"retention": "7 days", "after": "0001-01-01T00:00:00Z", "batch": 100}
        rows, scan = await _most_rows_read(
            crowded,
            {
                "eyes": ";".join(
                    f"SET LOCAL {name}='{value}'"
                    for name, value in {**_DEAR_IN_ORDER, **MAINTENANCE.planning}.items()
                ),
                "prepare": f"PREPARE list AS {old._delete.sql}",
                "execute": f"list ({', '.join(map(literal, old._delete.arguments(batch)))})",
            },
        )
    finally:
        await savepoint.rollback()
    assert 100 <= rows <= _ENOUGH, scan


async def test_a_plan_that_was_made_on_an_empty_table_serves_a_large_one(server: Embedded) -> None:
    """Nothing plans it again before PostgreSQL has counted the rows, which may take minutes."""
    connection = await asyncpg.connect(
        server.url("postgres"), server_settings=REQUESTS.settings, statement_cache_size=0
    )
    try:
        await connection.execute(
            "CREATE TEMP TABLE empty (LIKE idempotency_record INCLUDING INDEXES); ANALYZE empty;"
            "PREPARE find AS SELECT FROM empty WHERE organisation_id = $1 AND caller_id = $1"
            " AND key = $1"
        )
        plan = await connection.fetchval("EXPLAIN (FORMAT JSON) EXECUTE find (gen_random_uuid())")
    finally:
        await connection.close()
    assert "Index" in json.loads(plan)[0]["Plan"]["Node Type"]


async def _most_rows_read(
    crowded: asyncpg.Connection, asked: dict[str, str], *, without: str = ""
) -> tuple[float, str]:
    """Run the list among the copies; return how many rows the largest scan read, and its name."""
    savepoint = crowded.transaction()
    await savepoint.start()
    try:
        await crowded.execute(f"SET LOCAL ROLE referral_app;{asked['eyes']}")
        await crowded.execute(asked["prepare"])
        explained = await crowded.fetchval(
            f"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE {asked['execute']}"
        )
    finally:
        await savepoint.rollback()
        await crowded.execute("DEALLOCATE list")
    (plan,) = json.loads(explained)
    return max(
        (rows, scan) for scan, rows in rows_read(plan["Plan"])
        if not scan.endswith(f" on {without}")
    )  # fmt: skip
