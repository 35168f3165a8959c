"""Create the tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import UserDefinedType

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


class TransactionNumber(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "xid8"


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "xid",
            TransactionNumber(),
            server_default=sa.text("pg_current_xact_id()"),
            nullable=False,
        ),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("token_id", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("case_ids", sa.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_agent_id_id", "audit_event", ["agent_id", "id"], unique=False)
    op.create_index(
        "ix_audit_event_case_id_id",
        "audit_event",
        ["case_id", "id"],
        unique=False,
        postgresql_where=sa.text("case_id IS NOT NULL"),
    )
    op.create_index(
        "ix_audit_event_case_ids",
        "audit_event",
        ["case_ids"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("case_ids IS NOT NULL"),
    )
    op.create_index(
        "ix_audit_event_organisation_id_id", "audit_event", ["organisation_id", "id"], unique=False
    )
    op.create_index("ix_audit_event_xid", "audit_event", ["xid"], unique=False)
    op.create_table(
        "idempotency_record",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("caller_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "caller_id", "key", name=op.f("pk_idempotency_record")
        ),
    )
    op.create_index(
        op.f("ix_idempotency_record_created_at"), "idempotency_record", ["created_at"], unique=False
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("htcds_type", sa.Text(), nullable=False),
        sa.Column("regions", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "section_ceiling",
        sa.Column("organisation_type", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_type", "section", name=op.f("pk_section_ceiling")),
    )
    op.create_table(
        "agent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("cardinality(roles) > 0", name=op.f("ck_agent_has_role")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_agent_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
    )
    op.create_index(op.f("ix_agent_organisation_id"), "agent", ["organisation_id"], unique=False)
    op.create_table(
        "capacity",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("occupied", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "held >= 0 AND occupied >= 0 AND held + occupied <= places",
            name=op.f("ck_capacity_places_suffice"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_capacity_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_capacity")),
    )
    op.create_table(
        "client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("keys", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_client_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
    )
    op.create_index(op.f("ix_client_organisation_id"), "client", ["organisation_id"], unique=False)
    op.create_table(
        "agent_subject",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_agent_subject_agent_id")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_agent_subject")),
    )
    op.create_index(op.f("ix_agent_subject_agent_id"), "agent_subject", ["agent_id"], unique=False)
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("age_in_doubt", sa.Boolean(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("nationality", sa.Text(), nullable=True),
        sa.Column("languages", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("risk_flags", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("closure_reason", sa.Text(), nullable=True),
        sa.Column("protection_custodian_id", sa.Uuid(), nullable=True),
        sa.Column("investigation_custodian_id", sa.Uuid(), nullable=True),
        sa.Column("registered_by_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("registered_by_agent_id", sa.Uuid(), nullable=False),
        sa.Column(
            "registered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["investigation_custodian_id"],
            ["organisation.id"],
            name=op.f("fk_case_investigation_custodian_id"),
        ),
        sa.ForeignKeyConstraint(
            ["protection_custodian_id"],
            ["organisation.id"],
            name=op.f("fk_case_protection_custodian_id"),
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_agent_id"], ["agent.id"], name=op.f("fk_case_registered_by_agent_id")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_case_registered_by_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("code", name=op.f("uq_case_code")),
    )
    op.create_table(
        "used_assertion",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("jti", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_used_assertion_client_id")
        ),
        sa.PrimaryKeyConstraint("client_id", "jti", name=op.f("pk_used_assertion")),
    )
    op.create_index(
        op.f("ix_used_assertion_expires_at"), "used_assertion", ["expires_at"], unique=False
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("purposes", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("recipients", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("sections", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=True),
        sa.Column("legal_ground", sa.Text(), nullable=True),
        sa.Column("second_agent_id", sa.Uuid(), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by_agent_id", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'active' OR legal_ground IS NULL"
            " OR COALESCE(second_agent_id <> recorded_by_agent_id, false)",
            name=op.f("ck_consent_second_person"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consent_case_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_consent_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_agent_id"], ["agent.id"], name=op.f("fk_consent_recorded_by_agent_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_agent_id"], ["agent.id"], name=op.f("fk_consent_second_agent_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["consent.id"], name=op.f("fk_consent_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_case_id"), "consent", ["case_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=False),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("acts", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("means", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("forms", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("indicators", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("treated_as_child", sa.Boolean(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("sealed_reasons", sa.LargeBinary(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_decision_agent_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_decision_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_case_id"), "decision", ["case_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("updated_by_agent_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_person_case_id")),
        sa.ForeignKeyConstraint(
            ["updated_by_agent_id"], ["agent.id"], name=op.f("fk_person_updated_by_agent_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_person")),
    )
    op.create_table(
        "person_key",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("wrapping_key_id", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_person_key_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_person_key")),
    )
    op.create_table(
        "access_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("basis_id", sa.Uuid(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("reads", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("writes", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "valid_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_access_grant_case_id")),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_access_grant_consent_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_access_grant_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_grant")),
        sa.UniqueConstraint("basis", "basis_id", "organisation_id", name="uq_access_grant_basis"),
    )
    op.create_index(
        op.f("ix_access_grant_consent_id"), "access_grant", ["consent_id"], unique=False
    )
    op.create_index(
        "ix_access_grant_sight", "access_grant", ["organisation_id", "case_id"], unique=False
    )
    op.create_table(
        "handoff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("physical", sa.Boolean(), nullable=False),
        sa.Column("forced", sa.Boolean(), nullable=False),
        sa.Column("custody_seq", sa.Integer(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("needs", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("risk_flags", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("shared_sections", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("offered_by_agent_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_by_agent_id", sa.Uuid(), nullable=True),
        sa.Column(
            "offered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escorted", sa.Boolean(), nullable=False),
        sa.Column("expected_arrival", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("condition_noted", sa.Boolean(), nullable=True),
        sa.Column("documents_sha256", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "accepted_by_agent_id <> offered_by_agent_id", name=op.f("ck_handoff_second_person")
        ),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_handoff_moves")),
        sa.ForeignKeyConstraint(
            ["accepted_by_agent_id"], ["agent.id"], name=op.f("fk_handoff_accepted_by_agent_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_handoff_case_id")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_handoff_consent_id")),
        sa.ForeignKeyConstraint(["from_id"], ["organisation.id"], name=op.f("fk_handoff_from_id")),
        sa.ForeignKeyConstraint(
            ["offered_by_agent_id"], ["agent.id"], name=op.f("fk_handoff_offered_by_agent_id")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["organisation.id"], name=op.f("fk_handoff_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff")),
    )
    op.create_index(op.f("ix_handoff_case_id"), "handoff", ["case_id"], unique=False)
    op.create_index(op.f("ix_handoff_consent_id"), "handoff", ["consent_id"], unique=False)
    op.create_index("ix_handoff_from_id_id", "handoff", ["from_id", "id"], unique=False)
    op.create_index("ix_handoff_to_id_id", "handoff", ["to_id", "id"], unique=False)
    op.create_index(
        "uq_handoff_open",
        "handoff",
        ["case_id", "kind"],
        unique=True,
        postgresql_where=sa.text("status IN ('offered','accepted')"),
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("service_type", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("needs", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("risk_flags", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("accessibility_needs", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("interpreter_needed", sa.Boolean(), nullable=False),
        sa.Column("unaccompanied", sa.Boolean(), nullable=False),
        sa.Column("caregiver_informed", sa.Boolean(), nullable=False),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("shared_sections", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("bed", sa.Text(), nullable=False),
        sa.Column("acknowledge_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("start_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("feedback_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("attendance", sa.Text(), nullable=True),
        sa.Column("appointment_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancellation_requested", sa.Boolean(), nullable=False),
        sa.Column("answer_cancellation_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("suggested_receiver_id", sa.Uuid(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_agent_id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_referral_case_id")),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_referral_consent_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_agent_id"], ["agent.id"], name=op.f("fk_referral_created_by_agent_id")
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"], ["organisation.id"], name=op.f("fk_referral_receiver_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["referral.id"], name=op.f("fk_referral_replaces_id")
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["organisation.id"], name=op.f("fk_referral_sender_id")
        ),
        sa.ForeignKeyConstraint(
            ["suggested_receiver_id"],
            ["organisation.id"],
            name=op.f("fk_referral_suggested_receiver_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_case_id_id", "referral", ["case_id", "id"], unique=False)
    op.create_index(op.f("ix_referral_consent_id"), "referral", ["consent_id"], unique=False)
    op.create_index(
        "ix_referral_decide_by",
        "referral",
        ["decide_by"],
        unique=False,
        postgresql_where=sa.text("status IN ('requested','received')"),
    )
    op.create_index("ix_referral_receiver_id_id", "referral", ["receiver_id", "id"], unique=False)
    op.create_index("ix_referral_sender_id_id", "referral", ["sender_id", "id"], unique=False)
    op.create_index(
        "ix_referral_start_by",
        "referral",
        ["start_by"],
        unique=False,
        postgresql_where=sa.text("status = 'accepted'"),
    )
    op.create_table(
        "custody",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("handoff_id", sa.Uuid(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column(
            "since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_custody_agent_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_custody_case_id")),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_custody_handoff_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_custody_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody")),
        sa.UniqueConstraint("case_id", "kind", "seq", name="uq_custody_chain"),
    )
    op.create_index(
        op.f("ix_custody_organisation_id"), "custody", ["organisation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_custody_organisation_id"), table_name="custody")
    op.drop_table("custody")
    op.drop_index(
        "ix_referral_start_by",
        table_name="referral",
        postgresql_where=sa.text("status = 'accepted'"),
    )
    op.drop_index("ix_referral_sender_id_id", table_name="referral")
    op.drop_index("ix_referral_receiver_id_id", table_name="referral")
    op.drop_index(
        "ix_referral_decide_by",
        table_name="referral",
        postgresql_where=sa.text("status IN ('requested','received')"),
    )
    op.drop_index(op.f("ix_referral_consent_id"), table_name="referral")
    op.drop_index("ix_referral_case_id_id", table_name="referral")
    op.drop_table("referral")
    op.drop_index(
        "uq_handoff_open",
        table_name="handoff",
        postgresql_where=sa.text("status IN ('offered','accepted')"),
    )
    op.drop_index("ix_handoff_to_id_id", table_name="handoff")
    op.drop_index("ix_handoff_from_id_id", table_name="handoff")
    op.drop_index(op.f("ix_handoff_consent_id"), table_name="handoff")
    op.drop_index(op.f("ix_handoff_case_id"), table_name="handoff")
    op.drop_table("handoff")
    op.drop_index("ix_access_grant_sight", table_name="access_grant")
    op.drop_index(op.f("ix_access_grant_consent_id"), table_name="access_grant")
    op.drop_table("access_grant")
    op.drop_table("person_key")
    op.drop_table("person")
    op.drop_index(op.f("ix_decision_case_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_consent_case_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_used_assertion_expires_at"), table_name="used_assertion")
    op.drop_table("used_assertion")
    op.drop_table("case")
    op.drop_index(op.f("ix_agent_subject_agent_id"), table_name="agent_subject")
    op.drop_table("agent_subject")
    op.drop_index(op.f("ix_client_organisation_id"), table_name="client")
    op.drop_table("client")
    op.drop_table("capacity")
    op.drop_index(op.f("ix_agent_organisation_id"), table_name="agent")
    op.drop_table("agent")
    op.drop_table("section_ceiling")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_idempotency_record_created_at"), table_name="idempotency_record")
    op.drop_table("idempotency_record")
    op.drop_index("ix_audit_event_xid", table_name="audit_event")
    op.drop_index("ix_audit_event_organisation_id_id", table_name="audit_event")
    op.drop_index(
        "ix_audit_event_case_ids",
        table_name="audit_event",
        postgresql_using="gin",
        postgresql_where=sa.text("case_ids IS NOT NULL"),
    )
    op.drop_index(
        "ix_audit_event_case_id_id",
        table_name="audit_event",
        postgresql_where=sa.text("case_id IS NOT NULL"),
    )
    op.drop_index("ix_audit_event_agent_id_id", table_name="audit_event")
    op.drop_table("audit_event")
