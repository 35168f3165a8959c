"""The application's role reads which schema this is, and a stored sample of what the vault wraps."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# The first and the last person's key by id, each wrapped: no index finds one of each wrapping key,
# and a folder of other keys opens neither.
SAMPLES = """
    (SELECT case_id, wrapping_key_id, wrapped_key FROM person_key ORDER BY case_id LIMIT 1)
    UNION
    (SELECT case_id, wrapping_key_id, wrapped_key FROM person_key ORDER BY case_id DESC LIMIT 1)
"""


def upgrade() -> None:
    op.execute("GRANT SELECT ON alembic_version TO referral_app")
    op.execute(
        "CREATE OR REPLACE FUNCTION vault_samples()"
        " RETURNS TABLE (case_id uuid, wrapping_key_id text, wrapped_key bytea) LANGUAGE sql STABLE"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${SAMPLES}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION vault_samples() FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION vault_samples() TO referral_app")


def downgrade() -> None:
    op.execute("DROP FUNCTION IF EXISTS vault_samples()")
    op.execute("REVOKE SELECT ON alembic_version FROM referral_app")
