"""The keys of persons, locations, webhooks, imports and other records, as the owner wraps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg import sql
from psycopg.rows import class_row

from referral_api.database.installation import Connection, record
from referral_api.permissions import InstallationPermission


@dataclass(frozen=True, slots=True)
class StoredKey:
    """The wrapped key of one person, by the case, or of one other record, and its table."""

    table: str
    wrapping_key_id: str
    subject_id: UUID
    wrapped_key: bytes


# The tables of keys, each with the column of whose key it is.
KEY_TABLES = {
    "person_key": "case_id", "location_key": "location_id", "webhook_subscription": "id",
    "tip_source": "tip_id", "vault_key": "subject_id",
    "case_import": "id",
}  # fmt: skip
_SAMPLES = """
    SELECT DISTINCT ON (wrapping_key_id) {name} AS table, wrapping_key_id, wrapped_key,
        {subject} AS subject_id
    FROM {table} WHERE wrapping_key_id IS NOT NULL ORDER BY wrapping_key_id, {subject}
"""
# In the order of the table's key, from where the batch before ended. Nobody else changes a row.
_BATCH = """
    SELECT {name} AS table, wrapping_key_id, {subject} AS subject_id, wrapped_key FROM {table}
    WHERE {subject} > %s AND wrapping_key_id <> %s ORDER BY {subject} LIMIT %s FOR UPDATE
"""
_SAVE = """
    UPDATE {table} k SET wrapping_key_id = n.wrapping_key_id, wrapped_key = n.wrapped_key
    FROM unnest(%s::uuid[], %s::text[], %s::bytea[]) n (subject_id, wrapping_key_id, wrapped_key)
    WHERE k.{subject} = n.subject_id
"""
_LOCK = "LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"
_NEEDED = "SELECT EXISTS (SELECT 1 FROM {table} WHERE wrapping_key_id = ANY (%s))"
_DROP = "INSERT INTO dropped_wrapping_key (id) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"


def _of(table: str, query: str) -> sql.Composed:
    names = {"table": sql.Identifier(table), "subject": sql.Identifier(KEY_TABLES[table])}
    return sql.SQL(query).format(name=sql.Literal(table), **names)


def wrapped_samples(connection: Connection) -> list[StoredKey]:
    """Return one key of each kind for each key that wraps any."""
    rows = connection.cursor(row_factory=class_row(StoredKey))
    return [key for table in KEY_TABLES for key in rows.execute(_of(table, _SAMPLES)).fetchall()]


def find_batch(
    connection: Connection, table: str, after: UUID, primary: str, limit: int
) -> list[StoredKey]:
    """Lock and return the next keys that another key than the primary one wraps."""
    rows = connection.cursor(row_factory=class_row(StoredKey))
    return rows.execute(_of(table, _BATCH), (after, primary, limit)).fetchall()


def save_batch(connection: Connection, keys: Sequence[StoredKey]) -> None:
    """Save keys of one table that were wrapped anew, with one event for all of them; a webhook and
    an import, which hang on no case, have one of their own.
    """
    table = keys[0].table
    subjects = [key.subject_id for key in keys]
    if table in {"case_import", "webhook_subscription"}:
        for subject in subjects:
            record(connection, InstallationPermission.REWRAP, table, subject, code="rotation")
    else:
        record(
            connection, InstallationPermission.REWRAP, "installation", code="rotation",
            case_ids=subjects if table == "person_key" else [],
        )  # fmt: skip
    names, wrapped = [key.wrapping_key_id for key in keys], [key.wrapped_key for key in keys]
    connection.execute(_of(table, _SAVE), (subjects, names, wrapped))


def drop_wrapping_keys(connection: Connection, names: Sequence[str]) -> bool:
    """Let no row need these keys ever again; False if one does now."""
    # Whoever makes a key waits here for a moment, and is then refused with these.
    connection.execute("SET LOCAL lock_timeout = '2s'")
    for table in KEY_TABLES:
        connection.execute(_of(table, _LOCK))
    for table in KEY_TABLES:
        row = connection.execute(_of(table, _NEEDED), (list(names),)).fetchone()
        if row is None or row[0]:
            return False
    connection.execute(_DROP, (list(names),))
    return True
