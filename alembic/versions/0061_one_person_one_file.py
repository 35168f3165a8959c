"""Finding a person who has a file already, and linking the files of one person.

What is recorded queues a check, which holds ids alone. The service does it afterwards: it keeps
keyed blind indexes, and opens at most twenty sealed identities through one function of the owner.
Links are counted from here on: of each file, the root of the person.
"""

from alembic import context, op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SYSTEM = f"{SIGHT} = 'system'"
FLOW = f"{SIGHT} = ANY (ARRAY['flow', 'system'])"
VOCABULARY = {
    "identity": "compare",
    "duplicate_candidate": "dismiss find link list read",
    "person_link": "confirm confirm_undo list propose propose_undo read refuse refuse_undo withdraw",
}
KINDS = (
    "referral_acknowledgement,referral_decision,referral_start,referral_feedback,"
    "referral_cancellation,referral_arrival,referral_review,referral_again,stay_arrival,"
    "handoff_decision,handoff_arrival,police_protection,tip_assignment,tip_action,agreement_end,"
    "contribution_call"
)
RECORDED = (
    "(encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint)"
    " || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid)"
)
TABLES = {
    "identity_index": """
CREATE TABLE IF NOT EXISTS identity_index (
    token bytea NOT NULL,
    case_id uuid NOT NULL,
    key_id text NOT NULL,
    CONSTRAINT pk_identity_index PRIMARY KEY (token, case_id)
)""",
    "identity_check": """
CREATE TABLE IF NOT EXISTS identity_check (
    case_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    asked_key uuid DEFAULT gen_random_uuid() NOT NULL,
    only_index boolean DEFAULT false NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamptz DEFAULT now() NOT NULL,
    leased_until timestamptz,
    CONSTRAINT pk_identity_check PRIMARY KEY (case_id)
)""",
    "identity_quota": """
CREATE TABLE IF NOT EXISTS identity_quota (
    agent_id uuid NOT NULL,
    day date NOT NULL,
    opened integer NOT NULL,
    CONSTRAINT pk_identity_quota PRIMARY KEY (agent_id, day)
)""",
    "duplicate_candidate": f"""
CREATE TABLE IF NOT EXISTS duplicate_candidate (
    id uuid NOT NULL,
    recorded_key uuid DEFAULT {RECORDED},
    case_id uuid NOT NULL,
    other_case_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    other_organisation_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT ck_duplicate_candidate_status_code
        CHECK (status = ANY ('{{open,linked,dismissed}}'::text[])),
    likeness text NOT NULL CONSTRAINT ck_duplicate_candidate_likeness_code
        CHECK (likeness = ANY ('{{strong,probable}}'::text[])),
    disclosed boolean NOT NULL,
    found_at timestamptz DEFAULT now() NOT NULL,
    closed_at timestamptz,
    closed_by_agent_id uuid,
    version integer NOT NULL,
    CONSTRAINT pk_duplicate_candidate PRIMARY KEY (id),
    CONSTRAINT ck_duplicate_candidate_two CHECK (case_id <> other_case_id)
)""",
    "person_link": f"""
CREATE TABLE IF NOT EXISTS person_link (
    id uuid NOT NULL,
    recorded_key uuid DEFAULT {RECORDED},
    case_id uuid NOT NULL,
    other_case_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT ck_person_link_status_code
        CHECK (status = ANY ('{{proposed,confirmed,refused,withdrawn,undo_proposed,undone}}'::text[])),
    ground text NOT NULL CONSTRAINT ck_person_link_ground_code
        CHECK (ground = ANY ('{{person_says,documents,met_again,compared,other}}'::text[])),
    undo_ground text CONSTRAINT ck_person_link_undo_ground_code
        CHECK (undo_ground = ANY ('{{person_says,documents,met_again,compared,other}}'::text[])),
    proposed_by_id uuid NOT NULL,
    proposed_by_agent_id uuid NOT NULL,
    decided_by_id uuid,
    decided_by_agent_id uuid,
    proposed_at timestamptz DEFAULT now() NOT NULL,
    confirmed_at timestamptz,
    undone_at timestamptz,
    closed_at timestamptz,
    version integer NOT NULL,
    CONSTRAINT pk_person_link PRIMARY KEY (id),
    CONSTRAINT ck_person_link_two CHECK (case_id <> other_case_id),
    CONSTRAINT ck_person_link_two_persons CHECK (decided_by_agent_id <> proposed_by_agent_id)
)""",
}
INDEXES = (
    "CREATE INDEX IF NOT EXISTS ix_identity_index_case_id ON identity_index (case_id)",
    "CREATE INDEX IF NOT EXISTS ix_identity_index_key_id ON identity_index (key_id)",
    "CREATE INDEX IF NOT EXISTS ix_identity_check_next_at ON identity_check (next_at)",
    "CREATE INDEX IF NOT EXISTS ix_duplicate_candidate_recorded_key ON duplicate_candidate (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_duplicate_candidate_case_id_recorded_key ON duplicate_candidate (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_duplicate_candidate_other_case_id_recorded_key ON duplicate_candidate (other_case_id, recorded_key)",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_duplicate_candidate_pair ON duplicate_candidate"
    " (LEAST(case_id, other_case_id), GREATEST(case_id, other_case_id))",
    "CREATE INDEX IF NOT EXISTS ix_person_link_recorded_key ON person_link (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_person_link_case_id_recorded_key ON person_link (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_person_link_other_case_id_recorded_key ON person_link (other_case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_person_link_proposed_by_id_recorded_key ON person_link (proposed_by_id, recorded_key)",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_person_link_pair ON person_link"
    " (LEAST(case_id, other_case_id), GREATEST(case_id, other_case_id))"
    " WHERE status IN ('proposed','confirmed','undo_proposed')",
)
REFERRED = (
    ("identity_index", "case_id", "person_key", "case_id", " ON DELETE CASCADE"),
    ("identity_check", "case_id", "case", "id", ""),
    ("identity_check", "agent_id", "agent", "id", ""),
    ("identity_quota", "agent_id", "agent", "id", ""),
    ("duplicate_candidate", "case_id", "case", "id", ""),
    ("duplicate_candidate", "other_case_id", "case", "id", ""),
    ("duplicate_candidate", "organisation_id", "organisation", "id", ""),
    ("duplicate_candidate", "other_organisation_id", "organisation", "id", ""),
    ("duplicate_candidate", "closed_by_agent_id", "agent", "id", ""),
    ("person_link", "case_id", "case", "id", ""),
    ("person_link", "other_case_id", "case", "id", ""),
    ("person_link", "proposed_by_id", "organisation", "id", ""),
    ("person_link", "proposed_by_agent_id", "agent", "id", ""),
    ("person_link", "decided_by_id", "organisation", "id", ""),
    ("person_link", "decided_by_agent_id", "agent", "id", ""),
)


def answers(case_column: str) -> str:
    """Write the condition that the reader answers for the person of this case."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        f" AND g.case_id = {case_column} AND g.ended_at IS NULL"
        " AND (g.valid_until IS NULL OR g.valid_until > now())"
        " AND g.basis = 'custody' AND 'protection' = ANY (g.reads) OFFSET 0)"
    )


_CANDIDATE = (
    f"{FLOW} OR {answers('duplicate_candidate.case_id')}"
    f" OR disclosed AND {answers('duplicate_candidate.other_case_id')}"
)
_SIDES = f"{answers('person_link.case_id')} OR {answers('person_link.other_case_id')}"
_LINK = f"{FLOW} OR proposed_by_id = {ME} OR {_SIDES}"
# By table: who reads, who adds, who changes; what is changed, and what never is.
GUARDED = {
    "duplicate_candidate": (
        _CANDIDATE, SYSTEM, _CANDIDATE,
        "status, closed_at, closed_by_agent_id, version",
        "id, case_id, other_case_id, organisation_id, other_organisation_id, likeness, disclosed,"
        " found_at",
    ),
    "person_link": (
        _LINK, f"proposed_by_id = {ME} AND ({FLOW} OR {_SIDES})", _LINK,
        "status, undo_ground, proposed_by_id, proposed_by_agent_id, decided_by_id,"
        " decided_by_agent_id, confirmed_at, undone_at, closed_at, version",
        "id, case_id, other_case_id, ground, proposed_at",
    ),
}  # fmt: skip
# A UUIDv7 of the moment: the log lists a case's events in the order of their ids.
_EVENT_ID = (
    "(lpad(to_hex((date_part('epoch', clock_timestamp()) * 1000)::bigint), 12, '0')"
    " || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14, 3)"
    " || '8' || substr(replace(gen_random_uuid()::text, '-', ''), 18, 15))::uuid"
)
_EVENTS = (
    "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, token_id, subject,"
    f" subject_id, case_id, section, salt) SELECT {_EVENT_ID}, 'identity:compare', 'allowed',"
    " NULLIF(current_setting('app.organisation_id', true), '')::uuid, '{}', 'system', 'case',"
    " {of}, {of}, 'identity', uuid_send(gen_random_uuid())"
)
# Of a person whom somebody has just recorded, and of nobody else: the service alone, in its turn.
_QUEUED = """
        IF current_setting('app.sight', true) IS DISTINCT FROM 'system'
            OR NULLIF(current_setting('app.agent_id', true), '') IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM identity_check q WHERE q.case_id = target) THEN
            RAISE EXCEPTION 'no check of this identity is due' USING ERRCODE = 'NR001';
        END IF;"""
TRIGGER_FUNCTIONS = {
    # A correction and an erasure take the old indexes away at once.
    "queue_identity_check": """
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM identity_index WHERE case_id = OLD.case_id;
        END IF;
        IF TG_OP = 'DELETE' THEN
            DELETE FROM identity_check WHERE case_id = OLD.case_id;
            RETURN NULL;
        END IF;
        INSERT INTO identity_check (case_id, agent_id)
        VALUES (NEW.case_id, NEW.updated_by_agent_id)
        ON CONFLICT (case_id) DO UPDATE SET agent_id = EXCLUDED.agent_id,
            asked_key = gen_random_uuid(), only_index = false, attempts = 0, next_at = now(),
            leased_until = NULL;
        RETURN NULL;
    END
    """,
    # The root of a person is the file registered first of all that links in force join. One act at
    # a time: two that joined the same files would each see half of them.
    "count_persons": """
    DECLARE known uuid[] := ARRAY[NEW.case_id, NEW.other_case_id]; before integer := 0;
    BEGIN
        PERFORM pg_advisory_xact_lock(61);
        WITH RECURSIVE pair AS (
            SELECT l.case_id a, l.other_case_id b FROM person_link l
            WHERE l.status IN ('confirmed', 'undo_proposed')
        ), reached(start, node) AS (
            SELECT k, k FROM unnest(known) k
            UNION
            SELECT r.start, CASE WHEN p.a = r.node THEN p.b ELSE p.a END
            FROM reached r JOIN pair p ON r.node IN (p.a, p.b)
        ), root AS (
            SELECT r.node, (array_agg(c.id ORDER BY c.registered_at, c.id))[1] id
            FROM reached r JOIN reached o ON o.start = r.start
            JOIN "case" c ON c.id = o.node GROUP BY r.node
        ), changed AS (
            SELECT root.node, root.id FROM root
            LEFT JOIN counted_person h ON h.row_id = root.node AND h.ended IS NULL
            WHERE root.id IS DISTINCT FROM COALESCE(h.root_id, root.node)
        ), ended AS (
            UPDATE counted_person h SET ended = pg_current_xact_id(),
                ended_generation = (SELECT g.number FROM generation g)
            FROM changed c WHERE h.row_id = c.node AND h.ended IS NULL
            AND (h.began, h.generation)
                <> (pg_current_xact_id(), (SELECT g.number FROM generation g))
        )
        INSERT INTO counted_person (row_id, generation, root_id)
        SELECT c.node, (SELECT g.number FROM generation g), c.id FROM changed c
        ON CONFLICT (row_id, began, generation) DO UPDATE SET root_id = EXCLUDED.root_id;
        RETURN NULL;
    END
    """,
}
FUNCTIONS = {
    "identity_to_check": (
        "target uuid",
        "TABLE (sealed bytea, wrapping_key_id text, wrapped_key bytea, sex text, organisation_id uuid)",
        f"""
    BEGIN{_QUEUED}
        {_EVENTS.replace("{of}", "target")};
        RETURN QUERY SELECT p.sealed, k.wrapping_key_id, k.wrapped_key, c.sex, c.protection_custodian_id
        FROM person p JOIN person_key k ON k.case_id = p.case_id JOIN "case" c ON c.id = p.case_id
        WHERE p.case_id = target;
    END
    """,
    ),
    "index_identity": (
        "target uuid, made_with text, made bytea[]",
        "void",
        f"""
    BEGIN{_QUEUED}
        DELETE FROM identity_index i WHERE i.case_id = target;
        INSERT INTO identity_index (token, case_id, key_id)
        SELECT DISTINCT t, target, made_with FROM unnest(made) t
        WHERE EXISTS (SELECT 1 FROM person_key k WHERE k.case_id = target);
    END
    """,
    ),
    # The only reader of the indexes. Twenty at most, within what is left to the agent of the day;
    # each is an event.
    "find_alike": (
        "target uuid, asked bytea[], weights integer[], for_each_agent integer",
        "TABLE (case_id uuid, sealed bytea, wrapping_key_id text, wrapped_key bytea, sex text,"
        " organisation_id uuid, is_open boolean, region text)",
        f"""
    DECLARE asker uuid; most integer; found uuid[];
    BEGIN{_QUEUED}
        SELECT q.agent_id INTO asker FROM identity_check q WHERE q.case_id = target;
        INSERT INTO identity_quota AS u (agent_id, day, opened) VALUES (asker, CURRENT_DATE, 0)
        ON CONFLICT ON CONSTRAINT pk_identity_quota DO NOTHING;
        SELECT LEAST(20, for_each_agent - u.opened) INTO most FROM identity_quota u
        WHERE u.agent_id = asker AND u.day = CURRENT_DATE FOR UPDATE;
        SELECT array_agg(ranked.id) INTO found FROM (
            SELECT h.case_id AS id FROM unnest(asked, weights) a (token, weight)
            CROSS JOIN LATERAL (
                SELECT i.case_id FROM identity_index i
                WHERE i.token = a.token AND i.case_id <> target LIMIT 200
            ) h
            GROUP BY h.case_id ORDER BY sum(a.weight) DESC, h.case_id LIMIT GREATEST(most, 0)
        ) ranked;
        UPDATE identity_quota u SET opened = u.opened + COALESCE(cardinality(found), 0)
        WHERE u.agent_id = asker AND u.day = CURRENT_DATE;
        {_EVENTS.replace("{of}", "f")} FROM unnest(found) f;
        RETURN QUERY SELECT p.case_id, p.sealed, k.wrapping_key_id, k.wrapped_key, c.sex,
            c.protection_custodian_id, c.state = 'open', c.region
        FROM person p JOIN person_key k ON k.case_id = p.case_id JOIN "case" c ON c.id = p.case_id
        WHERE p.case_id = ANY (found);
    END
    """,
    ),
    # After a rotation: what another key made is made anew, from the sealed identity.
    "index_again": (
        "in_use text, most integer",
        "integer",
        """
    DECLARE queued integer;
    BEGIN
        INSERT INTO identity_check (case_id, agent_id, only_index)
        SELECT p.case_id, p.updated_by_agent_id, true FROM person p WHERE p.case_id IN (
            SELECT i.case_id FROM identity_index i WHERE i.key_id < in_use
            UNION SELECT i.case_id FROM identity_index i WHERE i.key_id > in_use LIMIT most
        ) ON CONFLICT (case_id) DO NOTHING;
        GET DIAGNOSTICS queued = ROW_COUNT;
        RETURN queued;
    END
    """,
    ),
}
HISTORY = {
    "counted_person_link": (
        "case_id uuid, other_case_id uuid, status text, decided_by_id uuid,"
        " confirmed_at timestamptz, undone_at timestamptz",
        f"{SIGHT} = 'flow' OR counted_person_link.decided_by_id = {ME}",
    ),
    "counted_person": ("root_id uuid", "true"),
}


def upgrade() -> None:
    of_assistance = context.script.get_revision("0047").module
    plain = of_assistance._plain  # noqa: SLF001
    words = [
        f"('{kind}:{event}')" for kind, events in VOCABULARY.items() for event in events.split()
    ]
    op.execute(f"INSERT INTO audit_vocabulary VALUES {', '.join(words)} ON CONFLICT DO NOTHING")
    for created in TABLES.values():
        op.execute(plain(created))
    for index in INDEXES:
        op.execute(plain(index))
    for table, (columns, shown) in HISTORY.items():
        op.execute(
            f"CREATE TABLE IF NOT EXISTS {table} ({of_assistance.HEAD}, {columns},"
            f" CONSTRAINT pk_{table} PRIMARY KEY (row_id, began, generation))"
        )
        _close(table)
        op.execute(f"DROP POLICY IF EXISTS figures ON {table}")
        op.execute(
            plain(
                f"CREATE POLICY figures ON {table} FOR SELECT TO referral_figures USING ({shown})"
            )
        )
        op.execute(f"GRANT SELECT ON {table} TO referral_figures")
    _close_indexes()
    for table, column, referred, key, more in REFERRED:
        _apart()
        name = f"fk_{table}_{column}"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name}"
            f' FOREIGN KEY ({column}) REFERENCES "{referred}" ({key}){more}'
        )
    _apart()
    for table, guarded in GUARDED.items():
        guard(table, *guarded)
    for name, body in TRIGGER_FUNCTIONS.items():
        of_assistance._function(name, body)  # noqa: SLF001
    names = of_assistance._names(HISTORY["counted_person_link"][0])  # noqa: SLF001
    of_assistance._count("person_link", names, {})  # noqa: SLF001
    op.execute(
        "CREATE OR REPLACE TRIGGER counted_persons AFTER INSERT OR UPDATE OF status ON person_link"
        " FOR EACH ROW EXECUTE FUNCTION count_persons()"
    )
    op.execute("ALTER TABLE person_link ENABLE ALWAYS TRIGGER counted_persons")
    for name, (arguments, returned, body) in FUNCTIONS.items():
        op.execute(
            plain(
                f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS {returned}"
                " LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
                f" AS $body${body}$body$"
            )
        )
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {name} TO referral_app")
    _apart()
    op.execute(
        "CREATE OR REPLACE TRIGGER queued AFTER INSERT OR DELETE OR UPDATE OF sealed ON person"
        " FOR EACH ROW EXECUTE FUNCTION queue_identity_check()"
    )
    op.execute("ALTER TABLE person ENABLE ALWAYS TRIGGER queued")
    _apart()
    # Who was recorded before is found by who comes after.
    op.execute(
        "INSERT INTO identity_check (case_id, agent_id, only_index)"
        " SELECT case_id, updated_by_agent_id, true FROM person ON CONFLICT DO NOTHING"
    )
    _name_original()
    _hold_notices(f"{KINDS},possible_duplicate")


def _close_indexes() -> None:
    for table in ("identity_index", "identity_check", "identity_quota"):
        _close(table)
    op.execute("DROP POLICY IF EXISTS app ON identity_check")
    op.execute(
        f"CREATE POLICY app ON identity_check FOR ALL TO referral_app USING ({SYSTEM}) WITH CHECK ({SYSTEM})"
    )
    op.execute("GRANT SELECT, DELETE ON identity_check TO referral_app")
    op.execute("GRANT UPDATE (attempts, next_at, leased_until) ON identity_check TO referral_app")
    op.execute("DROP POLICY IF EXISTS app ON identity_quota")
    op.execute(f"CREATE POLICY app ON identity_quota FOR SELECT TO referral_app USING ({SYSTEM})")
    op.execute("GRANT SELECT ON identity_quota TO referral_app")


def _name_original() -> None:
    _apart()
    op.execute('ALTER TABLE "case" ADD COLUMN IF NOT EXISTS duplicate_of_id uuid')
    op.execute('GRANT INSERT (duplicate_of_id), UPDATE (duplicate_of_id) ON "case" TO referral_app')
    op.execute('ALTER TABLE "case" DROP CONSTRAINT IF EXISTS fk_case_duplicate_of_id')
    op.execute(
        'ALTER TABLE "case" ADD CONSTRAINT fk_case_duplicate_of_id'
        ' FOREIGN KEY (duplicate_of_id) REFERENCES "case" (id) NOT VALID'
    )
    op.execute('ALTER TABLE "case" DROP CONSTRAINT IF EXISTS ck_case_duplicate_of')
    op.execute(
        'ALTER TABLE "case" ADD CONSTRAINT ck_case_duplicate_of CHECK (duplicate_of_id IS NULL'
        " OR closure_reason IS NOT DISTINCT FROM 'duplicate' AND duplicate_of_id <> id) NOT VALID"
    )
    _apart()
    op.execute('ALTER TABLE "case" VALIDATE CONSTRAINT fk_case_duplicate_of_id')
    op.execute('ALTER TABLE "case" VALIDATE CONSTRAINT ck_case_duplicate_of')


def guard(table: str, seen: str, added: str, changed: str, changes: str, once: str) -> None:
    """Give a table of cases its row security, its rights and its guards."""
    _close(table)
    for name, rule in {
        "app_select": f"FOR SELECT TO referral_app USING ({seen})",
        "app_insert": f"FOR INSERT TO referral_app WITH CHECK ({added})",
        "app_update": f"FOR UPDATE TO referral_app USING ({changed})",
    }.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(f"CREATE POLICY {name} ON {table} {rule}".replace(":", "\\:"))
    op.execute(f"GRANT SELECT, INSERT ON {table} TO referral_app")
    op.execute(f"GRANT UPDATE ({changes}) ON {table} TO referral_app")
    for name, made in {
        "unaudited": f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited()",
        "no_truncate": f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        "written_once": f"CREATE TRIGGER written_once BEFORE UPDATE OF {once}"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    }.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(made)
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _close(table: str) -> None:
    """Leave a table to its owner."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"DROP POLICY IF EXISTS owner ON {table}")
    op.execute(
        f"CREATE POLICY owner ON {table} FOR ALL TO referral_owner USING (true) WITH CHECK (true)"
    )


def _hold_notices(kinds: str) -> None:
    _apart()
    op.execute("ALTER TABLE notice DROP CONSTRAINT IF EXISTS ck_notice_kind_code")
    op.execute(
        "ALTER TABLE notice ADD CONSTRAINT ck_notice_kind_code"
        f" CHECK (kind = ANY ('{{{kinds}}}'\\:\\:text[])) NOT VALID"
    )
    _apart()
    op.execute("ALTER TABLE notice VALIDATE CONSTRAINT ck_notice_kind_code")


def downgrade() -> None:
    op.execute("DROP TRIGGER IF EXISTS queued ON person")
    _apart()
    # The version before knows none of these.
    op.execute("ALTER TABLE notice DISABLE TRIGGER unaudited")
    op.execute("DELETE FROM notice WHERE kind = 'possible_duplicate'")
    op.execute("ALTER TABLE notice ENABLE ALWAYS TRIGGER unaudited")
    _hold_notices(KINDS)
    _apart()
    op.execute('ALTER TABLE "case" DROP COLUMN IF EXISTS duplicate_of_id')
    for table, column, *_ in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}")
    _apart()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE IF EXISTS {table} CASCADE")
    for table in HISTORY:
        op.execute(f"DROP TABLE IF EXISTS {table}")
    for name in (*FUNCTIONS, *TRIGGER_FUNCTIONS, "count_person_link"):
        op.execute(f"DROP FUNCTION IF EXISTS {name}")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
