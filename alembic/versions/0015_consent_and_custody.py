"""Make a consent its person's, an arrival a fact, and a handoff of an inquiry one of law.

A recipient knows of a consent once it has been active. Consents and requests for the person belong
to the chain that answers for her. A record moves to a renewed consent, with a grant of its own.
"""

from alembic import context, op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SYSTEM, FLOW = f"{SIGHT} = 'system'", f"{SIGHT} = 'flow'"
FLOW_OR_SYSTEM = f"{SIGHT} = ANY (ARRAY['flow', 'system'])"
CUSTODY = "g.basis = 'custody'"
FOR_THE_PERSON = f"{CUSTODY} AND 'protection' = ANY (g.reads)"


def granted(table: str, condition: str) -> str:
    """Write the condition that a live grant of the reader meets the condition."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        f" AND g.case_id = {table}.case_id AND g.ended_at IS NULL"
        f" AND (g.valid_until IS NULL OR g.valid_until > now()) AND {condition} OFFSET 0)"
    )


def of_the_chain(table: str) -> str:
    """Write that the reader answers for the chain: the person's knows of the inquiry's too."""
    kind = f"({table}.kind = 'investigation' OR 'protection' = ANY (g.reads))"
    return granted(table, f"{CUSTODY} AND {kind}")


ANSWERS = granted("consent", FOR_THE_PERSON)
RECIPIENT = f"({ME} = ANY (recipients) AND active_since IS NOT NULL)"
OF_A_CASE = granted("case", CUSTODY).replace("case.case_id", '"case".id')
SIDES = f"from_id = {ME} OR to_id = {ME} OR {FLOW_OR_SYSTEM}"
ASKER = f"requester_id = {ME} OR {FLOW_OR_SYSTEM}"
# table, command: USING and WITH CHECK, as they become
POLICIES = {
    ("consent", "SELECT"): (f"organisation_id = {ME} OR {RECIPIENT} OR {SYSTEM} OR {ANSWERS}", ""),
    ("consent", "INSERT"): ("", f"organisation_id = {ME} AND {ANSWERS}"),
    # A recipient, whom she tells, records that she withdraws it, and nothing else.
    ("consent", "UPDATE"): (
        f"{RECIPIENT} OR {SYSTEM} OR {ANSWERS}", f"status = 'withdrawn' OR {ANSWERS}",
    ),
    ("access_grant", "SELECT"): (f"organisation_id = {ME} OR {SYSTEM}", ""),
    # The coordination holds a case that it assigns, and only a custodian changes it.
    ('"case"', "UPDATE"): (f"{FLOW} OR {OF_A_CASE}", OF_A_CASE),
    ("handoff", "SELECT"): (f"{SIDES} OR {of_the_chain('handoff')}", ""),
    ("handoff", "UPDATE"): (f"{SIDES} OR {of_the_chain('handoff')}", ""),
    # The coordination assigns, and nobody else does.
    ("handoff", "INSERT"): ("", f"(from_id = {ME} AND NOT forced) OR ({FLOW} AND forced)"),
    ("handoff_request", "SELECT"): (f"{ASKER} OR {of_the_chain('handoff_request')}", ""),
    ("handoff_request", "UPDATE"): (f"{ASKER} OR {of_the_chain('handoff_request')}", ""),
}  # fmt: skip
ANY_CHAIN = {table: granted(table, CUSTODY) for table in ("consent", "handoff", "handoff_request")}
BEFORE = {
    ("consent", "SELECT"): (
        f"organisation_id = {ME} OR {ME} = ANY (recipients) OR {SYSTEM} OR {ANY_CHAIN['consent']}",
        "",
    ),
    ("consent", "INSERT"): ("", f"organisation_id = {ME} AND {ANY_CHAIN['consent']}"),
    ("consent", "UPDATE"): (f"organisation_id = {ME} OR {ANY_CHAIN['consent']}", ""),
    ("access_grant", "SELECT"): (f"organisation_id = {ME}", ""),
    ('"case"', "UPDATE"): (OF_A_CASE, ""),
    ("handoff", "SELECT"): (f"{SIDES} OR {ANY_CHAIN['handoff']}", ""),
    ("handoff", "UPDATE"): (f"{SIDES} OR {ANY_CHAIN['handoff']}", ""),
    ("handoff", "INSERT"): ("", f"from_id = {ME} OR {FLOW}"),
    ("handoff_request", "SELECT"): (f"{ASKER} OR {ANY_CHAIN['handoff_request']}", ""),
    ("handoff_request", "UPDATE"): (f"{ASKER} OR {ANY_CHAIN['handoff_request']}", ""),
}

LIVES = "k.status = 'active' AND (k.valid_until IS NULL OR k.valid_until > now())"
RECORDED = """EXISTS (
    SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
    AND (e.case_id = n.case_id OR n.case_id = ANY (e.case_ids))
)"""
BELOW_ITS_CEILING = """n.writes <@ n.reads AND n.reads <@ ARRAY(
    SELECT section FROM section_ceiling WHERE organisation_type = (
        SELECT type FROM organisation WHERE id = n.organisation_id
    )
)"""
RESTS_ON_CUSTODY = f"""n.basis = 'custody' AND EXISTS (
    SELECT 1 FROM custody c WHERE c.id = n.basis_id AND c.case_id = n.case_id
    AND c.organisation_id = n.organisation_id AND NOT EXISTS (
        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
        AND later.kind = c.kind AND later.seq > c.seq
    )
    -- Custody alone opens neither identity nor health to an organisation that took the case over.
    AND ((c.handoff_id IS NULL AND n.consent_id IS NULL) OR NOT n.reads && '{{identity,health}}'
    OR EXISTS (
        SELECT 1 FROM handoff h LEFT JOIN consent k ON k.id = COALESCE(n.consent_id, h.consent_id)
        WHERE h.id = c.handoff_id AND ((h.forced AND n.consent_id IS NULL) OR (
            {LIVES} AND k.case_id = c.case_id AND c.organisation_id = ANY (k.recipients)
            AND ARRAY(
                SELECT unnest(n.reads) INTERSECT SELECT unnest('{{identity,health}}'::text[])
            ) <@ k.sections
            AND (n.consent_id IS NULL
                OR COALESCE(n.valid_until, 'infinity') <= COALESCE(k.valid_until, 'infinity'))
        ))
    ))
)"""
RESTS_ON_A_REFERRAL = f"""n.basis = 'referral' AND n.writes = '{{}}' AND EXISTS (
    SELECT 1 FROM referral r JOIN consent k ON k.id = r.consent_id
    WHERE r.id = n.basis_id AND r.case_id = n.case_id
    AND r.receiver_id = n.organisation_id AND r.status IN ('accepted', 'in_progress', 'on_hold')
    AND n.reads <@ r.shared_sections AND n.consent_id = k.id
    AND k.case_id = r.case_id AND {LIVES}
    AND n.reads <@ k.sections AND r.receiver_id = ANY (k.recipients)
    AND (n.valid_until <= COALESCE(k.valid_until, 'infinity')
        OR (r.started_at IS NOT NULL AND n.valid_until IS NULL AND k.valid_until IS NULL))
)"""

# IS NOT TRUE: what is compared with nothing must not pass.
FUNCTIONS = {
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
                RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001';
            END IF;
            RETURN NULL;
        END
    """,
    "move_custody": f"""
        DECLARE previous custody;
        BEGIN
            IF NEW.seq > 1 THEN
                SELECT * INTO previous FROM custody
                WHERE case_id = NEW.case_id AND kind = NEW.kind AND seq = NEW.seq - 1;
            END IF;
            IF NEW.seq < 1 OR (NEW.seq > 1 AND previous.id IS NULL)
                OR NEW.since < previous.since THEN
                RAISE EXCEPTION 'the chain of custody has a gap' USING ERRCODE = 'NR003';
            END IF;
            -- The consent is held: who withdraws it waits, or was first.
            PERFORM 1 FROM consent k JOIN handoff h ON h.consent_id = k.id
            WHERE h.id = NEW.handoff_id FOR SHARE OF k;
            IF NOT EXISTS (
                SELECT 1 FROM handoff h JOIN "case" c ON c.id = h.case_id
                LEFT JOIN consent k ON k.id = h.consent_id
                WHERE h.id = NEW.handoff_id AND h.case_id = NEW.case_id
                AND h.kind = NEW.kind AND h.to_id = NEW.organisation_id
                AND h.status = 'completed' AND h.custody_seq = NEW.seq - 1
                AND h.from_id = COALESCE(previous.organisation_id, c.protection_custodian_id)
                AND (h.arrived_at IS NOT NULL OR NOT h.physical)
                AND CASE
                    WHEN h.forced THEN h.accepted_by_agent_id IS NOT NULL
                    WHEN h.legal_duty IS NOT NULL
                        THEN h.kind = 'investigation' AND NEW.seq > 1
                    -- She has arrived: a fact, whatever became of the consent on the way.
                    WHEN h.physical THEN h.accepted_at IS NOT NULL
                    ELSE {LIVES} AND k.case_id = h.case_id
                        AND h.to_id = ANY (k.recipients) AND h.shared_sections <@ k.sections
                END
            ) THEN
                RAISE EXCEPTION 'custody moves by a completed handoff only'
                    USING ERRCODE = 'NR003';
            END IF;
            IF NEW.kind = 'protection' THEN
                UPDATE "case" SET protection_custodian_id = NEW.organisation_id
                WHERE id = NEW.case_id AND state = 'open';
            ELSE
                UPDATE "case" SET investigation_custodian_id = NEW.organisation_id
                WHERE id = NEW.case_id AND state = 'open';
            END IF;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'nobody takes over a closed case' USING ERRCODE = 'NR003';
            END IF;
            IF NEW.seq > 1 THEN
                UPDATE access_grant SET ended_at = now()
                WHERE basis = 'custody' AND basis_id = previous.id AND ended_at IS NULL;
            END IF;
            RETURN NULL;
        END
    """,
    "follow_consent": """
        BEGIN
            IF NEW.status <> 'active' THEN
                UPDATE access_grant SET ended_at = now()
                WHERE consent_id = NEW.id AND ended_at IS NULL;
            END IF;
            -- The sheet of a service that was given closes too. Any other has closed by its end.
            IF NEW.status IN ('withdrawn', 'entered_in_error') THEN
                UPDATE referral SET sheet_closed_at = now()
                WHERE consent_id = NEW.id AND status = 'completed';
            END IF;
            RETURN NULL;
        END
    """,
}
NEW_FUNCTIONS = {
    "note_activation": """
        BEGIN
            IF TG_OP = 'INSERT' THEN
                NEW.active_since := CASE WHEN NEW.status = 'active' THEN now() END;
            ELSIF NEW.status = 'active' AND OLD.status <> 'active' THEN
                NEW.active_since := now();
            END IF;
            RETURN NEW;
        END
    """,
    "renew_consent": f"""
        DECLARE
            receiver uuid := COALESCE(
                to_jsonb(NEW) ->> 'receiver_id', to_jsonb(NEW) ->> 'to_id'
            )::uuid;
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM consent k WHERE k.id = NEW.consent_id AND k.case_id = NEW.case_id
                AND {LIVES} AND receiver = ANY (k.recipients)
                AND NEW.shared_sections <@ k.sections
            ) THEN
                RAISE EXCEPTION 'a consent that does not cover what rests on it'
                    USING ERRCODE = 'NR004';
            END IF;
            IF TG_TABLE_NAME = 'referral' THEN
                UPDATE access_grant SET ended_at = now()
                WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
            END IF;
            RETURN NULL;
        END
    """,
}
LEGAL_DUTIES = "flagrance_report,prosecutor_instruction,court_referral,other_legal_duty"
END_REASONS = (
    "better_option_found,conflict_of_interest,consent_missing,consent_withdrawn,death,"
    "health_emergency,insecurity,insufficient_information,no_capacity,not_admitted,"
    "not_eligible_age,not_eligible_sex,offered_in_error,other,out_of_area,out_of_mandate,"
    "person_declined,person_left,person_missing,safety,security_risk,situation_changed,"
    "transport_failed"
)
NEW_END_REASON = "assigned_by_coordination"
COLUMNS = {
    "consent": ("active_since timestamptz", "recorded_by_client_id uuid"),
    "handoff": ("legal_duty text", "offered_by_client_id uuid"),
    "referral": ("sheet_closed_at timestamptz",),
}


def upgrade() -> None:
    # One table after the other, each in a transaction of its own: a request locks them in another
    # order. Whatever comes again after an interruption does no harm.
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column}")
        _commit()
    _check("legal_duty", LEGAL_DUTIES)
    _check("end_reason", f"{NEW_END_REASON},{END_REASONS}")
    _commit()
    for constraint in ("legal_duty", "end_reason"):
        op.execute(f"ALTER TABLE handoff VALIDATE CONSTRAINT ck_handoff_{constraint}_code")
        _commit()
    for name, body in NEW_FUNCTIONS.items():
        _replace(name, body)
        op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")
    op.execute(
        "CREATE OR REPLACE TRIGGER note_activation BEFORE INSERT OR UPDATE OF status ON consent"
        " FOR EACH ROW EXECUTE FUNCTION note_activation()"
    )
    _commit()
    _remember_what_was_active()
    _commit()
    for table in ("referral", "handoff"):
        op.execute(f"GRANT UPDATE (consent_id) ON {table} TO referral_app")
        op.execute(
            f"CREATE OR REPLACE TRIGGER renew_consent AFTER UPDATE OF consent_id ON {table}"
            " FOR EACH ROW WHEN (OLD.consent_id IS DISTINCT FROM NEW.consent_id)"
            " EXECUTE FUNCTION renew_consent()"
        )
        _commit()
    _rewrite(POLICIES)
    for name, body in FUNCTIONS.items():
        _replace(name, body)
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS uq_access_grant_live")
        op.execute(
            "CREATE UNIQUE INDEX CONCURRENTLY uq_access_grant_live ON access_grant"
            " (basis, basis_id, organisation_id, consent_id) NULLS NOT DISTINCT"
            " WHERE ended_at IS NULL"
        )
    op.execute("ALTER TABLE access_grant DROP CONSTRAINT IF EXISTS uq_access_grant_basis")


def downgrade() -> None:
    _rewrite(BEFORE)
    for table in ("referral", "handoff"):
        op.execute(f"REVOKE UPDATE (consent_id) ON {table} FROM referral_app")
        op.execute(f"DROP TRIGGER IF EXISTS renew_consent ON {table}")
        _commit()
    op.execute("DROP TRIGGER IF EXISTS note_activation ON consent")
    for name in NEW_FUNCTIONS:
        op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    for name, revision_id in (
        ("check_grants", "0012"), ("move_custody", "0007"), ("follow_consent", "0004")
    ):  # fmt: skip
        _replace(name, context.script.get_revision(revision_id).module.FUNCTIONS[name])
    _commit()
    # Of several grants on one basis the version before knows only the last.
    op.execute("LOCK TABLE access_grant")  # At once: a lock that grows later makes a deadlock.
    _without_guard(
        "access_grant",
        "DELETE FROM access_grant g USING access_grant later WHERE later.basis = g.basis"
        " AND later.basis_id = g.basis_id AND later.organisation_id = g.organisation_id"
        " AND later.id > g.id",
    )
    op.execute("ALTER TABLE access_grant DROP CONSTRAINT IF EXISTS uq_access_grant_basis")
    op.execute(
        "ALTER TABLE access_grant ADD CONSTRAINT uq_access_grant_basis"
        " UNIQUE (basis, basis_id, organisation_id)"
    )
    op.execute("DROP INDEX IF EXISTS uq_access_grant_live")
    _commit()
    op.execute("LOCK TABLE handoff")
    _without_guard(
        "handoff",
        "UPDATE handoff SET end_reason = 'other' WHERE end_reason = 'assigned_by_coordination'",
    )
    _check("end_reason", END_REASONS)
    op.execute("ALTER TABLE handoff VALIDATE CONSTRAINT ck_handoff_end_reason_code")
    _commit()
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS {column.split()[0]}")
        _commit()


def _commit() -> None:
    with op.get_context().autocommit_block():
        pass


def _check(column: str, codes: str) -> None:
    op.execute(f"ALTER TABLE handoff DROP CONSTRAINT IF EXISTS ck_handoff_{column}_code")
    op.execute(
        f"ALTER TABLE handoff ADD CONSTRAINT ck_handoff_{column}_code"
        f" CHECK ({column} = ANY ('{{{codes}}}'::text[])) NOT VALID"
    )


def _remember_what_was_active() -> None:
    """A withdrawn one was active where a grant rested on it; otherwise that is not known."""
    _without_guard(
        "consent",
        "UPDATE consent SET active_since = recorded_at"
        " WHERE active_since IS NULL AND (status IN ('active', 'expired', 'superseded') OR EXISTS"
        " (SELECT 1 FROM access_grant g WHERE g.consent_id = consent.id))",
    )


def _without_guard(table: str, change: str) -> None:
    """Change rows of a table without an event: no caller did so, and none is told."""
    op.execute(f"ALTER TABLE {table} DISABLE TRIGGER unaudited")
    op.execute(change)
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")


def _rewrite(policies: dict[tuple[str, str], tuple[str, str]]) -> None:
    for (table, command), (using, check) in policies.items():
        name = f"app_{command.lower()}"
        conditions = (f"USING ({using})" if using else "") + (
            f" WITH CHECK ({check})" if check else ""
        )
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(f"CREATE POLICY {name} ON {table} FOR {command} TO referral_app {conditions}")
        _commit()


def _replace(name: str, body: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $body${body}$body$"
    )
