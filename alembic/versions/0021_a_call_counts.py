"""A call counts: what a receiver says on the telephone is kept, with who said so and when.

Custody that a call moved returns by a handoff that names the corrected call. A departure stops the
limit to start of a referral. Organisations have a duty telephone.
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SEEN = (
    f"receiver_id = {ME} OR (subject = 'handoff' AND sender_id = {ME})"
    f" OR {SIGHT} = ANY (ARRAY['flow', 'system']) OR EXISTS ("
    f"SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
    " AND g.case_id = telephone_call.case_id AND g.ended_at IS NULL"
    " AND (g.valid_until IS NULL OR g.valid_until > now()) AND g.basis = 'custody'"
    " AND 'protection' = ANY (g.reads) OFFSET 0)"
)
POLICIES = {
    "owner": "FOR ALL TO referral_owner USING (true) WITH CHECK (true)",
    "app_select": f"FOR SELECT TO referral_app USING ({SEEN})",
    "app_insert": f"FOR INSERT TO referral_app WITH CHECK (recorded_by_organisation_id = {ME}"
    f" AND receiver_id <> {ME} AND (sender_id = {ME} OR {SIGHT} = 'flow'))",
    # Only the receiver decides, and time; whoever sees a call may hold it.
    "app_update": f"FOR UPDATE TO referral_app USING ({SEEN})"
    f" WITH CHECK (receiver_id = {ME} OR {SIGHT} = 'system')",
}
VOCABULARY = (
    "call:confirm", "call:correct", "call:list", "call:read", "call:record", "call:stand",
    "handoff:follow_call", "handoff:return", "referral:delay_arrival", "referral:depart",
    "referral:follow_call",
)  # fmt: skip
CODES = {
    "subject": "referral,handoff",
    "act": "accept,reject,decline,start,confirm_arrival",
    "status": "binding,confirmed,corrected,standing",
    "correction_reason": "not_said,said_otherwise,not_arrived,not_entitled,other",
}
REFERENCES = {
    "case_id": "case", "sender_id": "organisation", "receiver_id": "organisation",
    "custodian_id": "organisation",
    "recorded_by_organisation_id": "organisation", "recorded_by_agent_id": "agent",
    "decided_by_agent_id": "agent",
}  # fmt: skip
CORRECTIONS = "not_arrived,not_entitled,not_said,said_otherwise"
REFERRAL_ENDS = (
    "accessibility_not_supported,better_option_found,consent_missing,consent_withdrawn,"
    "death,duplicate,insufficient_information,language_not_supported,need_resolved,"
    "no_capacity,not_eligible_age,not_eligible_sex,not_eligible_situation,not_started,"
    "other,out_of_area,person_declined,person_unreachable,safety,security_risk,"
    "sent_in_error,service_not_offered,waitlist_only,withdrew_acceptance"
)
HOLDS = (
    "access_or_security,awaiting_decision,awaiting_documents,awaiting_interpreter,"
    "awaiting_place,illness,person_request"
)
HANDOFF_ENDS = (
    "assigned_by_coordination,better_option_found,conflict_of_interest,consent_missing,"
    "consent_withdrawn,death,health_emergency,insecurity,insufficient_information,"
    "no_capacity,not_admitted,not_eligible_age,not_eligible_sex,offered_in_error,other,"
    "out_of_area,out_of_mandate,person_declined,person_left,person_missing,safety,"
    "security_risk,situation_changed,transport_failed"
)
REASONS = {
    ("referral", "reason"): f"{REFERRAL_ENDS},{HOLDS}",
    ("referral", "end_reason"): REFERRAL_ENDS,
    ("handoff", "end_reason"): HANDOFF_ENDS,
}
COLUMNS = {
    "organisation": ("duty_telephone text",),
    "referral": (
        "departed_at timestamptz", "departure_recorded_at timestamptz",
        "expected_arrival timestamptz", "escorted boolean", "arrival_delay_at timestamptz",
    ),
    "referral_copy": ("departed_at timestamptz",),
    "handoff": (
        "departure_happened_at timestamptz", "arrival_happened_at timestamptz",
        "corrected_call_id uuid",
    ),
}  # fmt: skip
WRITTEN = {
    "referral": "departed_at, departure_recorded_at, expected_arrival, escorted, arrival_delay_at",
    "handoff": "departure_happened_at, arrival_happened_at",
}
INDEX = (
    "ix_referral_expected_arrival ON referral (expected_arrival) WHERE status IN"
    " ('accepted','on_hold') AND started_at IS NULL AND arrival_delay_at IS NULL"
    " AND expected_arrival IS NOT NULL"
)

# What becomes of the functions in force, by the text that is replaced in each.
_FORMER_LINK = (
    "former.case_id = c.case_id AND former.kind = c.kind AND former.seq = c.seq - 2"
    " AND former.organisation_id = c.organisation_id"
)
CHANGES = {
    "move_custody": (
        (
            "WHEN h.forced THEN",
            # The receiver had not taken the case over: it returns whence it came.
            """WHEN h.corrected_call_id IS NOT NULL THEN EXISTS (
                        SELECT 1 FROM telephone_call t
                        JOIN handoff undone ON undone.id = t.subject_id
                        JOIN custody former ON former.case_id = h.case_id
                            AND former.kind = h.kind AND former.seq = NEW.seq - 2
                        WHERE t.id = h.corrected_call_id AND t.status = 'corrected'
                        AND t.subject = 'handoff' AND t.act IN ('accept', 'confirm_arrival')
                        AND t.receiver_id = h.from_id AND previous.handoff_id = undone.id
                        AND former.organisation_id = NEW.organisation_id
                    )
                    WHEN h.forced THEN""",
        ),
    ),
    "check_grants": (
        (
            "WHERE h.id = c.handoff_id AND ((h.forced AND n.consent_id IS NULL) OR (",
            # Whom custody returns to has what it had: it had asked her itself, or was assigned.
            "WHERE h.id = c.handoff_id AND ((h.forced AND n.consent_id IS NULL)"
            " OR (h.corrected_call_id IS NOT NULL AND n.consent_id IS NULL AND EXISTS ("
            "SELECT 1 FROM custody former LEFT JOIN handoff given ON given.id = former.handoff_id"
            f" WHERE {_FORMER_LINK}"
            " AND (former.handoff_id IS NULL OR given.forced))) OR (",
        ),
        (
            "OR (r.started_at IS NOT NULL AND n.valid_until IS NULL",
            "OR ((r.started_at IS NOT NULL OR r.departed_at IS NOT NULL) AND n.valid_until IS NULL",
        ),
    ),
    "move_referrals": (
        ("started_at, cancellation_requested", "started_at, departed_at, cancellation_requested"),
    ),
    "follow_referral": (
        (
            "IF NEW.status = 'on_hold' AND NEW.started_at IS NULL THEN",
            "IF NEW.status = 'on_hold' AND NEW.started_at IS NULL AND NEW.departed_at IS NULL THEN",
        ),
        (
            "ELSIF NEW.status IN ('in_progress', 'on_hold') THEN",
            # While she travels, no limit to start ends the access.
            "ELSIF NEW.status IN ('in_progress', 'on_hold')\n"
            "            OR (NEW.status = 'accepted' AND NEW.departed_at IS NOT NULL) THEN",
        ),
    ),
}
FOLLOWS = {
    True: "UPDATE OF status, departed_at ON referral FOR EACH ROW WHEN (OLD.status <> NEW.status"
    " OR OLD.departed_at IS DISTINCT FROM NEW.departed_at)",
    False: "UPDATE OF status ON referral FOR EACH ROW WHEN (OLD.status <> NEW.status)",
}
CALLER = "WHERE r.id = wanted AND caller IN (r.receiver_id, COALESCE(r.custodian_id, r.sender_id));"
# The coordination, too, records what a receiver said.
CALLER_OR_COORDINATION = CALLER.replace(
    "AND caller", "AND (current_setting('app.sight', true) IN ('flow', 'system') OR caller"
).replace("));", ")));")


def upgrade() -> None:
    words = ", ".join(f"('{word}')" for word in VOCABULARY)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    _apart()
    _create_calls()
    for table, columns in COLUMNS.items():
        _apart()
        op.execute(
            f"ALTER TABLE {table} "
            + ", ".join(f"ADD COLUMN IF NOT EXISTS {column}" for column in columns)
        )
        if table in WRITTEN:
            op.execute(f"GRANT UPDATE ({WRITTEN[table]}) ON {table} TO referral_app")
    for (table, column), codes in REASONS.items():
        _apart()
        _check(table, f"{column}_code", f"{column} = ANY ({_listed(codes, CORRECTIONS)})")
    _apart()
    _check("organisation", "duty_telephone", "duty_telephone ~ '^\\+[1-9][0-9]{6,14}$'")
    _apart()
    _replace(after=True)
    _apart()
    _follow(departures=True)
    _apart()
    op.execute("ALTER TABLE handoff DROP CONSTRAINT IF EXISTS fk_handoff_corrected_call_id")
    op.execute(
        "ALTER TABLE handoff ADD CONSTRAINT fk_handoff_corrected_call_id"
        " FOREIGN KEY (corrected_call_id) REFERENCES telephone_call (id) NOT VALID"
    )
    with op.get_context().autocommit_block():
        for column in REFERENCES:
            name = f"fk_telephone_call_{column}"
            op.execute(f"ALTER TABLE telephone_call VALIDATE CONSTRAINT {name}")
        op.execute("ALTER TABLE handoff VALIDATE CONSTRAINT fk_handoff_corrected_call_id")
        for table, column in REASONS:
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{column}_code")
        op.execute("ALTER TABLE organisation VALIDATE CONSTRAINT ck_organisation_duty_telephone")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_referral_expected_arrival")
        op.execute(f"CREATE INDEX CONCURRENTLY {INDEX}")


def _create_calls() -> None:
    at = sa.DateTime(timezone=True)
    op.create_table(
        "telephone_call",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("sender_id", sa.Uuid, nullable=False),
        sa.Column("receiver_id", sa.Uuid, nullable=False),
        sa.Column("custodian_id", sa.Uuid, nullable=False),
        sa.Column("said_by", sa.Text, nullable=False),
        sa.Column("telephone", sa.Text, nullable=False),
        sa.Column("happened_at", at, nullable=False),
        sa.Column("recorded_at", at, server_default=sa.text("now()"), nullable=False),
        sa.Column("recorded_by_organisation_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_agent_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_client_id", sa.Uuid),
        sa.Column("confirm_by", at, nullable=False),
        sa.Column("decided_by_agent_id", sa.Uuid),
        sa.Column("correction_reason", sa.Text),
        sa.Column("closed_at", at),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_telephone_call"),
        *(
            sa.CheckConstraint(
                f"{column} = ANY ('{{{listed}}}'::text[])",
                name=op.f(f"ck_telephone_call_{column}_code"),
            )
            for column, listed in CODES.items()
        ),
        if_not_exists=True,
    )  # fmt: skip
    for column in ("case_id", "receiver_id", "sender_id"):
        name = f"ix_telephone_call_{column}_id"
        op.create_index(name, "telephone_call", [column, "id"], if_not_exists=True)
    op.create_index(
        "ix_telephone_call_confirm_by", "telephone_call", ["confirm_by"], if_not_exists=True,
        postgresql_where=sa.text("status = 'binding'"),
    )  # fmt: skip
    op.execute("ALTER TABLE telephone_call ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE telephone_call FORCE ROW LEVEL SECURITY")
    for name, rule in POLICIES.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON telephone_call")
        op.execute(f"CREATE POLICY {name} ON telephone_call {rule}")
    op.execute("GRANT SELECT, INSERT ON telephone_call TO referral_app")
    op.execute(
        "GRANT UPDATE (status, custodian_id, decided_by_agent_id, correction_reason, closed_at, version)"
        " ON telephone_call TO referral_app"
    )
    for name, made in (
        (
            "unaudited", "CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE"
            " ON telephone_call DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            " EXECUTE FUNCTION refuse_unaudited()",
        ),
        (
            "no_truncate", "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON telephone_call"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        ),
        (
            "written_once", "CREATE TRIGGER written_once BEFORE UPDATE OF id, case_id, subject,"
            " subject_id, act, sender_id, receiver_id, said_by, telephone, happened_at,"
            " recorded_at, recorded_by_organisation_id, recorded_by_agent_id"
            " ON telephone_call FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        ),
    ):  # fmt: skip
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON telephone_call")
        op.execute(made)
        op.execute(f"ALTER TABLE telephone_call ENABLE ALWAYS TRIGGER {name}")
    for column, referred in REFERENCES.items():
        _apart()
        name = f"fk_telephone_call_{column}"
        op.execute(f"ALTER TABLE telephone_call DROP CONSTRAINT IF EXISTS {name}")
        op.execute(
            f"ALTER TABLE telephone_call ADD CONSTRAINT {name}"
            f' FOREIGN KEY ({column}) REFERENCES "{referred}" (id) NOT VALID'
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_referral_expected_arrival")
    _follow(departures=False)
    _apart()
    _replace(after=False)
    _apart()
    op.execute("ALTER TABLE handoff DROP CONSTRAINT IF EXISTS fk_handoff_corrected_call_id")
    for column in REFERENCES:
        _apart()
        name = f"fk_telephone_call_{column}"
        op.execute(f"ALTER TABLE IF EXISTS telephone_call DROP CONSTRAINT IF EXISTS {name}")
    _apart()
    # Whatever was said on the telephone is lost; what it did stays.
    op.drop_table("telephone_call", if_exists=True)
    for (table, column), codes in REASONS.items():
        _apart()
        op.execute(f"LOCK TABLE {table}")  # at once: a lock that grows later makes a deadlock
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER unaudited")
        op.execute(
            f"UPDATE {table} SET {column} = 'other' WHERE {column} = ANY ({_listed(CORRECTIONS)})"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")
        _check(table, f"{column}_code", f"{column} = ANY ({_listed(codes)})")
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT ck_{table}_{column}_code")
    for table, columns in COLUMNS.items():
        _apart()
        names = [column.partition(" ")[0] for column in columns]
        op.execute(
            f"ALTER TABLE {table} " + ", ".join(f"DROP COLUMN IF EXISTS {name}" for name in names)
        )
    _apart()
    op.execute(f"DELETE FROM audit_vocabulary WHERE action = ANY ({_listed(*VOCABULARY)})")


def _earlier_body(name: str) -> str:
    """Find the body that a function has before this migration."""
    modules = {
        number: context.script.get_revision(number).module for number in ("0016", "0019", "0020")
    }
    if name == "move_custody":
        custody = modules["0019"]
        return str(custody.move_custody(unless_accuser=custody.UNLESS_ACCUSER))
    if name == "move_referrals":
        return str(modules["0016"].FUNCTIONS[name])
    return str(modules["0020"].changed_body(name))


def changed_body(name: str) -> str:
    """Return the body of a function as this migration writes it."""
    body = _earlier_body(name)
    for before, new in CHANGES[name]:
        if before not in body:
            raise LookupError(f"{name} has changed")
        body = body.replace(before, new)
    return body


def _replace(*, after: bool) -> None:
    for name in CHANGES:
        body = changed_body(name) if after else _earlier_body(name)
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $body${body}$body$"
        )
    ground = context.script.get_revision("0016").module.GROUND
    op.execute(ground.replace(CALLER, CALLER_OR_COORDINATION) if after else ground)


def _follow(*, departures: bool) -> None:
    op.execute(
        f"CREATE OR REPLACE TRIGGER follow_referral AFTER {FOLLOWS[departures]}"
        " EXECUTE FUNCTION follow_referral()"
    )


def _check(table: str, name: str, rule: str) -> None:
    name = f"ck_{table}_{name}"
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule}) NOT VALID")


def _listed(*lists: str) -> str:
    codes = sorted(code for each in lists for code in each.split(","))
    return "'{" + ",".join(codes) + "}'::text[]"


def _apart() -> None:
    """End the transaction, and with it its lock. None waits for one table while it holds another.

    What was done stays if the migration stops here. The same call then does it again.
    """
    with op.get_context().autocommit_block():
        pass
