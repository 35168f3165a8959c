"""Add requests to be handed a case: the table, its codes, row security and guard."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SYSTEM = "(SELECT current_setting('app.sight', true)) IN ('flow', 'system')"
LIVE_GRANT = (
    f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
    " AND g.case_id = handoff_request.case_id AND g.ended_at IS NULL"
    " AND (g.valid_until IS NULL OR g.valid_until > now()) {condition} OFFSET 0)"
)
ANY_GRANT = LIVE_GRANT.format(condition="")
CUSTODY = LIVE_GRANT.format(condition="AND g.basis = 'custody'")

POLICIES = {
    "SELECT": f"requester_id = {ME} OR {SYSTEM} OR {CUSTODY}",
    "INSERT": f"requester_id = {ME} AND {ANY_GRANT}",
    "UPDATE": f"requester_id = {ME} OR {SYSTEM} OR {CUSTODY}",
}

CODES = {
    "ck_handoff_request_kind_code": ("kind IN ('investigation', 'protection')"),
    "ck_handoff_request_status_code": ("status IN ('open', 'granted', 'refused', 'expired')"),
    "ck_handoff_request_reason_code": (
        "reason IN ('protective_shelter', 'child_protection', 'specialised_care', 'change_of_location', 'security', 'jurisdiction', 'judicial_proceedings', 'end_of_mandate', 'return_or_reintegration', 'conflict_of_interest', 'person_request', 'other')"
    ),
    "ck_handoff_request_refusal_reason_code": (
        "refusal_reason IN ('no_capacity', 'not_eligible_age', 'not_eligible_sex', 'out_of_area', 'out_of_mandate', 'security_risk', 'insufficient_information', 'consent_missing', 'person_declined', 'conflict_of_interest', 'other')"
    ),
}


def upgrade() -> None:
    op.create_table(
        "handoff_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("refusal_reason", sa.Text(), nullable=True),
        sa.Column("handoff_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by_agent_id", sa.Uuid(), nullable=False),
        sa.Column(
            "requested_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_handoff_request_case_id")),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["organisation.id"], name=op.f("fk_handoff_request_requester_id")
        ),
        sa.ForeignKeyConstraint(
            ["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_request_handoff_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_agent_id"],
            ["agent.id"],
            name=op.f("fk_handoff_request_requested_by_agent_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_request")),
        *(sa.CheckConstraint(condition, name=op.f(name)) for name, condition in CODES.items()),
    )
    op.create_index(op.f("ix_handoff_request_case_id"), "handoff_request", ["case_id"])
    op.create_index("ix_handoff_request_requester_id_id", "handoff_request", ["requester_id", "id"])
    op.create_index(
        "uq_handoff_request_open", "handoff_request", ["case_id", "kind", "requester_id"],
        unique=True, postgresql_where=sa.text("status = 'open'"),
    )  # fmt: skip
    op.execute("GRANT SELECT, INSERT, UPDATE ON handoff_request TO referral_app")
    op.execute("ALTER TABLE handoff_request ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE handoff_request FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY owner ON handoff_request TO referral_owner USING (true) WITH CHECK (true)"
    )
    for command, condition in POLICIES.items():
        clause = "WITH CHECK" if command == "INSERT" else "USING"
        op.execute(
            f"CREATE POLICY app_{command.lower()} ON handoff_request FOR {command}"
            f" TO referral_app {clause} ({condition})"
        )
    op.execute(
        "CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON handoff_request"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited()"
    )
    op.execute("ALTER TABLE handoff_request ENABLE ALWAYS TRIGGER unaudited")


def downgrade() -> None:
    op.drop_table("handoff_request")
