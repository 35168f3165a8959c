"""Check what a registration writes by the statement and not by the row, and nothing twice.

Grants and links of custody are checked as they are added, all of a statement at once, their event
included; a foreign key that these checks imply is dropped. An answer is kept by one INSERT, at the
end, where the key was claimed by a row of its own before.
"""

from alembic import context, op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RECORDED = """EXISTS (
    SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
    AND (e.case_id = n.case_id OR n.case_id = ANY (e.case_ids))
)"""
BEGINS = """n.seq = 1 AND EXISTS (
    SELECT 1 FROM "case" WHERE id = n.case_id AND state = 'open'
    AND registered_by_organisation_id = n.organisation_id AND registered_at = now()
    AND n.organisation_id = CASE n.kind WHEN 'protection'
        THEN protection_custodian_id ELSE investigation_custodian_id END
) AND NOT EXISTS (
    -- Moves of the same statement have written their custodians into the case already.
    SELECT 1 FROM added m WHERE m.case_id = n.case_id AND m.handoff_id IS NOT NULL
)"""
BELOW_ITS_CEILING = """n.writes <@ n.reads AND n.reads <@ ARRAY(
    SELECT section FROM section_ceiling WHERE organisation_type = (
        SELECT type FROM organisation WHERE id = n.organisation_id
    )
)"""
RESTS_ON_CUSTODY = """n.basis = 'custody' AND EXISTS (
    SELECT 1 FROM custody c WHERE c.id = n.basis_id AND c.case_id = n.case_id
    AND c.organisation_id = n.organisation_id AND NOT EXISTS (
        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
        AND later.kind = c.kind AND later.seq > c.seq
    )
)"""
RESTS_ON_A_REFERRAL = """n.basis = 'referral' AND n.writes = '{}' AND EXISTS (
    SELECT 1 FROM referral r JOIN consent k ON k.id = r.consent_id
    WHERE r.id = n.basis_id AND r.case_id = n.case_id
    AND r.receiver_id = n.organisation_id AND r.status = 'accepted'
    AND n.reads <@ r.shared_sections AND n.consent_id = k.id
    AND k.case_id = r.case_id AND k.status = 'active'
    AND n.reads <@ k.sections AND r.receiver_id = ANY (k.recipients)
    AND (k.valid_until IS NULL OR k.valid_until > now())
    AND n.valid_until <= COALESCE(k.valid_until, 'infinity')
)"""
UNRECORDED = "RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001'"

# IS NOT TRUE: what is compared with nothing must not pass.
FUNCTIONS = {
    "check_links": f"""
        BEGIN
            -- One question settles all but what is to be refused.
            IF NOT EXISTS (
                SELECT 1 FROM added n
                WHERE ({RECORDED}) IS NOT TRUE
                OR (n.handoff_id IS NULL AND ({BEGINS}) IS NOT TRUE)
            ) THEN
                RETURN NULL;
            END IF;
            IF EXISTS (
                SELECT 1 FROM added n WHERE n.handoff_id IS NULL AND ({BEGINS}) IS NOT TRUE
            ) THEN
                RAISE EXCEPTION 'custody begins with the registration and moves by a handoff only'
                    USING ERRCODE = 'NR003';
            END IF;
            {UNRECORDED};
        END
    """,
    "check_grants": f"""
        BEGIN
            -- One question settles those of custodians, which most are.
            IF NOT EXISTS (
                SELECT 1 FROM added n
                WHERE ({RESTS_ON_CUSTODY} AND {BELOW_ITS_CEILING} AND {RECORDED}) IS NOT TRUE
            ) THEN
                RETURN NULL;
            END IF;
            IF EXISTS (SELECT 1 FROM added n WHERE ({BELOW_ITS_CEILING}) IS NOT TRUE) THEN
                RAISE EXCEPTION 'a grant above its ceiling' USING ERRCODE = 'NR004';
            END IF;
            -- The consent is held: a withdrawal waits, and then ends this grant too.
            PERFORM 1 FROM consent WHERE id IN (SELECT consent_id FROM added)
            ORDER BY id FOR SHARE;
            IF EXISTS (
                SELECT 1 FROM added n
                WHERE (({RESTS_ON_CUSTODY}) OR ({RESTS_ON_A_REFERRAL})) IS NOT TRUE
            ) THEN
                RAISE EXCEPTION 'a grant that rests on nothing' USING ERRCODE = 'NR004';
            END IF;
            IF EXISTS (SELECT 1 FROM added n WHERE ({RECORDED}) IS NOT TRUE) THEN
                {UNRECORDED};
            END IF;
            RETURN NULL;
        END
    """,
}
# table: the trigger of its rows that goes, the one of its statements that comes
CHECKED = {
    "custody": ("begin_custody", "check_links"), "access_grant": ("check_grant", "check_grants")
}  # fmt: skip
# Held by what the grant rests on, and by the links, which have theirs.
IMPLIED = (
    ("access_grant", "case_id", "case"), ("access_grant", "organisation_id", "organisation"),
    ("case", "protection_custodian_id", "organisation"),
    ("case", "investigation_custodian_id", "organisation"),
)  # fmt: skip
CUSTODIANS = "protection_custodian_id, investigation_custodian_id"
REQUIRE_CUSTODIAN = (
    'ON "case" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_custodian()'
)


def upgrade() -> None:
    for name, body in FUNCTIONS.items():
        _create(name, body)
    for table, (before, after) in CHECKED.items():
        op.execute(f"DROP FUNCTION {before}() CASCADE")
        op.execute(
            f"CREATE TRIGGER {after} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {after}()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {after}")
        _guard(table, "UPDATE OR DELETE")
    for table, column, _ in IMPLIED:
        op.drop_constraint(f"fk_{table}_{column}", table)
    op.execute(
        "CREATE TRIGGER written_once BEFORE UPDATE OF organisation_id, case_id, basis, basis_id"
        " ON access_grant FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
    )
    op.execute("ALTER TABLE access_grant ENABLE ALWAYS TRIGGER written_once")
    op.execute('DROP TRIGGER custodian ON "case"')
    op.execute(
        f"CREATE CONSTRAINT TRIGGER custodian AFTER INSERT OR UPDATE OF {CUSTODIANS}"
        f" {REQUIRE_CUSTODIAN}"
    )
    op.execute("DELETE FROM idempotency_record WHERE answer IS NULL")
    op.alter_column("idempotency_record", "answer", nullable=False)
    op.drop_index("ix_idempotency_record_created_at", "idempotency_record")
    op.create_index(
        "ix_idempotency_record_created_at", "idempotency_record", ["created_at"],
        postgresql_using="brin",
    )  # fmt: skip
    # Volatile, so that it sees what was committed before it is called.
    op.execute(
        "CREATE FUNCTION key_is_used(organisation uuid, caller uuid, named uuid) RETURNS boolean"
        " LANGUAGE sql VOLATILE BEGIN ATOMIC SELECT EXISTS (SELECT 1 FROM idempotency_record"
        " WHERE organisation_id = organisation AND caller_id = caller AND key = named); END"
    )
    op.execute("REVOKE ALL ON FUNCTION key_is_used FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION key_is_used TO referral_app")
    op.execute("DROP POLICY app_update ON idempotency_record")
    op.execute("REVOKE UPDATE ON idempotency_record FROM referral_app")


def downgrade() -> None:
    op.execute("DROP FUNCTION key_is_used")
    op.execute("GRANT UPDATE ON idempotency_record TO referral_app")
    me = context.script.get_revision("0003").module.ME
    op.execute(
        "CREATE POLICY app_update ON idempotency_record FOR UPDATE TO referral_app"
        f" USING (organisation_id = {me})"
    )
    op.drop_index("ix_idempotency_record_created_at", "idempotency_record")
    op.create_index("ix_idempotency_record_created_at", "idempotency_record", ["created_at"])
    op.alter_column("idempotency_record", "answer", nullable=True)
    op.execute('DROP TRIGGER custodian ON "case"')
    op.execute(f"CREATE CONSTRAINT TRIGGER custodian AFTER INSERT {REQUIRE_CUSTODIAN}")
    op.execute("DROP TRIGGER written_once ON access_grant")
    for table, column, referred in IMPLIED:
        op.create_foreign_key(f"fk_{table}_{column}", table, referred, [column], ["id"])
    bodies = context.script.get_revision("0007").module.FUNCTIONS
    for table, (before, after) in CHECKED.items():
        op.execute(f"DROP FUNCTION {after}() CASCADE")
        _create(before, bodies[before])
        begins = "WHEN (NEW.handoff_id IS NULL)" if table == "custody" else ""
        op.execute(
            f"CREATE TRIGGER {before} AFTER INSERT ON {table} FOR EACH ROW {begins}"
            f" EXECUTE FUNCTION {before}()"
        )
        _guard(table, "INSERT OR UPDATE OR DELETE")


def _create(name: str, body: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $body${body}$body$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")


def _guard(table: str, changes: str) -> None:
    op.execute(f"DROP TRIGGER unaudited ON {table}")
    op.execute(
        f"CREATE CONSTRAINT TRIGGER unaudited AFTER {changes} ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")
