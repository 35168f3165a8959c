"""What is done for a child: protection, guardian, age, best interests, own view, tracing.

Who writes the section `protection` of the case writes these rows, and the coordination may name the
organisation that protects the child. What is counted of them keeps its history from here on.
"""

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SYSTEM = f"{SIGHT} = 'system'"
FLOW = f"{SIGHT} = ANY (ARRAY['flow', 'system'])"
VOCABULARY = {
    "age_assessment": "list mark_error read record tell",
    "best_interests_assessment": "list mark_error read record",
    "best_interests_determination": "decide list mark_error read",
    "child_protection": "correct mark_error name read",
    "guardian": "correct list mark_error read record",
    "own_view": "list mark_error read record weigh",
    "tracing": "check close confirm list mark_error open read record_action reunify stop verify",
}
# What changes of each row; all else is written once.
CHANGED = {
    "child_protection": "organisation_id, separation_status, separation_causes, care_arrangement",
    "guardian": "kind, relation, sealed_identity, family_check, appointed_by, from_on, until_on,"
    " chosen_by_child",
    "age_assessment": "told_on, may_contest_until",
    "best_interests_assessment": "",
    "best_interests_determination": "",
    "own_view": "sealed_weight",
    "tracing": "wanted_by_person, family_check, checked_by_agent_id, confirmed_by_agent_id,"
    " confirmed_at, actions, verified_by",
}
OWN = "id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at"
WRITTEN_ONCE = {
    "child_protection": "",
    "guardian": "",
    "age_assessment": "doubt, methods, guardian_present, interpreter_present, explained, assessors,"
    " person_agreed, result, age_low, age_high, sealed_grounds",
    "best_interests_assessment": "assessed_on, assessor_id, is_urgent, heard, not_heard_reason,"
    " concerns, sealed_findings, recommended, needs_determination",
    "best_interests_determination": "assessment_id, panel, options, sealed_options, decision,"
    " sealed_dissent, decided_on, review_by, own_view_ids, no_view_reason",
    "own_view": "topic, said_on, language, means, sealed_view, assent",
    "tracing": "sought, sealed_sought",
}
READS = "'protection' = ANY (g.reads)"
WRITES = "'protection' = ANY (g.writes)"
TABLES = {
    "child_protection": """CREATE TABLE IF NOT EXISTS child_protection (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    child_protection_id UUID,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_child_protection_status_code CHECK (status = ANY ('{recorded,entered_in_error}'::text[])),
    organisation_id UUID NOT NULL,
    separation_status TEXT NOT NULL CONSTRAINT ck_child_protection_separation_status_code CHECK (separation_status = ANY ('{with_parents,with_guardian,separated,unaccompanied,with_alleged_trafficker,unknown}'::text[])),
    separation_causes TEXT[] DEFAULT '{}' NOT NULL CONSTRAINT ck_child_protection_separation_causes_codes CHECK (separation_causes <@ '{conflict,death,violence_at_home,entrusted,sold_or_given,armed_group,migration,poverty,quranic_school,detention_of_parent,divorce_or_remarriage,abandonment,disaster,ran_away,other,unknown}'::text[]),
    care_arrangement TEXT CONSTRAINT ck_child_protection_care_arrangement_code CHECK (care_arrangement = ANY ('{parents,step_parent,adult_sibling,kinship,customary_carer,foster_family,residential,kafala,independent,child_headed,unrelated_adult,none,other}'::text[])),
    CONSTRAINT pk_child_protection PRIMARY KEY (id)
)""",
    "guardian": """CREATE TABLE IF NOT EXISTS guardian (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    child_protection_id UUID,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    relation TEXT,
    sealed_identity BYTEA,
    family_check TEXT NOT NULL,
    appointed_by TEXT,
    from_on DATE NOT NULL,
    until_on DATE,
    chosen_by_child TEXT NOT NULL,
    CONSTRAINT pk_guardian PRIMARY KEY (id),
    CONSTRAINT ck_guardian_until CHECK (until_on >= from_on),
    CONSTRAINT ck_guardian_appointed CHECK (kind NOT IN ('appointed_guardian','ad_hoc_administrator') OR appointed_by IS NOT NULL)
)""",
    "age_assessment": """CREATE TABLE IF NOT EXISTS age_assessment (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    child_protection_id UUID,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    doubt TEXT[] DEFAULT '{}' NOT NULL,
    methods TEXT[] DEFAULT '{}' NOT NULL,
    guardian_present TEXT NOT NULL,
    interpreter_present TEXT NOT NULL,
    explained TEXT NOT NULL,
    assessors UUID[] NOT NULL,
    person_agreed TEXT NOT NULL,
    result TEXT NOT NULL,
    age_low INTEGER,
    age_high INTEGER,
    sealed_grounds BYTEA,
    told_on DATE,
    may_contest_until DATE,
    CONSTRAINT pk_age_assessment PRIMARY KEY (id),
    CONSTRAINT ck_age_assessment_doubt CHECK (cardinality(doubt) > 0),
    CONSTRAINT ck_age_assessment_assessors CHECK (cardinality(assessors) >= 2),
    CONSTRAINT ck_age_assessment_not_physical_alone CHECK (person_agreed = 'no' OR (cardinality(methods) > 0 AND NOT methods <@ '{physical_examination}'::text[])),
    CONSTRAINT ck_age_assessment_physical_last CHECK (array_position(methods, 'physical_examination') IS NULL OR person_agreed = 'yes' AND array_position(methods, 'physical_examination') = cardinality(methods)),
    CONSTRAINT ck_age_assessment_agreed CHECK (person_agreed <> 'no' OR result = 'undetermined'),
    CONSTRAINT ck_age_assessment_lower_end CHECK (CASE result WHEN 'undetermined' THEN true ELSE (age_low < 18) = (result = 'child') AND age_low IS NOT NULL END),
    CONSTRAINT ck_age_assessment_range CHECK (age_low BETWEEN 0 AND 120 AND age_high BETWEEN age_low AND 120),
    CONSTRAINT ck_age_assessment_contest CHECK (may_contest_until >= told_on)
)""",
    "best_interests_assessment": """CREATE TABLE IF NOT EXISTS best_interests_assessment (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    child_protection_id UUID,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_best_interests_assessment_status_code CHECK (status = ANY ('{recorded,entered_in_error}'::text[])),
    assessed_on DATE NOT NULL,
    assessor_id UUID NOT NULL,
    is_urgent BOOLEAN NOT NULL,
    heard TEXT[] DEFAULT '{}' NOT NULL CONSTRAINT ck_best_interests_assessment_heard_codes CHECK (heard <@ '{child,parent,guardian,relative,teacher,health_worker,shelter_staff,community}'::text[]),
    not_heard_reason TEXT CONSTRAINT ck_best_interests_assessment_not_heard_reason_code CHECK (not_heard_reason = ANY ('{too_young,cannot_express,child_declined}'::text[])),
    concerns TEXT[] DEFAULT '{}' NOT NULL CONSTRAINT ck_best_interests_assessment_concerns_codes CHECK (concerns <@ '{low,medium,high}'::text[]),
    sealed_findings BYTEA,
    recommended TEXT[] DEFAULT '{}' NOT NULL CONSTRAINT ck_best_interests_assessment_recommended_codes CHECK (recommended <@ '{stay_where_is,kinship_care,foster_care,residential_care,independent_living,family_reunification,return_abroad,integration_here,separation_from_carer,suspend_family_contact,other}'::text[]),
    needs_determination BOOLEAN NOT NULL,
    CONSTRAINT pk_best_interests_assessment PRIMARY KEY (id),
    CONSTRAINT ck_best_interests_assessment_heard CHECK ('child' = ANY (heard) OR not_heard_reason IS NOT NULL),
    CONSTRAINT ck_best_interests_assessment_factors CHECK (cardinality(concerns) = 4),
    CONSTRAINT ck_best_interests_assessment_recommended CHECK (cardinality(recommended) > 0),
    CONSTRAINT ck_best_interests_assessment_lasting CHECK (needs_determination OR NOT recommended && '{kinship_care,foster_care,residential_care,family_reunification,return_abroad,separation_from_carer}'::text[])
)""",
    "best_interests_determination": """CREATE TABLE IF NOT EXISTS best_interests_determination (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    child_protection_id UUID,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_best_interests_determination_status_code CHECK (status = ANY ('{recorded,entered_in_error}'::text[])),
    assessment_id UUID NOT NULL,
    panel UUID[] NOT NULL,
    options TEXT[] DEFAULT '{}' NOT NULL CONSTRAINT ck_best_interests_determination_options_codes CHECK (options <@ '{stay_where_is,kinship_care,foster_care,residential_care,independent_living,family_reunification,return_abroad,integration_here,separation_from_carer,suspend_family_contact,other}'::text[]),
    sealed_options BYTEA,
    decision TEXT NOT NULL CONSTRAINT ck_best_interests_determination_decision_code CHECK (decision = ANY ('{stay_where_is,kinship_care,foster_care,residential_care,independent_living,family_reunification,return_abroad,integration_here,separation_from_carer,suspend_family_contact,other}'::text[])),
    sealed_dissent BYTEA,
    decided_on DATE NOT NULL,
    review_by DATE NOT NULL,
    own_view_ids UUID[] NOT NULL,
    no_view_reason TEXT CONSTRAINT ck_best_interests_determination_no_view_reason_code CHECK (no_view_reason = ANY ('{too_young,cannot_express,child_declined}'::text[])),
    CONSTRAINT pk_best_interests_determination PRIMARY KEY (id),
    CONSTRAINT ck_best_interests_determination_panel CHECK (cardinality(panel) >= 3),
    CONSTRAINT ck_best_interests_determination_options CHECK (cardinality(options) >= 2 AND decision = ANY (options)),
    CONSTRAINT ck_best_interests_determination_views CHECK (cardinality(own_view_ids) > 0 OR no_view_reason IS NOT NULL),
    CONSTRAINT ck_best_interests_determination_review CHECK (review_by > decided_on AND review_by <= decided_on + interval '12 months')
)""",
    "own_view": """CREATE TABLE IF NOT EXISTS own_view (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    child_protection_id UUID,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_own_view_status_code CHECK (status = ANY ('{recorded,entered_in_error}'::text[])),
    topic TEXT NOT NULL CONSTRAINT ck_own_view_topic_code CHECK (topic = ANY ('{where_to_live,family_contact,return,school_or_work,proceedings,sharing_information,age_assessment,other}'::text[])),
    said_on DATE NOT NULL,
    language TEXT NOT NULL CONSTRAINT ck_own_view_language_code CHECK (language = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[])),
    means TEXT NOT NULL CONSTRAINT ck_own_view_means_code CHECK (means = ANY ('{spoken,drawing_or_play,written,signed,through_trusted_adult}'::text[])),
    sealed_view BYTEA,
    assent TEXT NOT NULL CONSTRAINT ck_own_view_assent_code CHECK (assent = ANY ('{given,refused,undecided,too_young,not_asked}'::text[])),
    sealed_weight BYTEA,
    CONSTRAINT pk_own_view PRIMARY KEY (id)
)""",
    "tracing": """CREATE TABLE IF NOT EXISTS tracing (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    child_protection_id UUID,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_tracing_status_code CHECK (status = ANY ('{open,in_progress,verified,reunified,closed,entered_in_error}'::text[])),
    sought TEXT NOT NULL CONSTRAINT ck_tracing_sought_code CHECK (sought = ANY ('{mother,father,sibling,grandparent,aunt_or_uncle,spouse,child,other_relative,guardian}'::text[])),
    sealed_sought BYTEA,
    wanted_by_person TEXT NOT NULL CONSTRAINT ck_tracing_wanted_by_person_code CHECK (wanted_by_person = ANY ('{yes,no,unknown,not_asked}'::text[])),
    family_check TEXT NOT NULL CONSTRAINT ck_tracing_family_check_code CHECK (family_check = ANY ('{not_done,no_concern,concern,involved}'::text[])),
    checked_by_agent_id UUID,
    confirmed_by_agent_id UUID,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    actions JSONB DEFAULT '[]' NOT NULL,
    verified_by TEXT[] DEFAULT '{}' NOT NULL CONSTRAINT ck_tracing_verified_by_codes CHECK (verified_by <@ '{documents,child_recognises,cross_questions,third_party,dna}'::text[]),
    CONSTRAINT pk_tracing PRIMARY KEY (id),
    CONSTRAINT ck_tracing_contact CHECK (status NOT IN ('verified','reunified') OR wanted_by_person = 'yes' AND cardinality(verified_by) > 0 AND (family_check = 'no_concern' OR family_check = 'concern' AND COALESCE(confirmed_by_agent_id <> checked_by_agent_id, false))),
    CONSTRAINT ck_tracing_actions CHECK (jsonb_typeof(actions) = 'array')
)""",
}
INDEXES = (
    "CREATE INDEX IF NOT EXISTS ix_child_protection_case_id_recorded_key ON child_protection (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_child_protection_recorded_key ON child_protection (recorded_key)",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_child_protection_case ON child_protection (case_id) WHERE status = 'recorded'",
    "CREATE INDEX IF NOT EXISTS ix_guardian_case_id_recorded_key ON guardian (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_guardian_recorded_key ON guardian (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_age_assessment_case_id_recorded_key ON age_assessment (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_age_assessment_recorded_key ON age_assessment (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_best_interests_assessment_case_id_recorded_key ON best_interests_assessment (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_best_interests_assessment_recorded_key ON best_interests_assessment (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_best_interests_determination_assessment_id ON best_interests_determination (assessment_id)",
    "CREATE INDEX IF NOT EXISTS ix_best_interests_determination_case_id_recorded_key ON best_interests_determination (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_best_interests_determination_recorded_key ON best_interests_determination (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_own_view_case_id_recorded_key ON own_view (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_own_view_last ON own_view (case_id, topic, recorded_key) WHERE status = 'recorded'",
    "CREATE INDEX IF NOT EXISTS ix_own_view_recorded_key ON own_view (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_tracing_case_id_recorded_key ON tracing (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_tracing_recorded_key ON tracing (recorded_key)",
)
REFERRED = {
    "child_protection": {
        "case_id": "case",
        "organisation_id": "organisation",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "guardian": {
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "age_assessment": {
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "best_interests_assessment": {
        "assessor_id": "agent",
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "best_interests_determination": {
        "assessment_id": "best_interests_assessment",
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "own_view": {
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "tracing": {
        "case_id": "case",
        "checked_by_agent_id": "agent",
        "confirmed_by_agent_id": "agent",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
}
# The lists of a table with many are held by one function.
CODES = {
    "guardian": """(checked.appointed_by = ANY ('{children_judge,prosecutor,child_protection_service,consulate,foreign_authority,other}'::text[]))
    AND (checked.chosen_by_child = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.family_check = ANY ('{not_done,no_concern,concern,involved}'::text[]))
    AND (checked.kind = ANY ('{parent,relative,appointed_guardian,ad_hoc_administrator,institution,trusted_adult,none_yet}'::text[]))
    AND (checked.relation = ANY ('{mother,father,sibling,grandparent,aunt_or_uncle,spouse,child,other_relative,guardian}'::text[]))
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]))""",
    "age_assessment": """(checked.doubt <@ '{no_document,documents_differ,declared_differs,authority_contests,person_asks}'::text[])
    AND (checked.explained = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.guardian_present = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.interpreter_present = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.methods <@ '{documents,family_information,community_information,school_or_health_records,social_interview,psychosocial_assessment,consular_information,physical_examination}'::text[])
    AND (checked.person_agreed = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.result = ANY ('{child,adult,undetermined}'::text[]))
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]))""",
}


def granted(table: str, condition: str) -> str:
    """Write the condition that a live grant of the reader meets the condition."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        f" AND g.case_id = {table}.case_id AND g.ended_at IS NULL"
        f" AND (g.valid_until IS NULL OR g.valid_until > now()) AND {condition} OFFSET 0)"
    )


# Who sits together: two organisations, one of them of child protection.
_SEATS = """
    IF NOT COALESCE((
        SELECT count(DISTINCT a.id) = cardinality({seats}) AND count(DISTINCT o.id) > 1
            AND bool_or(o.type = 'child_protection')
        FROM agent a JOIN organisation o ON o.id = a.organisation_id
        WHERE a.id = ANY ({seats})
    ), false){more} THEN
        RAISE EXCEPTION 'who decides on a child does not sit so' USING ERRCODE = 'NR003';
    END IF;
    RETURN NEW;
"""
_ASSESSOR = """ OR EXISTS (
        SELECT 1 FROM best_interests_assessment b WHERE b.id = NEW.assessment_id
        AND (b.case_id <> NEW.case_id OR b.assessor_id = ANY (NEW.panel))
    )"""
_FOLLOWERS = (
    "guardian", "age_assessment", "best_interests_assessment", "best_interests_determination",
    "own_view", "tracing",
)  # fmt: skip
_MOVE = "\n".join(
    f"        UPDATE {table} SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;"
    for table in ("child_protection", *_FOLLOWERS)
)
_NAME = "\n".join(
    f"        UPDATE {table} SET child_protection_id = named WHERE case_id = NEW.case_id"
    " AND child_protection_id IS DISTINCT FROM named;"
    for table in _FOLLOWERS
)
FUNCTIONS = {
    "stand_in_child_route": """
    DECLARE subject "case";
    BEGIN
        SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR KEY SHARE;
        NEW.custodian_id := subject.protection_custodian_id;
        IF TG_TABLE_NAME = 'child_protection' THEN
            NEW.child_protection_id := to_jsonb(NEW) ->> 'organisation_id';
        ELSE
            NEW.child_protection_id := (
                SELECT p.organisation_id FROM child_protection p
                WHERE p.case_id = NEW.case_id AND p.status = 'recorded'
            );
        END IF;
        RETURN NEW;
    END
    """,
    "child_route_follows_custody": f"""
    BEGIN
{_MOVE}
        RETURN NULL;
    END
    """,
    "rename_child_protection": """
    BEGIN
        NEW.child_protection_id := NEW.organisation_id;
        RETURN NEW;
    END
    """,
    "child_route_follows_naming": f"""
    DECLARE named uuid := CASE NEW.status WHEN 'recorded' THEN NEW.organisation_id END;
    BEGIN
{_NAME}
        UPDATE access_grant SET ended_at = now() WHERE basis = 'child_protection'
        AND basis_id = NEW.id AND ended_at IS NULL AND organisation_id IS DISTINCT FROM named;
        RETURN NULL;
    END
    """,
    # A person found to be an adult is not under child protection any more.
    "child_route_follows_case": """
    BEGIN
        UPDATE access_grant g SET ended_at = now() FROM child_protection p
        WHERE p.case_id = NEW.id AND g.organisation_id = p.organisation_id
        AND g.basis = 'child_protection' AND g.basis_id = p.id AND g.ended_at IS NULL;
        RETURN NULL;
    END
    """,
    "check_assessors": f"""
    BEGIN{_SEATS.format(seats="NEW.assessors", more="")}    END
    """,
    "check_panel": f"""
    BEGIN{_SEATS.format(seats="NEW.panel", more=_ASSESSOR)}    END
    """,
}
_ADULT = "'{18_24,25_59,60_plus}'::text[]"
TRIGGERS = {
    **{
        table: {
            "stand_in_child_route": f"BEFORE INSERT ON {table} FOR EACH ROW"
            " EXECUTE FUNCTION stand_in_child_route()"
        }
        for table in ("child_protection", *_FOLLOWERS)
    },
    "custody": {
        "child_route_follows_custody": "AFTER INSERT ON custody FOR EACH ROW"
        " WHEN (NEW.kind = 'protection' AND NEW.seq > 1)"
        " EXECUTE FUNCTION child_route_follows_custody()",
    },
    "case": {
        "child_route_follows_case": 'AFTER UPDATE OF age_band, age_in_doubt ON "case" FOR EACH ROW'
        f" WHEN ((OLD.age_in_doubt OR OLD.age_band <> ALL ({_ADULT}))"
        f" AND NOT NEW.age_in_doubt AND NEW.age_band = ANY ({_ADULT}))"
        " EXECUTE FUNCTION child_route_follows_case()",
    },
}
TRIGGERS["child_protection"] |= {
    "rename_child_protection": "BEFORE UPDATE OF organisation_id ON child_protection FOR EACH ROW"
    " EXECUTE FUNCTION rename_child_protection()",
    "child_route_follows_naming": "AFTER INSERT OR UPDATE OF organisation_id, status"
    " ON child_protection FOR EACH ROW EXECUTE FUNCTION child_route_follows_naming()",
}
TRIGGERS["age_assessment"] |= {
    "check_assessors": "BEFORE INSERT ON age_assessment FOR EACH ROW"
    " EXECUTE FUNCTION check_assessors()",
}
TRIGGERS["best_interests_determination"] |= {
    "check_panel": "BEFORE INSERT ON best_interests_determination FOR EACH ROW"
    " EXECUTE FUNCTION check_panel()",
}
_OF_CASE = "case_id uuid, status text"
# What is counted of each row: its columns, each with what it is made of if that has another name.
COUNTED = {
    "guardian": (
        f"{_OF_CASE}, kind text, family_check text, from_on date, until_on date, told_at timestamptz,"
        " recorded_by_organisation_id uuid",
        {"told_at": "{r}.recorded_at"},
    ),
    "best_interests_assessment": (
        f"{_OF_CASE}, assessed_on date, is_urgent boolean, needs_determination boolean,"
        " recorded_by_organisation_id uuid",
        {},
    ),
    "best_interests_determination": (
        f"{_OF_CASE}, assessment_id uuid, decision text, decided_on date, review_by date,"
        " recorded_by_organisation_id uuid",
        {},
    ),
}


HEAD = """
    row_id uuid NOT NULL,
    began xid8 NOT NULL DEFAULT pg_current_xact_id(),
    generation bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    ended xid8,
    ended_generation bigint"""
COUNT = """
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_{table} h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_{table} (row_id, generation, {columns})
    VALUES (NEW.id, (SELECT g.number FROM generation g), {values})
    ON CONFLICT (row_id, began, generation) DO UPDATE SET ({columns}) = ROW({excluded});
    RETURN NULL;
END
"""


def upgrade() -> None:
    words = [
        f"('{kind}:{event}')" for kind, events in VOCABULARY.items() for event in events.split()
    ]
    op.execute(f"INSERT INTO audit_vocabulary VALUES {', '.join(words)} ON CONFLICT DO NOTHING")
    for created in (*TABLES.values(), *INDEXES):
        op.execute(_plain(created))
    for table, rules in CODES.items():
        _hold_codes(table, rules)
    for table, (columns, _) in COUNTED.items():
        _create_history(table, columns)
    _refer()
    _apart()
    for table in TABLES:
        _guard(table)
    for name, body in FUNCTIONS.items():
        _function(name, body)
    _create_triggers()


def _refer() -> None:
    for table, columns in REFERRED.items():
        for column, referred in columns.items():
            _apart()
            name = f"fk_{table}_{column}"
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            op.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {name}"
                f' FOREIGN KEY ({column}) REFERENCES "{referred}" (id)'
            )


def _create_triggers() -> None:
    for triggers in TRIGGERS.values():
        _apart()
        for name, made in triggers.items():
            op.execute(_plain(f"CREATE OR REPLACE TRIGGER {name} {made}"))
    for table, (columns, made) in COUNTED.items():
        _count(table, _names(columns), made)


def _hold_codes(table: str, rules: str) -> None:
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION codes_of_{table}(checked {table}) RETURNS boolean"
            " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE"
            f" AS $body$\nBEGIN\n    RETURN {rules};\nEND\n$body$"
        )
    )
    op.execute(f"REVOKE ALL ON FUNCTION codes_of_{table} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION codes_of_{table} TO referral_app")
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS ck_{table}_codes")
    op.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_codes CHECK (codes_of_{table}({table}.*))"
    )


def _create_history(table: str, columns: str) -> None:
    history = f"counted_{table}"
    op.execute(
        f"CREATE TABLE IF NOT EXISTS {history} ({HEAD}, {columns},"
        f" CONSTRAINT pk_{history} PRIMARY KEY (row_id, began, generation))"
    )
    op.execute(f"ALTER TABLE {history} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {history} FORCE ROW LEVEL SECURITY")
    shown = f"{SIGHT} = 'flow' OR {history}.recorded_by_organisation_id = {ME}"
    for name, rule in {
        "owner": "FOR ALL TO referral_owner USING (true) WITH CHECK (true)",
        "figures": f"FOR SELECT TO referral_figures USING ({shown})",
    }.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {history}")
        op.execute(_plain(f"CREATE POLICY {name} ON {history} {rule}"))
    op.execute(f"GRANT SELECT ON {history} TO referral_figures")


def _guard(table: str) -> None:
    """Give a table its row security, its rights and its guards."""
    reads = f"{SYSTEM} OR {granted(table, READS)}"
    writes = granted(table, WRITES)
    if table == "child_protection":
        # The coordination names the organisation, and hears of each child without one.
        reads, writes = f"{FLOW} OR {granted(table, READS)}", f"{FLOW} OR {writes}"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for name, rule in {
        "owner": "FOR ALL TO referral_owner USING (true) WITH CHECK (true)",
        "app_select": f"FOR SELECT TO referral_app USING ({reads})",
        "app_insert": f"FOR INSERT TO referral_app WITH CHECK ({writes})",
        "app_update": f"FOR UPDATE TO referral_app USING ({writes})",
    }.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(_plain(f"CREATE POLICY {name} ON {table} {rule}"))
    op.execute(f"GRANT SELECT, INSERT ON {table} TO referral_app")
    changed = ", ".join(filter(None, ["status", CHANGED[table], "closed_at, version"]))
    op.execute(f"GRANT UPDATE ({changed}) ON {table} TO referral_app")
    once = ", ".join(filter(None, [OWN, WRITTEN_ONCE[table]]))
    for name, made in {
        "unaudited": "CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON"
        f" {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited()",
        "no_truncate": f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        "written_once": f"CREATE TRIGGER written_once BEFORE UPDATE OF {once}"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    }.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(made)
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    for table in ("case", "custody"):
        _apart()
        for name in TRIGGERS[table]:
            op.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
    for table, columns in REFERRED.items():
        for column in columns:
            _apart()
            op.execute(
                f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}"
            )
    _apart()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE IF EXISTS {table} CASCADE")
    for table in COUNTED:
        op.execute(f"DROP FUNCTION IF EXISTS count_{table}()")
        op.execute(f"DROP TABLE IF EXISTS counted_{table}")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _count(table: str, names: list[str], made: dict[str, str]) -> None:
    body = COUNT.format(
        table=table, columns=", ".join(names), values=_values("NEW", names, made),
        excluded=", ".join(f"EXCLUDED.{name}" for name in names),
    )  # fmt: skip
    _function(f"count_{table}", body)
    before, after = (_values(row, names, made) for row in ("OLD", "NEW"))
    op.execute(
        f"CREATE OR REPLACE TRIGGER counted AFTER INSERT ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION count_{table}()"
    )
    op.execute(
        f"CREATE OR REPLACE TRIGGER counted_again AFTER UPDATE ON {table} FOR EACH ROW"
        f" WHEN (ROW({before}) IS DISTINCT FROM ROW({after})) EXECUTE FUNCTION count_{table}()"
    )
    for name in ("counted", "counted_again"):
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _function(name: str, body: str) -> None:
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
    )
    op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")


def _names(columns: str) -> list[str]:
    return [column.split()[0] for column in columns.split(", ")]


def _values(row: str, names: list[str], made: dict[str, str]) -> str:
    return ", ".join(made.get(name, f"{{r}}.{name}").format(r=row) for name in names)


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
