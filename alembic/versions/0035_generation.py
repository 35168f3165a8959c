"""The generation of the database, which cursors carry: it rises in another cluster."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

VOCABULARY = ("installation:restore", "installation:rewrap")
# A connection of the service asks as it is opened. Without a change nothing is written: the server
# may be read-only. A number is the second of its beginning: no two restores share one. The id of the
# event is one of version 7 but for its digit, so that it stands in its place in the audit log.
ENTER_CLUSTER = """
DECLARE here bigint := (SELECT c.system_identifier FROM pg_control_system() c);
BEGIN
    IF NOT EXISTS (SELECT 1 FROM generation g WHERE g.system_identifier <> here) THEN
        RETURN;
    END IF;
    UPDATE generation g
    SET number = GREATEST(g.number + 1, floor(date_part('epoch', now()))::bigint),
        system_identifier = here, since = now()
    WHERE g.system_identifier <> here;
    IF FOUND THEN
        INSERT INTO audit_event (id, action, outcome, code, roles, subject, salt)
        SELECT encode(
            substr(int8send((date_part('epoch', clock_timestamp()) * 1000)::bigint), 3)
            || substr(uuid_send(gen_random_uuid()), 7), 'hex'
        )::uuid, 'installation:restore', 'allowed', 'another_cluster', '{}', 'installation',
        uuid_send(gen_random_uuid());
    END IF;
END
"""


def upgrade() -> None:
    words = ", ".join(f"('{word}')" for word in VOCABULARY)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    op.create_table(
        "generation",
        sa.Column("id", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("system_identifier", sa.BigInteger(), nullable=False),
        sa.Column(
            "since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_generation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generation")),
    )
    op.execute(
        "INSERT INTO generation (number, system_identifier)"
        " SELECT 1, system_identifier FROM pg_control_system()"
    )
    op.execute("GRANT SELECT ON generation TO referral_app, referral_auditor")
    op.execute(
        "CREATE FUNCTION enter_cluster() RETURNS void LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${ENTER_CLUSTER}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION enter_cluster() FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION enter_cluster() TO referral_app")


def downgrade() -> None:
    op.execute("DROP FUNCTION IF EXISTS enter_cluster()")
    op.execute("DROP TABLE IF EXISTS generation")
    words = ", ".join(f"'{word}'" for word in VOCABULARY)
    op.execute(f"DELETE FROM audit_vocabulary WHERE action IN ({words})")
