"""Need to know, held by the database: privileges and row-level security of the application role.

One expression over the grants (``granted``) decides every case-bound table. Its OFFSET 0 keeps
the planner from hashing all grants of an organisation.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
AGENT = "(SELECT NULLIF(current_setting('app.agent_id', true), '')::uuid)"


def seen_as(*sights: str) -> str:
    listed = ", ".join(f"'{sight}'" for sight in sights)
    return f"(SELECT current_setting('app.sight', true)) IN ({listed})"


def granted(table: str, condition: str = "true") -> str:
    # Qualified, because an unqualified name inside the subquery would mean the grant's own column.
    case_id = '"case".id' if table == "case" else f"{table}.case_id"
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        f" AND g.case_id = {case_id} AND g.ended_at IS NULL"
        f" AND (g.valid_until IS NULL OR g.valid_until > now()) AND {condition} OFFSET 0)"
    )


CUSTODY = "g.basis = 'custody'"
READS_EXPLOITATION = "'exploitation' = ANY (g.reads)"
WRITES_EXPLOITATION = "'exploitation' = ANY (g.writes)"
# Who answers for the person; who answers for the inquiry alone sees nothing of her services.
PROTECTION = "g.basis = 'custody' AND 'protection' = ANY (g.reads)"
PARTY = f"sender_id = {ME} OR receiver_id = {ME}"
SIDES = f"from_id = {ME} OR to_id = {ME}"
# An event names nobody but the caller; a partner system may be granted a token for an agent.
OWN_EVENT = (
    f"organisation_id = {ME} AND (agent_id = {AGENT} OR agent_id IS NULL OR {AGENT} IS NULL)"
)
NOBODYS_EVENT = "organisation_id IS NULL AND agent_id IS NULL AND client_id IS NULL"

# table: command: condition
POLICIES = {
    "access_grant": {
        "SELECT": f"organisation_id = {ME}",
        "INSERT": "true",
    },
    "case": {
        "SELECT": f"{seen_as('flow')} OR {granted('case')}",
        "INSERT": f"registered_by_organisation_id = {ME}",
        "UPDATE": granted("case", CUSTODY),
    },
    "person_key": {
        "SELECT": granted("person_key"),
        "INSERT": granted("person_key", CUSTODY),
    },
    "person": {
        "SELECT": granted("person", "'identity' = ANY (g.reads)"),
        "INSERT": granted("person", "'identity' = ANY (g.writes)"),
        "UPDATE": granted("person", "'identity' = ANY (g.writes)"),
    },
    "decision": {
        "SELECT": granted("decision", READS_EXPLOITATION),
        "INSERT": f"organisation_id = {ME} AND {granted('decision', WRITES_EXPLOITATION)}",
    },
    "consent": {
        "SELECT": (
            f"organisation_id = {ME} OR {ME} = ANY (recipients)"
            f" OR {seen_as('system')} OR {granted('consent', PROTECTION)}"
        ),
        "INSERT": f"organisation_id = {ME} AND {granted('consent', CUSTODY)}",
        "UPDATE": f"organisation_id = {ME} OR {granted('consent', CUSTODY)}",
    },
    "referral": {
        "SELECT": (
            f"sender_id = {ME} OR (receiver_id = {ME} AND sent_at IS NOT NULL)"
            f" OR {seen_as('flow', 'system')} OR {granted('referral', PROTECTION)}"
        ),
        "INSERT": f"sender_id = {ME} AND {granted('referral', PROTECTION)}",
        "UPDATE": f"{PARTY} OR {seen_as('flow', 'system')} OR {granted('referral', PROTECTION)}",
    },
    "handoff": {
        "SELECT": f"{SIDES} OR {seen_as('flow', 'system')} OR {granted('handoff', CUSTODY)}",
        "INSERT": f"from_id = {ME} OR {seen_as('flow')}",
        "UPDATE": f"{SIDES} OR {seen_as('flow', 'system')} OR {granted('handoff', CUSTODY)}",
    },
    "custody": {
        "SELECT": f"organisation_id = {ME} OR {seen_as('flow')} OR {granted('custody')}",
        "INSERT": "true",
    },
    "audit_event": {
        "INSERT": f"({NOBODYS_EVENT}) OR ({OWN_EVENT})",
    },
    "idempotency_record": {
        "SELECT": f"organisation_id = {ME} OR {seen_as('system')}",
        "INSERT": f"organisation_id = {ME}",
        "UPDATE": f"organisation_id = {ME}",
        "DELETE": seen_as("system"),
    },
}

EVENT_COLUMNS = (
    "id, action, outcome, code, agent_id, client_id, organisation_id, roles, token_id,"
    " request_id, subject, subject_id, case_id, case_ids, section, salt"
)
CASE_COLUMNS = (
    "status, state, sex, age_band, age_in_doubt, region, nationality, languages, risk_flags,"
    " closure_reason, updated_at, closed_at, version"
)
# Never who sends, who receives, what is shared and on which consent.
REFERRAL_COLUMNS = (
    "status, case_code, sex, age_band, region, languages, bed, acknowledge_by, decide_by, start_by,"
    " feedback_by, sent_at, received_at, accepted_at, started_at, closed_at, review_on, attendance,"
    " appointment_at, cancellation_requested, answer_cancellation_by, reason, outcome,"
    " suggested_receiver_id, version"
)
HANDOFF_COLUMNS = (
    "status, end_reason, accepted_by_agent_id, accepted_at, departed_at, escorted,"
    " expected_arrival, arrived_at, condition_noted, documents_sha256, closed_at, version"
)

# What row security cannot say: which columns and commands the application role has at all.
PRIVILEGES = [
    "SELECT, INSERT, UPDATE ON organisation, agent, client, capacity",
    "SELECT, INSERT, DELETE ON agent_subject, used_assertion",
    "SELECT ON section_ceiling",
    f"SELECT, UPDATE ({CASE_COLUMNS}), INSERT ({CASE_COLUMNS}, id, code,"
    ' registered_by_organisation_id, registered_by_agent_id, registered_at) ON "case"',
    "SELECT, INSERT ON person_key, decision, custody, access_grant",
    "SELECT, INSERT, UPDATE (sealed, version, updated_at, updated_by_agent_id) ON person",
    "SELECT, INSERT, UPDATE (status, second_agent_id, ended_at, version) ON consent",
    f"SELECT, INSERT, UPDATE ({REFERRAL_COLUMNS}) ON referral",
    f"SELECT, INSERT, UPDATE ({HANDOFF_COLUMNS}) ON handoff",
    f"INSERT ({EVENT_COLUMNS}) ON audit_event",
    "SELECT, INSERT, UPDATE, DELETE ON idempotency_record",
]


def upgrade() -> None:
    op.execute("GRANT USAGE ON SCHEMA public TO referral_app, referral_auditor")
    for privilege in PRIVILEGES:
        op.execute(f"GRANT {privilege} TO referral_app")
    op.execute(f"GRANT SELECT, INSERT ({EVENT_COLUMNS}) ON audit_event TO referral_auditor")
    for table, commands in POLICIES.items():
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        # The owner migrates, and owns the functions that keep the invariants.
        op.execute(
            f'CREATE POLICY owner ON "{table}" TO referral_owner USING (true) WITH CHECK (true)'
        )
        for command, condition in commands.items():
            clause = "WITH CHECK" if command == "INSERT" else "USING"
            op.execute(
                f'CREATE POLICY app_{command.lower()} ON "{table}" FOR {command}'
                f" TO referral_app {clause} ({condition})"
            )
    op.execute(
        # The role is the gate. A condition here would keep the array operator from its index.
        "CREATE POLICY auditor_select ON audit_event FOR SELECT TO referral_auditor USING (true)"
    )
    op.execute(
        "CREATE POLICY auditor_insert ON audit_event FOR INSERT TO referral_auditor"
        f" WITH CHECK ({OWN_EVENT})"
    )


def downgrade() -> None:
    op.execute("DROP POLICY auditor_insert ON audit_event")
    op.execute("DROP POLICY auditor_select ON audit_event")
    for table, commands in POLICIES.items():
        for command in commands:
            op.execute(f'DROP POLICY app_{command.lower()} ON "{table}"')
        op.execute(f'DROP POLICY owner ON "{table}"')
        op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    op.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM referral_app, referral_auditor")
    op.execute("REVOKE ALL ON SCHEMA public FROM referral_app, referral_auditor")
