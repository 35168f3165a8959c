"""Auditors find the events of a file by its code, and read the code beside them; nothing else."""

from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

FUNCTIONS = {
    "codes_for_auditors(asked uuid[])": (
        "TABLE (id uuid, code text)",
        'SELECT c.id, c.code FROM "case" c WHERE c.id = ANY (asked)',
    ),
    "case_for_auditors(asked text)": ("uuid", 'SELECT c.id FROM "case" c WHERE c.code = asked'),
}


def upgrade() -> None:
    for function, (returned, body) in FUNCTIONS.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {function} RETURNS {returned} LANGUAGE sql STABLE"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $function$\n{body}\n$function$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {_name(function)} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {_name(function)} TO referral_auditor")


def downgrade() -> None:
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION IF EXISTS {_name(function)}")


def _name(function: str) -> str:
    return function.replace("asked ", "")
