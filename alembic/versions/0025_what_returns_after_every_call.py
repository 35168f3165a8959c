"""Custody that returns a second time opens what it opened before the first call.

Who asked the person itself, or was assigned, regains her identity and health after every call that
was wrong. They opened again after the first one only: the link that custody returned to was then
no registration, but a return.
"""

from alembic import context, op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

OPENS_OF_ITSELF = """
    -- A return gives what the link before it had.
    WITH RECURSIVE held AS (
        SELECT c.seq, c.organisation_id, c.handoff_id, h.forced, h.corrected_call_id
        FROM custody c LEFT JOIN handoff h ON h.id = c.handoff_id
        WHERE c.case_id = asked AND c.kind = chain AND c.seq = link
        UNION ALL
        SELECT c.seq, c.organisation_id, c.handoff_id, h.forced, h.corrected_call_id
        FROM held JOIN custody c ON c.case_id = asked AND c.kind = chain
            AND c.seq = held.seq - 2 AND c.organisation_id = held.organisation_id
        LEFT JOIN handoff h ON h.id = c.handoff_id
        WHERE held.corrected_call_id IS NOT NULL
    )
    SELECT COALESCE(bool_or(handoff_id IS NULL OR forced), false) FROM held
"""
BEFORE = (
    "EXISTS (SELECT 1 FROM custody former LEFT JOIN handoff given ON given.id = former.handoff_id"
    " WHERE former.case_id = c.case_id AND former.kind = c.kind AND former.seq = c.seq - 2"
    " AND former.organisation_id = c.organisation_id"
    " AND (former.handoff_id IS NULL OR given.forced))"
)
AFTER = "opens_of_itself(c.case_id, c.kind, c.seq)"


def upgrade() -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION opens_of_itself(asked uuid, chain text, link integer)"
        " RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
        f" AS $body${OPENS_OF_ITSELF}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION opens_of_itself(uuid, text, integer) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION opens_of_itself(uuid, text, integer) TO referral_app")
    _check_grants(checks(after=True))


def downgrade() -> None:
    _check_grants(checks(after=False))
    op.execute("DROP FUNCTION IF EXISTS opens_of_itself(uuid, text, integer)")


def checks(*, after: bool) -> str:
    """Return the body of ``check_grants`` as 0023 writes it, or as it is from here on."""
    was = context.script.get_revision("0018").module
    less = context.script.get_revision("0023").module
    proper = f"{was.BELOW_ITS_CEILING} AND {was.RECORDED}"
    quick = less.QUICK % {
        "begun": less.BEGUN, "referred": was.RESTS_ON_A_REFERRAL, "proper": proper,
    }  # fmt: skip
    body = str(context.script.get_revision("0022").module.check_grants(with_orders=True))
    body = body.replace(less.FIRST, quick, 1)
    if body.count(BEFORE) != 2:
        raise LookupError("check_grants has changed")
    return body.replace(BEFORE, AFTER) if after else body


def _check_grants(body: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION check_grants() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
    )
