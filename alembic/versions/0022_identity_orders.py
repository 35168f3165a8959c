"""A magistrate's order opens her identity to the inquiry, and a reported death is on the file.

An order is for the organisation that answers for the inquiry, and ends with that link of the chain.
Whatever ends because she has died reports her death in the case, once.
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SYSTEM = "(SELECT current_setting('app.sight', true)) = 'system'"
VOCABULARY = {
    "case": "refute_death report_death",
    "identity_order": "end expire lift list read record",
}
STATES = "active,lifted,expired,ended"


def granted(condition: str) -> str:
    """Write the condition that a live grant of the reader meets the condition."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        " AND g.case_id = identity_order.case_id AND g.ended_at IS NULL"
        f" AND (g.valid_until IS NULL OR g.valid_until > now()) AND {condition} OFFSET 0)"
    )


FOR_THE_PERSON = "g.basis = 'custody' AND 'protection' = ANY (g.reads)"
OF_A_COURT = "(SELECT o.type FROM organisation o WHERE o.id = g.organisation_id) = 'court'"
POLICIES = {
    "owner": "TO referral_owner USING (true) WITH CHECK (true)",
    "app_select": f"FOR SELECT TO referral_app USING (organisation_id = {ME} OR to_id = {ME}"
    f" OR {SYSTEM} OR {granted(f'(({FOR_THE_PERSON}) OR {OF_A_COURT})')})",
    "app_insert": f"FOR INSERT TO referral_app WITH CHECK (organisation_id = {ME}"
    f" AND {granted('true')})",
    "app_update": f"FOR UPDATE TO referral_app USING (organisation_id = {ME} OR {SYSTEM}"
    f" OR {granted(OF_A_COURT)})",
}
FUNCTIONS = {
    "begin_identity_order": """
        DECLARE subject "case";
        BEGIN
            -- The file is held: it does not close, and the inquiry does not move on, before the
            -- order is there.
            SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR SHARE;
            SELECT c.seq INTO NEW.custody_seq FROM custody c
            WHERE c.case_id = NEW.case_id AND c.kind = 'investigation'
            AND c.organisation_id = NEW.to_id
            AND NOT EXISTS (
                SELECT 1 FROM custody later WHERE later.case_id = c.case_id
                AND later.kind = c.kind AND later.seq > c.seq
            );
            IF subject.state IS DISTINCT FROM 'open' OR NEW.custody_seq IS NULL OR NOT EXISTS (
                SELECT 1 FROM agent a JOIN organisation o ON o.id = a.organisation_id
                WHERE a.id = NEW.magistrate_id AND o.id = NEW.organisation_id
                AND a.active AND o.active AND 'magistrate' = ANY (a.roles)
                AND (o.type = 'court' OR (o.type = 'prosecutor' AND o.id = NEW.to_id))
            ) THEN
                RAISE EXCEPTION 'a magistrate orders it for who answers for the inquiry'
                    USING ERRCODE = 'NR003';
            END IF;
            NEW.protection_custodian_id := subject.protection_custodian_id;
            RETURN NEW;
        END
    """,
    "follow_identity_order": """
        BEGIN
            UPDATE access_grant SET ended_at = now()
            WHERE basis = 'court_order' AND basis_id = NEW.id AND ended_at IS NULL;
            RETURN NULL;
        END
    """,
    # After the case is locked: the order of every operation.
    "move_identity_orders": """
        BEGIN
            IF NEW.kind = 'protection' THEN
                UPDATE identity_order SET protection_custodian_id = NEW.organisation_id
                WHERE case_id = NEW.case_id AND status = 'active';
            ELSE
                UPDATE access_grant SET ended_at = now()
                WHERE basis = 'court_order' AND ended_at IS NULL
                AND basis_id IN (SELECT id FROM identity_order WHERE case_id = NEW.case_id);
            END IF;
            RETURN NULL;
        END
    """,
    # A later report stands again: what was corrected is in the audit log.
    "note_death": """
        BEGIN
            UPDATE "case" SET death_reported_at = now(), death_refuted_at = NULL,
                updated_at = now(), version = version + 1
            WHERE id = NEW.case_id
            AND (death_reported_at IS NULL OR death_refuted_at IS NOT NULL);
            RETURN NULL;
        END
    """,
}
_DIES = "AFTER UPDATE OF end_reason ON {} FOR EACH ROW WHEN (NEW.end_reason = 'death' AND OLD.end_reason IS DISTINCT FROM NEW.end_reason)"
TRIGGERS = {
    "identity_order": {
        "begin_identity_order": "BEFORE INSERT ON identity_order FOR EACH ROW",
        "follow_identity_order": "AFTER UPDATE OF status ON identity_order FOR EACH ROW"
        " WHEN (NEW.status <> 'active')",
    },
    "custody": {
        "move_identity_orders": "AFTER INSERT ON custody FOR EACH ROW WHEN (NEW.seq > 1)",
    },
    "referral": {"note_death": _DIES.format("referral")},
    "handoff": {"note_death": _DIES.format("handoff")},
}
GUARDS = {
    "unaudited": "CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE"
    " ON identity_order DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    " EXECUTE FUNCTION refuse_unaudited()",
    "no_truncate": "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON identity_order"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
}
REFERRED = {
    "case_id": "case", "organisation_id": "organisation", "magistrate_id": "agent",
    "to_id": "organisation",
}  # fmt: skip
# It reads her identity and nothing else, and no longer than the order is in force for this link.
RESTS_ON_AN_ORDER = """n.basis = 'court_order' AND n.reads = '{identity}' AND n.writes = '{}'
    AND n.consent_id IS NULL AND EXISTS (
    SELECT 1 FROM identity_order o JOIN custody c ON c.case_id = o.case_id
    AND c.kind = 'investigation' AND c.seq = o.custody_seq AND c.organisation_id = o.to_id
    WHERE o.id = n.basis_id AND o.case_id = n.case_id AND o.to_id = n.organisation_id
    AND o.status = 'active'
    AND COALESCE(n.valid_until, 'infinity') <= COALESCE(o.valid_until, 'infinity')
    AND NOT EXISTS (
        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
        AND later.kind = c.kind AND later.seq > c.seq
    )
)"""


def upgrade() -> None:
    words = [
        f"('{kind}:{event}')" for kind, events in VOCABULARY.items() for event in events.split()
    ]
    op.execute(f"INSERT INTO audit_vocabulary VALUES {', '.join(words)} ON CONFLICT DO NOTHING")
    _apart()
    _create_table()
    for column, referred in REFERRED.items():
        _apart()
        name = f"fk_identity_order_{column}"
        op.execute(f"ALTER TABLE identity_order DROP CONSTRAINT IF EXISTS {name}")
        op.execute(
            f"ALTER TABLE identity_order ADD CONSTRAINT {name}"
            f' FOREIGN KEY ({column}) REFERENCES "{referred}" (id)'
        )
    _apart()
    for column in ("death_reported_at", "death_refuted_at"):
        op.execute(f'ALTER TABLE "case" ADD COLUMN IF NOT EXISTS {column} timestamptz')
    op.execute('GRANT UPDATE (death_reported_at, death_refuted_at) ON "case" TO referral_app')
    _apart()
    for name, body in FUNCTIONS.items():
        _replace(name, body)
        op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")
    _replace("check_grants", check_grants(with_orders=True))
    for triggers in TRIGGERS.values():
        _apart()
        for name, when in triggers.items():
            op.execute(f"CREATE OR REPLACE TRIGGER {name} {when} EXECUTE FUNCTION {name}()")


def check_grants(*, with_orders: bool) -> str:
    """Return the body of the function, as this migration writes it or as it was."""
    before: str = context.script.get_revision("0021").module.changed_body("check_grants")
    rests = "OR (n.basis = 'referral'"
    if before.count(rests) != 1:
        raise LookupError("the function is not the one that this migration changes")
    orders = f"OR ({RESTS_ON_AN_ORDER}) {rests}"
    return before.replace(rests, orders) if with_orders else before


def _create_table() -> None:
    at = sa.DateTime(timezone=True)
    op.create_table(
        "identity_order",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("magistrate_id", sa.Uuid, nullable=False),
        sa.Column("to_id", sa.Uuid, nullable=False),
        sa.Column("custody_seq", sa.Integer),
        sa.Column("protection_custodian_id", sa.Uuid),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("ordered_on", sa.Date, nullable=False),
        sa.Column("valid_until", at),
        sa.Column("recorded_at", at, server_default=sa.text("now()"), nullable=False),
        sa.Column("closed_at", at),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_order")),
        sa.CheckConstraint(
            f"status = ANY ('{{{STATES}}}'::text[])", name=op.f("ck_identity_order_status_code")
        ),
        sa.CheckConstraint(
            "char_length(reference) BETWEEN 1 AND 60", name=op.f("ck_identity_order_short_reference")
        ),
        sa.CheckConstraint(
            "ordered_on <= (recorded_at AT TIME ZONE 'UTC')::date",
            name=op.f("ck_identity_order_not_of_the_future"),
        ),
        sa.CheckConstraint("valid_until > recorded_at", name=op.f("ck_identity_order_begins")),
        if_not_exists=True,
    )  # fmt: skip
    active = sa.text("status = 'active'")
    op.create_index(
        "uq_identity_order_reference", "identity_order",
        ["case_id", "organisation_id", "to_id", "reference", "valid_until"], unique=True,
        postgresql_nulls_not_distinct=True, postgresql_where=active, if_not_exists=True,
    )  # fmt: skip
    for columns, where in (
        (["case_id"], None), (["organisation_id", "id"], None), (["to_id", "id"], None),
        (["valid_until"], active),
    ):  # fmt: skip
        op.create_index(
            f"ix_identity_order_{'_'.join(columns)}", "identity_order", columns,
            postgresql_where=where, if_not_exists=True,
        )  # fmt: skip
    op.execute("ALTER TABLE identity_order ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE identity_order FORCE ROW LEVEL SECURITY")
    for name, rule in POLICIES.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON identity_order")
        op.execute(f"CREATE POLICY {name} ON identity_order {rule}")
    op.execute("GRANT SELECT ON identity_order TO referral_app")
    op.execute(
        "GRANT INSERT (id, case_id, status, organisation_id, magistrate_id, to_id,"
        " protection_custodian_id, reference, ordered_on, valid_until, version)"
        " ON identity_order TO referral_app"
    )
    op.execute("GRANT UPDATE (status, closed_at, version) ON identity_order TO referral_app")
    for name, made in GUARDS.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON identity_order")
        op.execute(made)
        op.execute(f"ALTER TABLE identity_order ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    # The version before knows no order: what rests on one ends.
    _replace("check_grants", check_grants(with_orders=False))
    for table in ("custody", "referral", "handoff"):
        _apart()
        for name in TRIGGERS[table]:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    _apart()
    op.execute("ALTER TABLE access_grant DISABLE TRIGGER unaudited")
    op.execute(
        "UPDATE access_grant SET ended_at = now() WHERE basis = 'court_order' AND ended_at IS NULL"
    )
    op.execute("ALTER TABLE access_grant ENABLE ALWAYS TRIGGER unaudited")
    _apart()
    for column in ("death_reported_at", "death_refuted_at"):
        op.execute(f'ALTER TABLE "case" DROP COLUMN IF EXISTS {column}')
    for column in REFERRED:
        _apart()
        op.execute(
            "ALTER TABLE IF EXISTS identity_order"
            f" DROP CONSTRAINT IF EXISTS fk_identity_order_{column}"
        )
    _apart()
    op.drop_table("identity_order", if_exists=True)
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _apart() -> None:
    """End the transaction, and with it its lock. None waits for one table while it holds another.

    What was done stays if the migration stops here. The same call then does it again.
    """
    with op.get_context().autocommit_block():
        pass


def _replace(name: str, body: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $body${body}$body$"
    )
