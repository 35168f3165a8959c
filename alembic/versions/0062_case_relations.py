"""Persons who belong together: a relation of two files, which opens neither to the other's readers."""

from alembic import context, op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE IF NOT EXISTS case_relation (
    id uuid NOT NULL,
    recorded_key uuid DEFAULT {recorded},
    case_id uuid NOT NULL,
    other_case_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT ck_case_relation_status_code
        CHECK (status = ANY ('{{recorded,entered_in_error}}'::text[])),
    kind text NOT NULL CONSTRAINT ck_case_relation_kind_code
        CHECK (kind = ANY ('{{parent,child,sibling,spouse,other_relative,found_together}}'::text[])),
    recorded_by_organisation_id uuid NOT NULL,
    recorded_by_agent_id uuid NOT NULL,
    recorded_at timestamptz DEFAULT now() NOT NULL,
    closed_at timestamptz,
    version integer NOT NULL,
    CONSTRAINT pk_case_relation PRIMARY KEY (id),
    CONSTRAINT ck_case_relation_two CHECK (case_id <> other_case_id)
)"""
INDEXES = (
    "INDEX IF NOT EXISTS ix_case_relation_recorded_key ON case_relation (recorded_key)",
    "INDEX IF NOT EXISTS ix_case_relation_case_id_recorded_key ON case_relation (case_id, recorded_key)",
    "INDEX IF NOT EXISTS ix_case_relation_other_case_id_recorded_key ON case_relation (other_case_id, recorded_key)",
    "UNIQUE INDEX IF NOT EXISTS uq_case_relation_pair ON case_relation"
    " (LEAST(case_id, other_case_id), GREATEST(case_id, other_case_id)) WHERE status = 'recorded'",
)
REFERRED = {
    "case_id": "case", "other_case_id": "case", "recorded_by_organisation_id": "organisation",
    "recorded_by_agent_id": "agent",
}  # fmt: skip


def reads(case_column: str) -> str:
    """Write the condition that a live grant of the reader opens this case."""
    of_links = context.script.get_revision("0061").module
    return of_links.answers(case_column).replace(
        " AND g.basis = 'custody' AND 'protection' = ANY (g.reads)", ""
    )


def upgrade() -> None:
    of_links = context.script.get_revision("0061").module
    me, flow, answers = of_links.ME, of_links.FLOW, of_links.answers
    op.execute(
        "INSERT INTO audit_vocabulary VALUES ('case_relation\\:list'), ('case_relation\\:read'),"
        " ('case_relation\\:record'), ('case_relation\\:mark_error') ON CONFLICT DO NOTHING"
    )
    op.execute(TABLE.format(recorded=of_links.RECORDED).replace(":", "\\:"))
    for index in INDEXES:
        op.execute(f"CREATE {index}")
    for column, referred in REFERRED.items():
        _apart()
        name = f"fk_case_relation_{column}"
        op.execute(f"ALTER TABLE case_relation DROP CONSTRAINT IF EXISTS {name}")
        op.execute(
            f"ALTER TABLE case_relation ADD CONSTRAINT {name}"
            f' FOREIGN KEY ({column}) REFERENCES "{referred}" (id)'
        )
    _apart()
    one, other = "case_relation.case_id", "case_relation.other_case_id"
    both = f"{reads(one)} AND {reads(other)}"
    seen = f"{flow} OR {both} OR {answers(one)} OR {answers(other)}"
    of_links.guard(
        "case_relation", seen, f"recorded_by_organisation_id = {me} AND {both}",
        f"recorded_by_organisation_id = {me} OR {flow}", "status, closed_at, version",
        "id, case_id, other_case_id, kind, recorded_by_organisation_id, recorded_by_agent_id,"
        " recorded_at",
    )  # fmt: skip


def downgrade() -> None:
    for column in REFERRED:
        name = f"fk_case_relation_{column}"
        op.execute(f"ALTER TABLE IF EXISTS case_relation DROP CONSTRAINT IF EXISTS {name}")
        _apart()
    op.execute("DROP TABLE IF EXISTS case_relation CASCADE")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
