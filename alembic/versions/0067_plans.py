"""Assessments with their answers on health, support plans and goals, and the history of what is counted.

The answers on health have a table of their own, which opens with the section health alone; no history
of them is kept.
"""

from typing import Any

from alembic import context, op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SYSTEM = f"{SIGHT} = 'system'"
VOCABULARY = {
    "assessment": "confirm_risks list mark_error read record",
    "support_goal": "add mark_error read revise",
    "support_plan": "activate complete draft end end_early list mark_error read resume revise"
    " suspend",
}


def granted(table: str, condition: str) -> str:
    """Write the condition that a live grant of the reader meets the condition."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        f" AND g.case_id = {table}.case_id AND g.ended_at IS NULL"
        f" AND (g.valid_until IS NULL OR g.valid_until > now()) AND {condition} OFFSET 0)"
    )


READS, WRITES = "'protection' = ANY (g.reads)", "'protection' = ANY (g.writes)"
READS_HEALTH, WRITES_HEALTH = "'health' = ANY (g.reads)", "'health' = ANY (g.writes)"
FOR_THE_PERSON = f"g.basis = 'custody' AND {READS}"


def _answering(table: str) -> str:
    return f"{SYSTEM} OR {granted(table, FOR_THE_PERSON)}"


# By table: who reads, who adds, who changes.
POLICIES = {
    "assessment": (
        f"{SYSTEM} OR {granted('assessment', READS)}", granted("assessment", WRITES),
        f"{_answering('assessment')} OR recorded_by_organisation_id = {ME}",
    ),
    "assessment_health": (
        granted("assessment_health", READS_HEALTH), granted("assessment_health", WRITES_HEALTH),
        "",
    ),
    "support_plan": (
        f"{SYSTEM} OR {granted('support_plan', READS)}", granted("support_plan", FOR_THE_PERSON),
        _answering("support_plan"),
    ),
    "support_goal": (
        f"{SYSTEM} OR {granted('support_goal', READS)}", granted("support_goal", FOR_THE_PERSON),
        f"{_answering('support_goal')}"
        f" OR responsible_organisation_id = {ME} AND {granted('support_goal', READS)}",
    ),
}  # fmt: skip
# What changes once it is written, and what never does.
CHANGED = {
    "assessment": "status, risks_confirmed_at, closed_at, version",
    "support_plan": "status, assessment_id, agreed_by_person, copy_given, explained_in,"
    " planned_end_on, ended_on, review_by, end_reason, activated_at, planned_at, closed_at,"
    " version",
    "support_goal": "status, sealed_objective, wanted_by_person, responsible_organisation_id,"
    " due_on, achieved_on, progress, closed_at, version",
}
WRITTEN_ONCE = {
    "assessment": "id, case_id, level, conducted_on, region, language, interpreter, needs,"
    " need_urgencies, need_wishes, risks, risk_likelihoods, risk_gravities, risk_level, household,"
    " community, sealed_notes, sealed_person_view, next_by, plan_by, recorded_by_organisation_id,"
    " recorded_by_agent_id, recorded_at",
    "support_plan": "id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at",
    "support_goal": "id, case_id, plan_id, domain, recorded_by_organisation_id,"
    " recorded_by_agent_id, recorded_at",
}
MOVED = ("assessment", "support_plan", "support_goal")
MOVE = "".join(
    f"\n    UPDATE {table} SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;"
    for table in MOVED
)
# What is counted of each row: its columns, each with what it is made of if that has another name,
# and the organisations whose own row it is.
COUNTED = {
    "assessment": (
        "case_id uuid, status text, level text, conducted_on date, assessed_region text,"
        " needs text[], need_urgencies text[], need_wishes text[], risk_level text, next_by date,"
        " assessed_at timestamptz, recorded_by_organisation_id uuid",
        {"assessed_region": "{r}.region", "assessed_at": "{r}.recorded_at"},
        "{h}.recorded_by_organisation_id = {me}",
    ),
    "support_plan": (
        "case_id uuid, status text, custodian_id uuid, agreed_by_person text, review_by date,"
        " planned_end_on date, ended_on date, end_reason text, activated_at timestamptz",
        {},
        "{h}.custodian_id = {me}",
    ),
    "support_goal": (
        "case_id uuid, plan_id uuid, status text, custodian_id uuid, domain text,"
        " wanted_by_person text, responsible_organisation_id uuid, due_on date, achieved_on date,"
        " progress text",
        {},
        "({h}.custodian_id = {me} OR {h}.responsible_organisation_id = {me})",
    ),
}
TABLES = {
    "assessment": """CREATE TABLE IF NOT EXISTS assessment (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    status TEXT NOT NULL,
    level TEXT NOT NULL,
    conducted_on DATE NOT NULL,
    region TEXT NOT NULL,
    language TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    needs TEXT[] DEFAULT '{}' NOT NULL,
    need_urgencies TEXT[] DEFAULT '{}' NOT NULL,
    need_wishes TEXT[] DEFAULT '{}' NOT NULL,
    risks TEXT[] DEFAULT '{}' NOT NULL,
    risk_likelihoods TEXT[] DEFAULT '{}' NOT NULL,
    risk_gravities TEXT[] DEFAULT '{}' NOT NULL,
    risk_level TEXT NOT NULL,
    household TEXT[] DEFAULT '{}' NOT NULL,
    community TEXT[] DEFAULT '{}' NOT NULL,
    sealed_notes BYTEA,
    sealed_person_view BYTEA,
    next_by DATE NOT NULL,
    plan_by TIMESTAMP WITH TIME ZONE,
    risks_confirmed_at TIMESTAMP WITH TIME ZONE,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_assessment PRIMARY KEY (id),
    CONSTRAINT ck_assessment_needs CHECK (cardinality(needs) = cardinality(need_urgencies) AND cardinality(needs) = cardinality(need_wishes)),
    CONSTRAINT ck_assessment_risks CHECK (cardinality(risks) = cardinality(risk_likelihoods) AND cardinality(risks) = cardinality(risk_gravities)),
    CONSTRAINT ck_assessment_level CHECK ((level = 'household' OR household = '{}') AND (level = 'community' OR community = '{}')),
    CONSTRAINT ck_assessment_plan_by CHECK ((risk_level = 'high') = (plan_by IS NOT NULL))
)""",
    "assessment_health": """CREATE TABLE IF NOT EXISTS assessment_health (
    assessment_id UUID NOT NULL,
    case_id UUID NOT NULL,
    h_injury TEXT NOT NULL,
    h_pregnant TEXT NOT NULL,
    h_breastfeeding TEXT NOT NULL,
    h_chronic_illness TEXT NOT NULL,
    h_medication_stopped TEXT NOT NULL,
    h_fever_or_cough TEXT NOT NULL,
    h_mental_distress TEXT NOT NULL,
    h_self_harm TEXT NOT NULL,
    h_substance_use TEXT NOT NULL,
    h_addiction_imposed TEXT NOT NULL,
    h_sexual_violence_72h TEXT NOT NULL,
    sealed_note BYTEA,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_assessment_health PRIMARY KEY (assessment_id)
)""",
    "support_plan": """CREATE TABLE IF NOT EXISTS support_plan (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    assessment_id UUID NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_support_plan_status_code CHECK (status = ANY ('{draft,active,suspended,completed,ended_early,entered_in_error}'::text[])),
    agreed_by_person TEXT NOT NULL CONSTRAINT ck_support_plan_agreed_by_person_code CHECK (agreed_by_person = ANY ('{yes,no,unknown,not_asked}'::text[])),
    copy_given TEXT NOT NULL CONSTRAINT ck_support_plan_copy_given_code CHECK (copy_given = ANY ('{yes,no,unknown,not_asked}'::text[])),
    explained_in TEXT NOT NULL CONSTRAINT ck_support_plan_explained_in_code CHECK (explained_in = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[])),
    planned_end_on DATE,
    ended_on DATE,
    review_by DATE NOT NULL,
    end_reason TEXT CONSTRAINT ck_support_plan_end_reason_code CHECK (end_reason = ANY ('{goals_met,person_request,moved,handed_over,lost_contact,deceased,other}'::text[])),
    activated_at TIMESTAMP WITH TIME ZONE,
    planned_at TIMESTAMP WITH TIME ZONE,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_support_plan PRIMARY KEY (id),
    CONSTRAINT ck_support_plan_ended CHECK ((status = 'ended_early') <= (end_reason IS NOT NULL AND ended_on IS NOT NULL)),
    CONSTRAINT ck_support_plan_activated CHECK ((status IN ('active','suspended','completed')) <= (activated_at IS NOT NULL)),
    CONSTRAINT ck_support_plan_agreed CHECK (status <> 'active' OR agreed_by_person <> 'no')
)""",
    "support_goal": """CREATE TABLE IF NOT EXISTS support_goal (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    plan_id UUID NOT NULL,
    custodian_id UUID,
    status TEXT NOT NULL CONSTRAINT ck_support_goal_status_code CHECK (status = ANY ('{recorded,entered_in_error}'::text[])),
    domain TEXT NOT NULL CONSTRAINT ck_support_goal_domain_code CHECK (domain = ANY ('{safety_and_housing,health,psychosocial,sexual_exploitation_recovery,labour_exploitation_recovery,legal,civil_documents,education,vocational_training,livelihood,financial,rights,family_and_community,return_and_reintegration,compensation}'::text[])),
    sealed_objective BYTEA,
    wanted_by_person TEXT NOT NULL CONSTRAINT ck_support_goal_wanted_by_person_code CHECK (wanted_by_person = ANY ('{yes,no,unknown,not_asked}'::text[])),
    responsible_organisation_id UUID,
    due_on DATE,
    achieved_on DATE,
    progress TEXT NOT NULL CONSTRAINT ck_support_goal_progress_code CHECK (progress = ANY ('{not_started,under_way,achieved,partly,dropped,not_possible}'::text[])),
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_support_goal PRIMARY KEY (id),
    CONSTRAINT ck_support_goal_achieved CHECK ((progress = 'achieved') = (achieved_on IS NOT NULL))
)""",
}
# The lists of a table with many are held by one function.
CODES = {
    "assessment": """(checked.community <@ '{stigma,servile_status_conflict,armed_groups,recruiters_active,no_services,no_school,no_police,leaders_support,watch_committee,other}'::text[])
    AND (checked.household <@ '{no_income,debt,violence,many_dependants,child_out_of_school,child_marriage_planned,family_rejects,family_supports,displaced_household,other}'::text[])
    AND (checked.interpreter = ANY ('{none_needed,professional,staff,telephone,relative,escort,needed_not_found}'::text[]))
    AND (checked.language = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[]))
    AND (checked.level = ANY ('{individual,household,community}'::text[]))
    AND (checked.need_urgencies <@ '{now,soon,later,met}'::text[])
    AND (checked.need_wishes <@ '{yes,no,unknown,not_asked}'::text[])
    AND (checked.needs <@ '{safety,housing,food,clothing_hygiene,medical,reproductive_health,pregnancy_care,psychosocial,childcare,guardian,family_tracing,legal_advice,civil_documents,interpreter,schooling,training_or_work,money,return_home,other}'::text[])
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.risk_gravities <@ '{minor,serious,life_threatening,unknown}'::text[])
    AND (checked.risk_level = ANY ('{low,medium,high}'::text[]))
    AND (checked.risk_likelihoods <@ '{unlikely,possible,likely,unknown}'::text[])
    AND (checked.risks <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]))""",
    "assessment_health": """(checked.h_addiction_imposed = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_breastfeeding = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_chronic_illness = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_fever_or_cough = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_injury = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_medication_stopped = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_mental_distress = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_pregnant = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_self_harm = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_sexual_violence_72h = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_substance_use = ANY ('{yes,no,unknown,not_asked}'::text[]))""",
}
INDEXES = (
    "CREATE INDEX IF NOT EXISTS ix_assessment_case_id_recorded_key ON assessment (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_assessment_next_by ON assessment (next_by) WHERE status = 'recorded'",
    "CREATE INDEX IF NOT EXISTS ix_assessment_plan_by ON assessment (plan_by) WHERE status = 'recorded' AND plan_by IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS ix_assessment_recorded_key ON assessment (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_support_plan_case_id_recorded_key ON support_plan (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_support_plan_recorded_key ON support_plan (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_support_plan_review_by ON support_plan (review_by) WHERE status IN ('active','suspended')",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_support_plan_active ON support_plan (case_id) WHERE status IN ('active','suspended')",
    "CREATE INDEX IF NOT EXISTS ix_support_goal_case_id ON support_goal (case_id)",
    "CREATE INDEX IF NOT EXISTS ix_support_goal_plan_id ON support_goal (plan_id)",
    "CREATE INDEX IF NOT EXISTS ix_support_goal_recorded_key ON support_goal (recorded_key)",
)
REFERRED = {
    "assessment": {
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "assessment_health": {
        "assessment_id": "assessment",
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "support_plan": {
        "assessment_id": "assessment",
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "support_goal": {
        "case_id": "case",
        "plan_id": "support_plan",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
        "responsible_organisation_id": "organisation",
    },
}


def upgrade() -> None:
    stays = vars(context.script.get_revision("0047").module)
    words = [
        f"('{kind}:{event}')" for kind, events in VOCABULARY.items() for event in events.split()
    ]
    op.execute(f"INSERT INTO audit_vocabulary VALUES {', '.join(words)} ON CONFLICT DO NOTHING")
    for statement in (*TABLES.values(), *INDEXES):
        op.execute(_plain(statement))
    for table, rules in CODES.items():
        stays["_hold_codes"](table, rules)
    for table, (columns, _, own) in COUNTED.items():
        _keep_history(table, columns, own.format(h=f"counted_{table}", me=ME), stays["HEAD"])
    for table, columns in REFERRED.items():
        for column, referred in columns.items():
            _refer(table, column, referred)
    _apart()
    for table in TABLES:
        _guard(table)
    _follow(stays)


def _follow(stays: dict[str, Any]) -> None:
    """Keep the history of what is counted, and let custody move what follows it."""
    for table, (columns, made, _) in COUNTED.items():
        stays["_count"](table, stays["_names"](columns), made)
    for table in MOVED:
        op.execute(
            f"CREATE OR REPLACE TRIGGER stand_under_custodian BEFORE INSERT ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION stand_under_custodian()"
        )
    stays["_function"]("move_plans", f"\nBEGIN{MOVE}\n    RETURN NULL;\nEND\n")
    _apart()
    op.execute(
        "CREATE OR REPLACE TRIGGER move_plans AFTER INSERT ON custody FOR EACH ROW"
        " WHEN (NEW.kind = 'protection' AND NEW.seq > 1) EXECUTE FUNCTION move_plans()"
    )


def _keep_history(table: str, columns: str, own: str, head: str) -> None:
    history = f"counted_{table}"
    op.execute(
        f"CREATE TABLE IF NOT EXISTS {history} ({head}, {columns},"
        f" CONSTRAINT pk_{history} PRIMARY KEY (row_id, began, generation))"
    )
    op.execute(f"ALTER TABLE {history} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {history} FORCE ROW LEVEL SECURITY")
    _policy(history, "owner", "FOR ALL TO referral_owner USING (true) WITH CHECK (true)")
    seen = f"{SIGHT} = 'flow' OR {own}"
    _policy(history, "figures", f"FOR SELECT TO referral_figures USING ({seen})")
    op.execute(f"GRANT SELECT ON {history} TO referral_figures")


def _policy(table: str, name: str, rule: str) -> None:
    op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
    op.execute(_plain(f"CREATE POLICY {name} ON {table} {rule}"))


def _refer(table: str, column: str, referred: str) -> None:
    _apart()
    name = f"fk_{table}_{column}"
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
    op.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT {name}"
        f' FOREIGN KEY ({column}) REFERENCES "{referred}" (id)'
    )


def _guard(table: str) -> None:
    """Give a table of cases its row security, its rights and its guards."""
    seen, added, changed = POLICIES[table]
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    _policy(table, "owner", "FOR ALL TO referral_owner USING (true) WITH CHECK (true)")
    _policy(table, "app_select", f"FOR SELECT TO referral_app USING ({seen})")
    _policy(table, "app_insert", f"FOR INSERT TO referral_app WITH CHECK ({added})")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO referral_app")
    once = "BEFORE UPDATE"
    if table in CHANGED:
        _policy(table, "app_update", f"FOR UPDATE TO referral_app USING ({changed})")
        op.execute(f"GRANT UPDATE ({CHANGED[table]}) ON {table} TO referral_app")
        once += f" OF {WRITTEN_ONCE[table]}"
    for name, made in {
        "unaudited": f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited()",
        "no_truncate": f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        "written_once": f"CREATE TRIGGER written_once {once} ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    }.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(made)
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    op.execute("DROP TRIGGER IF EXISTS move_plans ON custody")
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
    op.execute("DROP FUNCTION IF EXISTS move_plans()")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
