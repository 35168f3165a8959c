"""Protection measures: what is decided for a person, by whom, and until when.

A recovery period does not end while the identification is open: the database marks it as held. What
is counted of measures keeps its history from here on.
"""

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
FLOW = f"{SIGHT} = ANY (ARRAY['flow', 'system'])"


def granted(table: str, condition: str) -> str:
    """Write the condition that a live grant of the reader meets the condition."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        f" AND g.case_id = {table}.case_id AND g.ended_at IS NULL"
        f" AND (g.valid_until IS NULL OR g.valid_until > now()) AND {condition} OFFSET 0)"
    )


VOCABULARY = {
    "measure": "attach begin end end_at_request expire extend grant list mark_error open propose"
    " read reject report_unanswered report_undetermined report_unreviewed report_untold revoke"
    " start tell withdraw",
}
NAME = "measure"
BY_CUSTODY = (
    "{recovery_period,safety_measure,guardian_appointment,stay_permit,child_placement,"
    "non_punishment_notice,witness_protection}"
)
_SEES = (
    "(measure.section = ANY (g.reads) OR g.basis = 'custody'"
    f" AND measure.kind = ANY ('{BY_CUSTODY}'::text[]))"
)
_SEEN = (
    f"recorded_by_organisation_id = {ME}"
    f" OR executor_organisation_id = {ME} AND decided_on IS NOT NULL AND status <> 'rejected'"
    f" OR {FLOW} OR {granted('measure', _SEES)}"
)
# Who reads, who adds, who changes.
POLICIES = (_SEEN, f"recorded_by_organisation_id = {ME} AND {granted('measure', 'true')}", _SEEN)
WRITTEN_ONCE = (
    "id, case_id, section, kind, asked_by, person_wants_it, urgent, consent_id,"
    " executor_organisation_id, signatures_needed, stay_id, safety_measures, guardian_id,"
    " permit_kind, valid_until, place_country, place_country_known, place_region,"
    " place_division_code, place_cercle, place_setting, return_kind, travel_on, escort,"
    " travel_document, relative_kind, tracing_id, family_check, care_arrangement, carer_check,"
    " offence_text_id, exploitation_ids, witness_protections, court_id, sealed_words,"
    " recorded_by_organisation_id, recorded_by_agent_id, recorded_at"
)
CHANGED = (
    "status, legal_basis, risk_assessment_id, bid_id, signatures, decided_by_organisation_id,"
    " decided_by_agent_id, decided_on, sealed_reasons, revoking_agent_id, starts_on, ends_on,"
    " starts_at, ends_at, started_on, ended_on, review_by, review_at, unreviewed_at, tell_by,"
    " untold_at, told_on, told_in, outcome, days, extensions, arrived_on, determine_by,"
    " undetermined_at, sent_on, answer, answered_on, answer_by, unanswered_at, closed_at, version"
)
_OPEN = "ARRAY['screening', 'presumed', 'under_review']"
FUNCTIONS = {
    # Of the case, for those who do not see it.
    "begin_measure": f"""
    DECLARE subject "case";
    BEGIN
        SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR KEY SHARE;
        NEW.custodian_id := subject.protection_custodian_id;
        IF NEW.kind = 'recovery_period' AND subject.status = ANY ({_OPEN}) THEN
            NEW.held_since := now();
        END IF;
        RETURN NEW;
    END
    """,
    # Whoever takes the person over answers for what was decided.
    "move_measures": """
    BEGIN
        UPDATE measure SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
        RETURN NULL;
    END
    """,
    # A recovery period does not end while the identification is open.
    "measure_follows_case": f"""
    BEGIN
        UPDATE measure SET held_since = CASE WHEN NEW.status = ANY ({_OPEN})
            THEN COALESCE(held_since, now()) END
        WHERE case_id = NEW.id AND kind = 'recovery_period'
        AND status IN ('proposed', 'granted', 'in_force')
        AND (held_since IS NOT NULL) <> (NEW.status = ANY ({_OPEN}));
        RETURN NULL;
    END
    """,
}
TRIGGERS = {
    "measure": {
        "begin_measure": "BEFORE INSERT ON measure FOR EACH ROW EXECUTE FUNCTION begin_measure()",
    },
    "custody": {
        "move_measures": "AFTER INSERT ON custody FOR EACH ROW"
        " WHEN (NEW.kind = 'protection' AND NEW.seq > 1) EXECUTE FUNCTION move_measures()",
    },
    "case": {
        "measure_follows_case": 'AFTER UPDATE OF status ON "case" FOR EACH ROW'
        " WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION measure_follows_case()",
    },
}
# What is counted: the columns, what some of them are made of, and whose own row it is.
COUNTED = (
    "case_id uuid, status text, kind text, recorded_by_organisation_id uuid,"
    " decided_by_organisation_id uuid, decided_on date, started_on date, ended_on date,"
    " outcome text, is_extended boolean, has_risk_assessment boolean, has_determination boolean,"
    " proposed_at timestamptz",
    {
        "is_extended": "({r}.extensions <> '[]'::jsonb)",
        "has_risk_assessment": "({r}.risk_assessment_id IS NOT NULL)",
        "has_determination": "({r}.bid_id IS NOT NULL)", "proposed_at": "{r}.recorded_at",
    },
    "{h}.recorded_by_organisation_id = {me} OR {h}.decided_by_organisation_id = {me}",
)  # fmt: skip
TABLE = """CREATE TABLE IF NOT EXISTS measure (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    section TEXT NOT NULL,
    custodian_id UUID,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    person_wants_it TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    legal_basis TEXT,
    consent_id UUID,
    risk_assessment_id UUID,
    bid_id UUID,
    executor_organisation_id UUID,
    signatures JSONB DEFAULT '[]' NOT NULL,
    signatures_needed INTEGER NOT NULL,
    decided_by_organisation_id UUID,
    decided_by_agent_id UUID,
    decided_on DATE,
    sealed_reasons BYTEA,
    revoking_agent_id UUID,
    starts_on DATE,
    ends_on DATE,
    starts_at TIMESTAMP WITH TIME ZONE,
    ends_at TIMESTAMP WITH TIME ZONE,
    held_since TIMESTAMP WITH TIME ZONE,
    started_on DATE,
    ended_on DATE,
    review_by DATE,
    review_at TIMESTAMP WITH TIME ZONE,
    unreviewed_at TIMESTAMP WITH TIME ZONE,
    tell_by TIMESTAMP WITH TIME ZONE,
    untold_at TIMESTAMP WITH TIME ZONE,
    told_on DATE,
    told_in TEXT,
    outcome TEXT,
    days INTEGER,
    extensions JSONB DEFAULT '[]' NOT NULL,
    stay_id UUID,
    safety_measures TEXT[] DEFAULT '{}' NOT NULL,
    guardian_id UUID,
    permit_kind TEXT,
    valid_until DATE,
    place_country TEXT,
    place_country_known TEXT,
    place_region TEXT,
    place_division_code TEXT,
    place_cercle TEXT,
    place_setting TEXT,
    return_kind TEXT,
    travel_on DATE,
    escort TEXT,
    travel_document TEXT,
    arrived_on DATE,
    relative_kind TEXT,
    tracing_id UUID,
    family_check TEXT,
    care_arrangement TEXT,
    carer_check TEXT,
    determine_by TIMESTAMP WITH TIME ZONE,
    undetermined_at TIMESTAMP WITH TIME ZONE,
    offence_text_id UUID,
    exploitation_ids UUID[] DEFAULT '{}' NOT NULL,
    sent_on DATE,
    answer TEXT,
    answered_on DATE,
    answer_by TIMESTAMP WITH TIME ZONE,
    unanswered_at TIMESTAMP WITH TIME ZONE,
    witness_protections TEXT[] DEFAULT '{}' NOT NULL,
    court_id UUID,
    sealed_words BYTEA,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_measure PRIMARY KEY (id),
    CONSTRAINT ck_measure_days CHECK (days BETWEEN 30 AND 365),
    CONSTRAINT ck_measure_recovery CHECK (kind <> 'recovery_period' OR ends_on - starts_on >= 30),
    CONSTRAINT ck_measure_order_of_days CHECK (ends_on >= starts_on),
    CONSTRAINT ck_measure_outcome CHECK ((status = 'ended') <= (outcome IS NOT NULL)),
    CONSTRAINT ck_measure_wanted CHECK (person_wants_it <> 'no' OR status NOT IN ('granted','in_force') OR kind NOT IN ('voluntary_return','family_reunification','stay_permit')),
    CONSTRAINT ck_measure_destination CHECK (kind <> 'voluntary_return' OR ((place_country IS NULL) = (place_country_known = 'unknown') AND (place_region IS NULL OR COALESCE(place_country, '') = 'ML') AND (place_division_code IS NULL OR COALESCE(place_country, 'ML') <> 'ML')))
)"""
# The lists are held by one function.
CODES = """(checked.answer = ANY ('{awaited,released,proceedings_dropped,sentence_lifted,maintained,no_answer}'::text[]))
    AND (checked.asked_by = ANY ('{person,guardian,counsel,custodian,authority}'::text[]))
    AND (checked.care_arrangement = ANY ('{parents,step_parent,adult_sibling,kinship,customary_carer,foster_family,residential,kafala,independent,child_headed,unrelated_adult,none,other}'::text[]))
    AND (checked.carer_check = ANY ('{not_done,no_concern,concern,involved}'::text[]))
    AND (checked.escort = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.family_check = ANY ('{not_done,no_concern,concern,involved}'::text[]))
    AND (checked.kind = ANY ('{recovery_period,emergency_shelter,safety_measure,guardian_appointment,stay_permit,voluntary_return,family_reunification,child_placement,non_punishment_notice,witness_protection}'::text[]))
    AND (checked.outcome = ANY ('{carried_out,partly,person_changed_mind,not_possible,replaced,expired}'::text[]))
    AND (checked.permit_kind = ANY ('{recovery,humanitarian,proceedings,asylum_referral,regional_agreement,other}'::text[]))
    AND (checked.person_wants_it = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_country = ANY ('{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[]))
    AND (checked.place_country_known = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.place_setting = ANY ('{gold_site,salt_mine,farm,pasture,fishing_site,private_home,quranic_school,street_market,bar_hotel,workshop_factory,construction_site,road_vehicle,border_post,village_of_masters,armed_group_area,displacement_site,detention,online,other,unknown}'::text[]))
    AND (checked.relative_kind = ANY ('{mother,father,sibling,grandparent,aunt_or_uncle,spouse,child,other_relative,guardian}'::text[]))
    AND (checked.return_kind = ANY ('{within_mali,to_mali,abroad}'::text[]))
    AND (checked.safety_measures <@ '{relocation,address_secrecy,escort,police_patrol,no_contact_order,phone_change,route_change,school_or_work_change,family_safety,other}'::text[])
    AND (checked.section = ANY ('{identity,exploitation,protection,health,justice,participation,background}'::text[]))
    AND (checked.status = ANY ('{proposed,granted,rejected,in_force,ended,revoked,withdrawn,entered_in_error}'::text[]))
    AND (checked.told_in = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[]))
    AND (checked.travel_document = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.witness_protections <@ '{screen,closed_session,anonymity,video_link,voice_change,support_person,separate_waiting,escort,name_withheld,relocation}'::text[])"""
INDEXES = (
    "CREATE INDEX IF NOT EXISTS ix_measure_answer_by ON measure (answer_by) WHERE status = 'in_force' AND answered_on IS NULL AND unanswered_at IS NULL",
    "CREATE INDEX IF NOT EXISTS ix_measure_case_id_recorded_key ON measure (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_measure_determine_by ON measure (determine_by) WHERE status IN ('granted','in_force') AND bid_id IS NULL AND undetermined_at IS NULL",
    "CREATE INDEX IF NOT EXISTS ix_measure_ends_at ON measure (ends_at) WHERE status = 'in_force' AND held_since IS NULL",
    "CREATE INDEX IF NOT EXISTS ix_measure_executor_organisation_id_recorded_key ON measure (executor_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_measure_recorded_by_organisation_id_recorded_key ON measure (recorded_by_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_measure_recorded_key ON measure (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_measure_review_at ON measure (review_at) WHERE status = 'in_force' AND unreviewed_at IS NULL",
    "CREATE INDEX IF NOT EXISTS ix_measure_starts_at ON measure (starts_at) WHERE status = 'granted'",
    "CREATE INDEX IF NOT EXISTS ix_measure_tell_by ON measure (tell_by) WHERE status IN ('granted','in_force','rejected','revoked') AND told_on IS NULL AND untold_at IS NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_measure_recovery ON measure (case_id) WHERE kind = 'recovery_period' AND status IN ('proposed','granted','in_force')",
)
REFERRED = {
    "case_id": "case",
    "court_id": "organisation",
    "decided_by_agent_id": "agent",
    "decided_by_organisation_id": "organisation",
    "executor_organisation_id": "organisation",
    "recorded_by_agent_id": "agent",
    "recorded_by_organisation_id": "organisation",
    "revoking_agent_id": "agent",
}

# What notices were held to before.
NOTICES = (
    "referral_acknowledgement,referral_decision,referral_start,referral_feedback,"
    "referral_cancellation,referral_arrival,referral_review,referral_again,stay_arrival,"
    "handoff_decision,handoff_arrival,police_protection,tip_assignment,tip_action,agreement_end,"
    "contribution_call,possible_duplicate"
)
KINDS = "measure_telling,measure_answer,measure_determination,measure_review"
# Whoever carries a measure out opens its words, and the coordination seals why it rejects one.
_TAKES_PART = (
    f"{SIGHT} = 'system' AND EXISTS (SELECT 1 FROM measure m WHERE m.case_id = person_key.case_id"
    f" AND (m.executor_organisation_id = {ME} AND m.decided_on IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM organisation o"
    f" WHERE o.id = {ME} AND o.type = 'coordination')))"
)
ALSO = {
    ("person_key", "app_select_of_measure"): f"FOR SELECT TO referral_app USING ({_TAKES_PART})",
    ("person_key", "app_insert_of_measure"): (
        f"FOR INSERT TO referral_app WITH CHECK ({_TAKES_PART})"
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
    op.execute(_plain(TABLE))
    for index in INDEXES:
        op.execute(_plain(index))
    _hold_codes()
    columns, made, own = COUNTED
    _create_history(columns, own)
    for column, referred in REFERRED.items():
        _apart()
        op.execute(f"ALTER TABLE {NAME} DROP CONSTRAINT IF EXISTS fk_{NAME}_{column}")
        op.execute(
            f"ALTER TABLE {NAME} ADD CONSTRAINT fk_{NAME}_{column}"
            f' FOREIGN KEY ({column}) REFERENCES "{referred}" (id)'
        )
    _apart()
    _guard()
    for name, body in FUNCTIONS.items():
        _function(name, body)
    _count(_names(columns), made)
    for triggers in TRIGGERS.values():
        _apart()
        for name, of in triggers.items():
            op.execute(f"CREATE OR REPLACE TRIGGER {name} {of}")
    _apart()
    for (table, name), rule in ALSO.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(_plain(f"CREATE POLICY {name} ON {table} {rule}"))
    _apart()
    _hold_notices(f"{NOTICES},{KINDS}")


def _hold_notices(kinds: str) -> None:
    op.execute("ALTER TABLE notice DROP CONSTRAINT IF EXISTS ck_notice_kind_code")
    op.execute(
        _plain(
            "ALTER TABLE notice ADD CONSTRAINT ck_notice_kind_code"
            f" CHECK (kind = ANY ('{{{kinds}}}'::text[])) NOT VALID"
        )
    )
    _apart()
    op.execute("ALTER TABLE notice VALIDATE CONSTRAINT ck_notice_kind_code")
    _apart()


def _hold_codes() -> None:
    rules = globals().get("CODES")
    if rules is None:
        return
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION codes_of_{NAME}(checked {NAME}) RETURNS boolean"
            " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE"
            f" AS $body$\nBEGIN\n    RETURN {rules};\nEND\n$body$"
        )
    )
    op.execute(f"REVOKE ALL ON FUNCTION codes_of_{NAME} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION codes_of_{NAME} TO referral_app")
    op.execute(f"ALTER TABLE {NAME} DROP CONSTRAINT IF EXISTS ck_{NAME}_codes")
    op.execute(
        f"ALTER TABLE {NAME} ADD CONSTRAINT ck_{NAME}_codes CHECK (codes_of_{NAME}({NAME}.*))"
    )


def _create_history(columns: str, own: str) -> None:
    history = f"counted_{NAME}"
    op.execute(
        f"CREATE TABLE IF NOT EXISTS {history} ({HEAD}, {columns},"
        f" CONSTRAINT pk_{history} PRIMARY KEY (row_id, began, generation))"
    )
    op.execute(f"ALTER TABLE {history} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {history} FORCE ROW LEVEL SECURITY")
    op.execute(f"DROP POLICY IF EXISTS owner ON {history}")
    op.execute(
        f"CREATE POLICY owner ON {history} FOR ALL TO referral_owner USING (true) WITH CHECK (true)"
    )
    op.execute(f"DROP POLICY IF EXISTS figures ON {history}")
    shown = f"{SIGHT} = 'flow' OR {own.format(h=history, me=ME)}"
    op.execute(
        _plain(f"CREATE POLICY figures ON {history} FOR SELECT TO referral_figures USING ({shown})")
    )
    op.execute(f"GRANT SELECT ON {history} TO referral_figures")


def _guard() -> None:
    """Give the table its row security, its rights and its guards."""
    seen, added, changed = (_plain(rule) for rule in POLICIES)
    op.execute(f"ALTER TABLE {NAME} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {NAME} FORCE ROW LEVEL SECURITY")
    for name, rule in {
        "owner": "FOR ALL TO referral_owner USING (true) WITH CHECK (true)",
        "app_select": f"FOR SELECT TO referral_app USING ({seen})",
        "app_insert": f"FOR INSERT TO referral_app WITH CHECK ({added})",
        "app_update": f"FOR UPDATE TO referral_app USING ({changed})",
    }.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {NAME}")
        op.execute(f"CREATE POLICY {name} ON {NAME} {rule}")
    op.execute(f"GRANT SELECT, INSERT ON {NAME} TO referral_app")
    op.execute(f"GRANT UPDATE ({CHANGED}) ON {NAME} TO referral_app")
    for name, made in {
        "unaudited": f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {NAME}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited()",
        "no_truncate": f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {NAME}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        "written_once": f"CREATE TRIGGER written_once BEFORE UPDATE OF {WRITTEN_ONCE}"
        f" ON {NAME} FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    }.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {NAME}")
        op.execute(made)
        op.execute(f"ALTER TABLE {NAME} ENABLE ALWAYS TRIGGER {name}")


def _count(names: list[str], made: dict[str, str]) -> None:
    body = COUNT.format(
        table=NAME, columns=", ".join(names), values=_values("NEW", names, made),
        excluded=", ".join(f"EXCLUDED.{name}" for name in names),
    )  # fmt: skip
    _function(f"count_{NAME}", body)
    before, after = (_values(row, names, made) for row in ("OLD", "NEW"))
    op.execute(
        f"CREATE OR REPLACE TRIGGER counted AFTER INSERT ON {NAME}"
        f" FOR EACH ROW EXECUTE FUNCTION count_{NAME}()"
    )
    op.execute(
        _plain(
            f"CREATE OR REPLACE TRIGGER counted_again AFTER UPDATE ON {NAME} FOR EACH ROW"
            f" WHEN (ROW({before}) IS DISTINCT FROM ROW({after})) EXECUTE FUNCTION count_{NAME}()"
        )
    )
    for name in ("counted", "counted_again"):
        op.execute(f"ALTER TABLE {NAME} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    # The version before knows none of these kinds.
    op.execute("ALTER TABLE notice DISABLE TRIGGER unaudited")
    kinds = ", ".join(f"'{kind}'" for kind in KINDS.split(","))
    told = f"SELECT id FROM notice WHERE kind IN ({kinds})"
    op.execute(f"DELETE FROM notice_message WHERE notice_id IN ({told})")
    op.execute(f"DELETE FROM notice WHERE kind IN ({kinds})")
    op.execute("ALTER TABLE notice ENABLE ALWAYS TRIGGER unaudited")
    _apart()
    _hold_notices(NOTICES)
    for table, name in ALSO:
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
    for table, triggers in TRIGGERS.items():
        if table != NAME:
            _apart()
            for name in triggers:
                op.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
    for column in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE IF EXISTS {NAME} DROP CONSTRAINT IF EXISTS fk_{NAME}_{column}")
    _apart()
    op.execute(f"DROP TABLE IF EXISTS {NAME} CASCADE")
    op.execute(f"DROP FUNCTION IF EXISTS count_{NAME}()")
    op.execute(f"DROP TABLE IF EXISTS counted_{NAME}")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION IF EXISTS {name}()")


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
