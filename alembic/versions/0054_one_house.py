"""The address of one house: where a location is of a service, it opens for what that service gives.

A receiver with several houses tells the way to the one that holds the place. Where no place is held,
the way is to the services of the type that was asked for.
"""

from alembic import context, op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_OF_THE_RECEIVER = """
    AND (r.departed_at IS NOT NULL OR r.start_by > now())"""
_OF_ITS_SERVICE = """
    AND (l.service_id IS NULL OR l.organisation_id <> r.receiver_id OR EXISTS (
        SELECT 1 FROM service s LEFT JOIN place p ON p.id = r.place_id
        WHERE s.id = l.service_id AND CASE WHEN p.service_id IS NULL
            THEN s.service_type = r.service_type ELSE s.id = p.service_id END
    ))"""


def _goes_to(more: str) -> None:
    body = vars(context.script.get_revision("0045").module)["GOES_TO"].replace(
        _OF_THE_RECEIVER, _OF_THE_RECEIVER + more
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION goes_to(wanted uuid) RETURNS boolean LANGUAGE sql STABLE"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${_plain(body)}$body$"
    )


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def upgrade() -> None:
    _goes_to(_OF_ITS_SERVICE)


def downgrade() -> None:
    _goes_to("")
