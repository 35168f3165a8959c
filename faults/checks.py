"""Compares the database after a run with the responses that the clients received."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from faults.memory import Acknowledged
from faults.stage import Stage
from referral_api.http.idempotency import key_digest, open_stored
from referral_api.http.stored_responses import IdempotencySecrets, StoredResponse

# For each table, the column of the owning organisation and the action that creates a row.
_RESOURCES = {
    "case": ("registered_by_organisation_id", "police", "case:register"),
    "consent": ("organisation_id", "police", "consent:record"),
    "referral": ("sender_id", "police", "referral:create"),
    "handoff": ("from_id", "police", "handoff:offer"),
}
_COMPARED = ("status", "version", "bed")

_GAPS = """
SELECT count(*) FROM "case" c WHERE registered_by_organisation_id = $1 AND (
    c.protection_custodian_id IS DISTINCT FROM (
        SELECT organisation_id FROM custody WHERE case_id = c.id AND kind = 'protection'
        ORDER BY seq DESC LIMIT 1)
    OR c.investigation_custodian_id IS DISTINCT FROM (
        SELECT organisation_id FROM custody WHERE case_id = c.id AND kind = 'investigation'
        ORDER BY seq DESC LIMIT 1)
    OR NOT EXISTS (SELECT FROM custody WHERE case_id = c.id AND kind = 'protection')
    OR EXISTS (SELECT FROM custody WHERE case_id = c.id
        GROUP BY kind HAVING count(*) <> max(seq) OR min(seq) <> 1)
    OR EXISTS (SELECT FROM handoff h WHERE h.case_id = c.id AND h.status = 'completed'
        AND NOT EXISTS (SELECT FROM custody WHERE handoff_id = h.id)))
"""
_BEDS = """
SELECT abs(held - (SELECT count(*) FROM referral WHERE receiver_id = $1 AND bed = 'held'))
    + abs(occupied - (SELECT count(*) FROM referral WHERE receiver_id = $1 AND bed = 'occupied'))
    + (held < 0)::int + (occupied < 0)::int
FROM capacity WHERE organisation_id = $1
"""
# Acts without an outgoing event, and outgoing events without an act.
_UNMATCHED_EVENTS = """
SELECT e.action || ' ' || e.subject_id || ' is told to nobody' AS found FROM audit_event e
WHERE outcome = 'allowed' AND code IS DISTINCT FROM 'replayed' AND organisation_id = ANY($1::uuid[])
    AND subject IN ('case', 'referral', 'handoff') AND action !~ ':(read|list)$'
    AND NOT EXISTS (SELECT FROM outgoing_event o WHERE o.event_id = e.id
        AND (o.action, o.subject_id, o.xid) = (e.action, e.subject_id, e.xid))
UNION ALL
SELECT action || ' ' || subject_id || ' is told and was not done' FROM outgoing_event o
WHERE by_organisation_id = ANY($1::uuid[])
    AND NOT EXISTS (SELECT FROM audit_event e WHERE e.id = o.event_id)
"""


@dataclass(frozen=True, slots=True)
class Findings:
    """Each number is 0 if nothing was lost or duplicated."""

    lost: int
    duplicated: int
    unaudited: int
    custody_gaps: int
    wrong_beds: int
    examples: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not (
            self.lost or self.duplicated or self.unaudited or self.custody_gaps or self.wrong_beds
        )


async def inspect(
    superuser: asyncpg.Pool, stage: Stage, acknowledged: Sequence[Acknowledged], *, pending: int = 0
) -> Findings:
    """Compare. ``pending`` acts were never answered: each may exist, or not."""
    rows: dict[tuple[str, UUID], asyncpg.Record] = {}
    for table, (column, kind, _) in _RESOURCES.items():
        for row in await superuser.fetch(
            f'SELECT * FROM "{table}" WHERE {column} = $1',  # noqa: S608 - names of our own
            stage.organisations[kind],
        ):
            rows[table, row["id"]] = row
    organisations = list(stage.organisations.values())
    events = await _count_events(superuser, stage)
    keys = {
        row["key"]: open_stored(stage.idempotency_secrets, row)
        for row in await superuser.fetch(
            "SELECT * FROM idempotency_record WHERE organisation_id = ANY($1::uuid[])",
            organisations,
        )
    }
    lost = [
        *_missing(acknowledged, rows),
        *_untrue(acknowledged, rows, keys, stage.idempotency_secrets),
    ]
    acknowledged_rows = {(_table(act), UUID(act.row["id"])) for act in acknowledged}
    extra = [
        f"{table} {row_id} was never told" for table, row_id in rows.keys() - acknowledged_rows
    ]
    twice = [f"{action} twice on {row_id}" for (action, row_id), n in events.items() if n > 1]
    makers = {maker: table for table, (_, _, maker) in _RESOURCES.items()}
    unaudited = [
        *(
            f"no event of {act.action} {act.row['id']}"
            for act in acknowledged
            if (_table(act), UUID(act.row["id"])) in rows
            and not events[act.action, UUID(act.row["id"])]
        ),
        *(f"no event made {key}" for key in rows if not events[_RESOURCES[key[0]][2], key[1]]),
        *(
            f"{action} {row_id} made nothing" for action, row_id in events
            if action in makers and (makers[action], row_id) not in rows
        ),
        *(row["found"] for row in await superuser.fetch(_UNMATCHED_EVENTS, organisations)),
    ]  # fmt: skip
    return Findings(
        len(lost), max(0, len(extra) + len(twice) - pending), len(unaudited),
        await superuser.fetchval(_GAPS, stage.organisations["police"]),
        await superuser.fetchval(_BEDS, stage.organisations["shelter"]),
        tuple([*lost, *extra, *twice, *unaudited][:5]),
    )  # fmt: skip


def _table(act: Acknowledged) -> str:
    return act.action.partition(":")[0]


async def _count_events(superuser: asyncpg.Pool, stage: Stage) -> Counter[tuple[str, UUID]]:
    found = await superuser.fetch(
        "SELECT action, subject_id, count(*) AS times FROM audit_event WHERE outcome = 'allowed'"
        " AND code IS DISTINCT FROM 'replayed' AND organisation_id = ANY($1::uuid[])"
        " GROUP BY action, subject_id",
        list(stage.organisations.values()),
    )
    return Counter({(row["action"], row["subject_id"]): row["times"] for row in found})


def _missing(
    acknowledged: Sequence[Acknowledged], rows: dict[tuple[str, UUID], asyncpg.Record]
) -> list[str]:
    return [
        f"{act.action} {act.row['id']} is gone" for act in acknowledged
        if (_table(act), UUID(act.row["id"])) not in rows
    ]  # fmt: skip


def _untrue(
    acknowledged: Sequence[Acknowledged],
    rows: dict[tuple[str, UUID], asyncpg.Record],
    keys: dict[UUID, StoredResponse],
    secrets: IdempotencySecrets,
) -> list[str]:
    """Find rows that differ from their last response, and keys with another stored response."""
    latest: dict[tuple[str, UUID], dict[str, Any]] = {}
    for act in acknowledged:
        latest[_table(act), UUID(act.row["id"])] = act.row
    untrue = [
        f"{key[0]} {key[1]} is not what was told: {name}"
        for key, row in latest.items() if key[0] in {"referral", "handoff"} and key in rows
        for name in _COMPARED if name in row and rows[key][name] != row[name]
    ]  # fmt: skip
    return untrue + [
        f"the key of {act.action} {act.row['id']} keeps another answer" for act in acknowledged
        if (_table(act), UUID(act.row["id"])) in rows
        and _body(keys.get(key_digest(secrets, act.key))) != act.body
    ]  # fmt: skip


def _body(answer: StoredResponse | None) -> bytes | None:
    return answer.body if answer else None
