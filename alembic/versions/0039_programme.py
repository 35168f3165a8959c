"""The entries of the programme: one table for each kind, all with the same head.

An organisation sees its own, the coordination all. What an entry says is corrected by a new version;
an entry is withdrawn and never deleted.
"""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

# The columns of every entry.
HEAD = """
    id uuid NOT NULL,
    recorded_key uuid DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint)
        || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    organisation_id uuid NOT NULL,
    entered_by_organisation_id uuid NOT NULL,
    status text NOT NULL,
    withdrawal_reason text,
    recorded_at timestamptz DEFAULT now() NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_{table} PRIMARY KEY (id),
    CONSTRAINT fk_{table}_organisation_id FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT fk_{table}_entered_by_organisation_id
        FOREIGN KEY (entered_by_organisation_id) REFERENCES organisation (id),
    CONSTRAINT ck_{table}_status_code CHECK (status = ANY ('{registered,withdrawn}'::text[])),
    CONSTRAINT ck_{table}_withdrawal_reason_code CHECK (withdrawal_reason = ANY (
        '{entered_in_error,duplicate,not_confirmed,replaced,other}'::text[])),
    CONSTRAINT ck_{table}_withdrawal
        CHECK ((status = 'withdrawn') = (withdrawal_reason IS NOT NULL))"""
# By table: what its entries say.
ENTRIES = {
    "prevention_activity": """
    kind text NOT NULL,
    theme text NOT NULL,
    region text NOT NULL,
    cercle text,
    border boolean NOT NULL,
    held_on date NOT NULL,
    starts_at text,
    facilitator_sex text,
    state text NOT NULL,
    cancellation_reason text,
    target jsonb CONSTRAINT ck_prevention_activity_target_counts CHECK (jsonb_typeof(target) = 'object' AND target - '{women,girls,men,boys,not_determined,women_and_girls,undivided}'::text[] = '{}'::jsonb AND NOT jsonb_path_exists(target, '$.* ? (@.type() != "number" || @ < 0)')),
    reached jsonb CONSTRAINT ck_prevention_activity_reached_counts CHECK (jsonb_typeof(reached) = 'object' AND reached - '{women,girls,men,boys,not_determined,women_and_girls,undivided}'::text[] = '{}'::jsonb AND NOT jsonb_path_exists(reached, '$.* ? (@.type() != "number" || @ < 0)')),
    professions jsonb DEFAULT '[]'::jsonb NOT NULL CONSTRAINT ck_prevention_activity_professions_numbers CHECK (jsonb_typeof(professions) = 'array' AND NOT jsonb_path_exists(professions, '$[*] ? (!(@.profession like_regex "^(police|gendarmerie|border|magistrate|court_clerk|lawyer|social_work|psychosocial|health|education|labour_inspection|media|transport|local_elected|traditional_or_religious|administration|association|other)$"))')),
    shortfall_reason text""",
    "programme_document": """
    kind text NOT NULL CONSTRAINT ck_programme_document_kind_code CHECK (kind = ANY ('{manual,form,guide,training_module,poster,other}'::text[])),
    pillar text NOT NULL CONSTRAINT ck_programme_document_pillar_code CHECK (pillar = ANY ('{prevention,protection,prosecution,partnership,plan}'::text[])),
    title text NOT NULL,
    edition text,
    published_on date NOT NULL,
    publisher text NOT NULL,
    sha256 text CONSTRAINT ck_programme_document_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')""",
    "legal_text": """
    kind text NOT NULL CONSTRAINT ck_legal_text_kind_code CHECK (kind = ANY ('{constitution,convention,law,ordinance,decree,order,circular,other}'::text[])),
    title text NOT NULL,
    number text,
    bill_on date,
    adopted_on date,
    in_force_on date,
    CONSTRAINT ck_legal_text_dated CHECK (num_nonnulls(bill_on, adopted_on, in_force_on) > 0),
    CONSTRAINT ck_legal_text_in_order CHECK (bill_on <= adopted_on AND adopted_on <= in_force_on AND bill_on <= in_force_on)""",
    "partner": """
    name text NOT NULL,
    category text NOT NULL CONSTRAINT ck_partner_category_code CHECK (category = ANY ('{national,international,state}'::text[])),
    member_organisation_id uuid,
    CONSTRAINT fk_partner_member_organisation_id FOREIGN KEY (member_organisation_id) REFERENCES organisation (id)""",
    "partner_agreement": """
    partner_id uuid NOT NULL,
    title text NOT NULL,
    pillars text[] DEFAULT '{}' NOT NULL CONSTRAINT ck_partner_agreement_pillars_codes CHECK (pillars <@ '{prevention,protection,prosecution,partnership,plan}'::text[]),
    signed_on date,
    starts_on date NOT NULL,
    ends_on date,
    CONSTRAINT ck_partner_agreement_in_order CHECK (starts_on <= ends_on),
    CONSTRAINT fk_partner_agreement_partner_id FOREIGN KEY (partner_id) REFERENCES partner (id)""",
    "partner_contribution": """
    partner_id uuid,
    kind text NOT NULL CONSTRAINT ck_partner_contribution_kind_code CHECK (kind = ANY ('{money,training,mission,care,equipment,premises,expertise,other}'::text[])),
    pillar text NOT NULL CONSTRAINT ck_partner_contribution_pillar_code CHECK (pillar = ANY ('{prevention,protection,prosecution,partnership,plan}'::text[])),
    amount_cfa bigint CONSTRAINT ck_partner_contribution_amount_cfa CHECK (amount_cfa >= 0),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    label text,
    CONSTRAINT ck_partner_contribution_money_has_an_amount CHECK (kind <> 'money' OR amount_cfa IS NOT NULL),
    CONSTRAINT ck_partner_contribution_in_order CHECK (starts_on <= ends_on),
    CONSTRAINT fk_partner_contribution_partner_id FOREIGN KEY (partner_id) REFERENCES partner (id)""",
    "staff_count": """
    counted_on date NOT NULL,
    staff jsonb DEFAULT '[]'::jsonb NOT NULL CONSTRAINT ck_staff_count_staff_numbers CHECK (jsonb_typeof(staff) = 'array' AND NOT jsonb_path_exists(staff, '$[*] ? (!(@.profession like_regex "^(police|gendarmerie|border|magistrate|court_clerk|lawyer|social_work|psychosocial|health|education|labour_inspection|media|transport|local_elected|traditional_or_religious|administration|association|other)$"))'))""",
    "plan_objective": """
    pillar text NOT NULL CONSTRAINT ck_plan_objective_pillar_code CHECK (pillar = ANY ('{prevention,protection,prosecution,partnership,plan}'::text[])),
    number text NOT NULL,
    title text NOT NULL,
    first_year integer NOT NULL,
    last_year integer NOT NULL,
    CONSTRAINT ck_plan_objective_in_order CHECK (first_year <= last_year)""",
    "plan_indicator": """
    objective_id uuid NOT NULL,
    title text NOT NULL,
    unit text NOT NULL,
    base_year integer,
    base_value numeric,
    target_year integer,
    target_value numeric,
    CONSTRAINT ck_plan_indicator_base CHECK ((base_year IS NULL) = (base_value IS NULL)),
    CONSTRAINT ck_plan_indicator_target CHECK ((target_year IS NULL) = (target_value IS NULL)),
    CONSTRAINT fk_plan_indicator_objective_id FOREIGN KEY (objective_id) REFERENCES plan_objective (id)""",
    "plan_value": """
    indicator_id uuid NOT NULL,
    year integer NOT NULL,
    value numeric NOT NULL,
    source text,
    CONSTRAINT fk_plan_value_indicator_id FOREIGN KEY (indicator_id) REFERENCES plan_indicator (id)""",
    "report_text": """
    pillar text NOT NULL CONSTRAINT ck_report_text_pillar_code CHECK (pillar = ANY ('{prevention,protection,prosecution,partnership,plan}'::text[])),
    year integer NOT NULL,
    block text NOT NULL CONSTRAINT ck_report_text_block_code CHECK (block = ANY ('{paragraph,achievements,challenges,difficulties}'::text[])),
    text text NOT NULL""",
}
# By table: the words of the function that holds its many lists.
CODES = {
    "prevention_activity": """(checked.cancellation_reason = ANY ('{insecurity,lack_of_means,health_situation,weather,not_authorised,facilitator_absent,other}'::text[]))
    AND (checked.facilitator_sex = ANY ('{female,male,both}'::text[]))
    AND (checked.kind = ANY ('{sensitisation,information,training,press,school_modules}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.shortfall_reason = ANY ('{insecurity,household_duties,hour_unsuitable,distance,language,lack_of_means,weather,other,unknown}'::text[]))
    AND (checked.state = ANY ('{planned,carried_out,cancelled}'::text[]))
    AND (checked.theme = ANY ('{legal_texts,causes,reporting,identification,referral,care,rights,gender,borders,safe_migration,prosecution,other}'::text[]))""",
}
# Beside those of every table.
INDEXES = (
    "CREATE INDEX ix_prevention_activity_held_on ON prevention_activity (held_on)",
    "CREATE INDEX ix_prevention_activity_kind_recorded_key ON prevention_activity (kind, recorded_key)",
    "CREATE INDEX ix_prevention_activity_region_recorded_key ON prevention_activity (region, recorded_key)",
    "CREATE INDEX ix_programme_document_published_on ON programme_document (published_on)",
    "CREATE UNIQUE INDEX uq_programme_document_sha256 ON programme_document (sha256) WHERE status = 'registered'",
    "CREATE INDEX ix_legal_text_in_force_on ON legal_text (in_force_on)",
    "CREATE INDEX ix_partner_category_recorded_key ON partner (category, recorded_key)",
    "CREATE UNIQUE INDEX uq_partner_name ON partner (lower(name)) WHERE status = 'registered'",
    "CREATE INDEX ix_partner_agreement_ends_on ON partner_agreement (ends_on) WHERE status = 'registered'",
    "CREATE INDEX ix_partner_agreement_partner_id_recorded_key ON partner_agreement (partner_id, recorded_key)",
    "CREATE INDEX ix_partner_contribution_partner_id_recorded_key ON partner_contribution (partner_id, recorded_key)",
    "CREATE INDEX ix_partner_contribution_starts_on ON partner_contribution (starts_on)",
    "CREATE INDEX ix_staff_count_counted_on ON staff_count (counted_on)",
    "CREATE UNIQUE INDEX uq_staff_count_day ON staff_count (organisation_id, counted_on) WHERE status = 'registered'",
    "CREATE INDEX ix_plan_objective_pillar_recorded_key ON plan_objective (pillar, recorded_key)",
    "CREATE INDEX ix_plan_indicator_objective_id_recorded_key ON plan_indicator (objective_id, recorded_key)",
    "CREATE INDEX ix_plan_value_year_recorded_key ON plan_value (year, recorded_key)",
    "CREATE UNIQUE INDEX uq_plan_value_year ON plan_value (indicator_id, year) WHERE status = 'registered'",
    "CREATE INDEX ix_report_text_year_recorded_key ON report_text (year, recorded_key)",
    "CREATE UNIQUE INDEX uq_report_text_block ON report_text (pillar, year, block) WHERE status = 'registered'",
)
# By table: what a correction replaces.
CONTENTS = {
    "prevention_activity": "kind, theme, region, cercle, border, held_on, starts_at, facilitator_sex, state, cancellation_reason, target, reached, professions, shortfall_reason",
    "programme_document": "kind, pillar, title, edition, published_on, publisher, sha256",
    "legal_text": "kind, title, number, bill_on, adopted_on, in_force_on",
    "partner": "name, category, member_organisation_id",
    "partner_agreement": "partner_id, title, pillars, signed_on, starts_on, ends_on",
    "partner_contribution": "partner_id, kind, pillar, amount_cfa, starts_on, ends_on, label",
    "staff_count": "counted_on, staff",
    "plan_objective": "pillar, number, title, first_year, last_year",
    "plan_indicator": "objective_id, title, unit, base_year, base_value, target_year, target_value",
    "plan_value": "indicator_id, year, value, source",
    "report_text": "pillar, year, block, text",
}
# Its own, or for the coordination all.
SIGHT = """organisation_id = NULLIF((SELECT current_setting('app.organisation_id', true)), '')::uuid
    OR (SELECT current_setting('app.sight', true)) = ANY (ARRAY['flow', 'system'])"""
ACTS = ("correct", "list", "read", "register", "withdraw")


def upgrade() -> None:
    words = ", ".join(f"('{table}:{act}')" for table in ENTRIES for act in ACTS)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    for table, contents in ENTRIES.items():
        _apart()
        head = HEAD.replace("{table}", table)
        op.execute(_plain(f"CREATE TABLE IF NOT EXISTS {table} ({head},{contents})"))
        op.execute(f"CREATE INDEX IF NOT EXISTS ix_{table}_recorded_key ON {table} (recorded_key)")
        op.execute(
            f"CREATE INDEX IF NOT EXISTS ix_{table}_organisation_id_recorded_key"
            f" ON {table} (organisation_id, recorded_key)"
        )
        for index in INDEXES:
            if f" ON {table} (" in index:
                op.execute(index.replace("INDEX", "INDEX IF NOT EXISTS", 1))
        if table in CODES:
            _hold_to_lists(table)
        _guard(table)


def _hold_to_lists(table: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION codes_of_{table}(checked {table}) RETURNS boolean"
        " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$\nBEGIN\n    RETURN"
        f" {_plain(CODES[table])};\nEND\n$body$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION codes_of_{table} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION codes_of_{table} TO referral_app")
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS ck_{table}_codes")
    op.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_codes CHECK (codes_of_{table}({table}.*))"
    )


def _guard(table: str) -> None:
    op.execute(f"GRANT SELECT, INSERT ON {table} TO referral_app")
    op.execute(
        f"GRANT UPDATE ({CONTENTS[table]}, status, withdrawal_reason, version) ON {table}"
        " TO referral_app"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for name, role, sight in (("owner", "owner", "true"), ("app", "app", _plain(SIGHT))):
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(
            f"CREATE POLICY {name} ON {table} TO referral_{role} USING ({sight})"
            f" WITH CHECK ({sight})"
        )
    op.execute(f"DROP TRIGGER IF EXISTS unaudited ON {table}")
    op.execute(
        f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited_network('id')"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")
    for name, what in (
        ("written_once",
         "UPDATE OF id, organisation_id, entered_by_organisation_id, recorded_at"),
        ("no_truncate", "TRUNCATE"),
    ):  # fmt: skip
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {what} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    for table in reversed(ENTRIES):
        _apart()
        if table in CODES:
            op.execute(f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS ck_{table}_codes")
            op.execute(f"DROP FUNCTION IF EXISTS codes_of_{table}")
        op.execute(f"DROP TABLE IF EXISTS {table}")
    words = ", ".join(f"'{table}:{act}'" for table in ENTRIES for act in ACTS)
    op.execute(f"DELETE FROM audit_vocabulary WHERE action IN ({words})")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction, and with it its locks."""
    with op.get_context().autocommit_block():
        pass
