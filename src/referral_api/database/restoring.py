"""What the owner does once to a restored database: a new generation, and an order of its events.

Nothing else must go. Assertions that were used and stored responses belong to what was restored: a
retry of something that is there replays, and one of something that is gone does it again.
"""

from datetime import datetime

from referral_api.database.installation import Connection, record
from referral_api.permissions import InstallationPermission

_RAISE = """
    UPDATE generation SET since = now(),
        number = GREATEST(number + 1, floor(date_part('epoch', now()))::bigint),
        system_identifier = (SELECT system_identifier FROM pg_control_system())
    RETURNING number
"""
# The counter of a cluster that was filled from a dump begins anew: events above it would stay
# hidden until it reaches them. They get numbers below it, in the order in which they happened; what
# one transaction wrote stays together. Where there are fewer numbers than transactions, neighbours
# share one.
_WITH_PLACED = """
    WITH free AS (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 3 AS numbers),
    placed AS (
        SELECT organisation_id, xid, event_id, dense_rank() OVER (
            PARTITION BY organisation_id ORDER BY occurred_at, xid
        ) - 1 AS place FROM outgoing_event
    ),
    counted AS (
        SELECT organisation_id AS counted_id, max(place) + 1 AS places FROM placed GROUP BY 1
    ),
    renumbered AS (
        SELECT organisation_id, event_id, xid AS former,
            (3 + place * numbers / GREATEST(places, numbers))::text::xid8 AS xid
        FROM free, placed JOIN counted ON counted_id = organisation_id
        WHERE EXISTS (
            SELECT 1 FROM outgoing_event WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())
        )
    )
"""
# A subscription goes on before the first event that it had not followed. What it had followed and
# now stands after that is known by its row. Without such an event, it goes on after the last.
_MOVE_POSITIONS = """,
    moved AS (
        SELECT p.subscription_id, COALESCE(
            (min(r.xid::text::bigint) FILTER (WHERE r.former > p.xid)) - 1,
            max(r.xid::text::bigint)
        )::text::xid8 AS xid
        FROM webhook_position p JOIN renumbered r USING (organisation_id) GROUP BY 1
    )
    UPDATE webhook_position p SET xid = m.xid FROM moved m
    WHERE m.subscription_id = p.subscription_id
"""
# No position lies beyond the counter: what happens next would stay hidden until it gets there.
_HOLD_POSITIONS = """
    UPDATE webhook_position
    SET xid = (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text::xid8
    WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())
"""
# What waits to be sent keeps its order, before what happens next. Of an event that is gone from the
# outbox only this is known: it is older than all that is there.
_MOVE_DELIVERIES = """
    UPDATE webhook_delivery d SET xid = COALESCE(
        (
            SELECT r.xid FROM renumbered r
            WHERE (r.organisation_id, r.event_id) = (d.organisation_id, d.event_id)
        ),
        '2'::xid8
    )
    WHERE EXISTS (SELECT 1 FROM renumbered) OR d.xid >= pg_snapshot_xmin(pg_current_snapshot())
"""
_RENUMBER = """
    UPDATE outgoing_event e SET xid = r.xid FROM renumbered r
    WHERE (e.organisation_id, e.xid, e.event_id) = (r.organisation_id, r.former, r.event_id)
"""
_LAST = "SELECT max(recorded_at) FROM audit_event"


def last_recorded(connection: Connection) -> datetime | None:
    """Return when the last event of what was restored was recorded."""
    row = connection.execute(_LAST).fetchone()
    found = row and row[0]
    return found if isinstance(found, datetime) else None


def begin_generation(connection: Connection) -> int:
    """Begin a new generation, with its event; return the number of outgoing events that had to be
    renumbered. In a transaction of the caller's.
    """
    connection.execute(_WITH_PLACED + _MOVE_POSITIONS)
    connection.execute(_WITH_PLACED + _MOVE_DELIVERIES)
    connection.execute(_HOLD_POSITIONS)
    renumbered = connection.execute(_WITH_PLACED + _RENUMBER).rowcount
    connection.execute(_RAISE)
    record(connection, InstallationPermission.RESTORE, "installation", code="restored")
    return renumbered
