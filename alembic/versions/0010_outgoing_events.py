"""The outbox: what each organisation's systems are to hear of, written with the change itself."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SYSTEM = "(SELECT current_setting('app.sight', true)) = 'system'"
POLICIES = {
    "SELECT": f"USING (organisation_id = {ME} OR {SYSTEM})",
    "INSERT": f"WITH CHECK (by_organisation_id = {ME})",
    "DELETE": f"USING ({SYSTEM})",
}
# Not the order and not the time: the database writes those.
COLUMNS = "organisation_id, event_id, action, subject, subject_id, case_id, by_organisation_id"


def upgrade() -> None:
    # xid8 is a type of PostgreSQL that SQLAlchemy does not name.
    op.execute(
        """
        CREATE TABLE outgoing_event (
            organisation_id uuid NOT NULL,
            xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
            event_id uuid NOT NULL,
            action text NOT NULL,
            subject text NOT NULL,
            subject_id uuid NOT NULL,
            case_id uuid NOT NULL,
            by_organisation_id uuid NOT NULL,
            occurred_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT pk_outgoing_event PRIMARY KEY (organisation_id, xid, event_id)
        )
        """
    )
    op.create_index(
        "ix_outgoing_event_occurred_at", "outgoing_event", ["occurred_at"], postgresql_using="brin"
    )
    op.execute(f"GRANT SELECT, DELETE, INSERT ({COLUMNS}) ON outgoing_event TO referral_app")
    op.execute("ALTER TABLE outgoing_event ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE outgoing_event FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY owner ON outgoing_event TO referral_owner USING (true) WITH CHECK (true)"
    )
    for command, condition in POLICIES.items():
        op.execute(
            f"CREATE POLICY app_{command.lower()} ON outgoing_event FOR {command}"
            f" TO referral_app {condition}"
        )


def downgrade() -> None:
    op.drop_table("outgoing_event")
