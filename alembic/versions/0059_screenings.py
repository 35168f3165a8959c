"""Screenings, episodes of exploitation and profiles, and what a decision rests on.

All three keep the history of what is counted of them from here on: coded columns alone. Notes,
narratives and localities are sealed with the person's key.
"""

from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SYSTEM = f"{SIGHT} = 'system'"
VOCABULARY = {
    "exploitation": "correct list mark_error read record",
    "profile": "read record",
    "screening": "correct list mark_error read record",
}


def granted(table: str, condition: str) -> str:
    """Write the condition that a live grant of the reader meets the condition."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        f" AND g.case_id = {table}.case_id AND g.ended_at IS NULL"
        f" AND (g.valid_until IS NULL OR g.valid_until > now()) AND {condition} OFFSET 0)"
    )


FOR_THE_PERSON = "g.basis = 'custody' AND 'protection' = ANY (g.reads)"
READS_FACTS = "'exploitation' = ANY (g.reads)"
WRITES_FACTS = "'exploitation' = ANY (g.writes)"
READS = "'protection' = ANY (g.reads)"


def _of_facts(table: str) -> tuple[str, str, str]:
    mine = f"recorded_by_organisation_id = {ME} AND "
    reads = granted(table, READS_FACTS)
    return f"{SYSTEM} OR {reads}", mine + granted(table, WRITES_FACTS), mine + reads


# By table: who reads, who adds, who changes.
POLICIES = {
    "screening": _of_facts("screening"),
    "exploitation": _of_facts("exploitation"),
    "profile": (
        f"{SYSTEM} OR {granted('profile', READS)}", granted("profile", FOR_THE_PERSON),
        granted("profile", FOR_THE_PERSON),
    ),
}  # fmt: skip
# What never changes once it is written; by the order of the columns of each table.
WRITTEN_ONCE = {
    "screening": "id, case_id, instrument, instrument_version, recorded_by_organisation_id,"
    " recorded_by_agent_id, recorded_at",
    "exploitation": "id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at",
    "profile": "case_id",
}
CHANGED = {
    "screening": "status, conducted_on, region, setting, language, interpreter, private_place,"
    " escort_absent, person_of_trust, child_specialist, child_specialist_reason,"
    " interviewer_sex_chosen, urgent_needs_first, purpose_explained,"
    " may_stop_explained, break_taken, ended, earlier_conversations, treated_as_child,"
    " answers, sealed_notes, sealed_narrative, advice, positive_dimensions, warnings,"
    " asked, yes_and_no, closed_at, version",
    "exploitation": "status, incident_id, acts, means, forms, sexual_types, activities,"
    " industry_sections, began_on, began_on_first_day, began_on_last_day, ended_on,"
    " ended_on_first_day, ended_on_last_day, still_going_on, age_at_entry,"
    " age_at_entry_precision, age_at_start, age_at_start_precision, child_at_entry,"
    " child_at_start, recruitment_methods, recruiter_relations, exploiter_relations,"
    " control_methods, places, sealed_localities, movement_scope,"
    " recruitment_platforms, exploitation_platforms, others_with_person, others_count,"
    " exit, wages_owed, debt_claimed, children_born, sealed_narrative, closed_at,"
    " version",
    "profile": "birth_country, origin, residence, sealed_localities, residence_kind,"
    " migration_statuses, displacement_causes, education_level, reads_and_writes,"
    " marital_status, first_union_before_18, children_count, dependants_with_person,"
    " employment_before, income_level, documents_held, birth_registered, age_basis,"
    " age_at_registration, age_at_registration_precision, wg_seeing, wg_hearing,"
    " wg_walking, wg_remembering, wg_self_care, wg_communicating, difficulty_any,"
    " version, updated_at, updated_by_organisation_id, updated_by_agent_id",
}
# What is counted of each row: its columns, its key, and the organisations whose own row it is.
COUNTED = {
    "screening": (
        "case_id uuid, status text, instrument text, instrument_version text, advice text,"
        " conducted_on date, treated_as_child boolean, recorded_by_organisation_id uuid",
        "id", "recorded_by_organisation_id",
    ),
    "exploitation": (
        "case_id uuid, status text, forms text[], activities text[], child_at_start text,"
        " movement_scope text, recorded_by_organisation_id uuid",
        "id", "recorded_by_organisation_id",
    ),
    "profile": (
        "residence_kind text, migration_statuses text[], displacement_causes text[],"
        " income_level text, difficulty_any text, updated_by_organisation_id uuid",
        "case_id", "updated_by_organisation_id",
    ),
}  # fmt: skip
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
        WHERE h.row_id = OLD.{key} AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_{table} (row_id, generation, {columns})
    VALUES (NEW.{key}, (SELECT g.number FROM generation g), {values})
    ON CONFLICT (row_id, began, generation) DO UPDATE SET ({columns}) = ROW({excluded});
    RETURN NULL;
END
"""
TABLES = {
    "screening": """CREATE TABLE IF NOT EXISTS screening (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    status TEXT NOT NULL,
    instrument TEXT NOT NULL,
    instrument_version TEXT NOT NULL,
    conducted_on DATE NOT NULL,
    region TEXT,
    setting TEXT,
    language TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    private_place TEXT NOT NULL,
    escort_absent TEXT NOT NULL,
    person_of_trust TEXT NOT NULL,
    child_specialist TEXT,
    child_specialist_reason TEXT,
    interviewer_sex_chosen TEXT NOT NULL,
    urgent_needs_first TEXT NOT NULL,
    purpose_explained TEXT NOT NULL,
    may_stop_explained TEXT NOT NULL,
    break_taken TEXT NOT NULL,
    ended TEXT NOT NULL,
    earlier_conversations INTEGER,
    treated_as_child BOOLEAN NOT NULL,
    answers JSONB NOT NULL,
    sealed_notes BYTEA,
    sealed_narrative BYTEA,
    advice TEXT NOT NULL,
    positive_dimensions TEXT[] DEFAULT '{}' NOT NULL,
    warnings TEXT[] DEFAULT '{}' NOT NULL,
    asked INTEGER NOT NULL,
    yes_and_no INTEGER NOT NULL,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_screening PRIMARY KEY (id),
    CONSTRAINT ck_screening_asked CHECK (yes_and_no BETWEEN 0 AND asked AND asked > 0)
)""",
    "exploitation": """CREATE TABLE IF NOT EXISTS exploitation (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    status TEXT NOT NULL,
    incident_id UUID,
    acts TEXT[] DEFAULT '{}' NOT NULL,
    means TEXT[] DEFAULT '{}' NOT NULL,
    forms TEXT[] DEFAULT '{}' NOT NULL,
    sexual_types TEXT[] DEFAULT '{}' NOT NULL,
    activities TEXT[] DEFAULT '{}' NOT NULL,
    industry_sections TEXT[] DEFAULT '{}' NOT NULL,
    began_on TEXT,
    began_on_first_day DATE,
    began_on_last_day DATE,
    ended_on TEXT,
    ended_on_first_day DATE,
    ended_on_last_day DATE,
    still_going_on TEXT NOT NULL,
    age_at_entry INTEGER,
    age_at_entry_precision TEXT,
    age_at_start INTEGER,
    age_at_start_precision TEXT,
    child_at_entry TEXT NOT NULL,
    child_at_start TEXT NOT NULL,
    recruitment_methods TEXT[] DEFAULT '{}' NOT NULL,
    recruiter_relations TEXT[] DEFAULT '{}' NOT NULL,
    exploiter_relations TEXT[] DEFAULT '{}' NOT NULL,
    control_methods TEXT[] DEFAULT '{}' NOT NULL,
    places JSONB DEFAULT '[]' NOT NULL,
    sealed_localities BYTEA,
    movement_scope TEXT NOT NULL,
    recruitment_platforms TEXT[] DEFAULT '{}' NOT NULL,
    exploitation_platforms TEXT[] DEFAULT '{}' NOT NULL,
    others_with_person TEXT NOT NULL,
    others_count INTEGER,
    exit TEXT,
    wages_owed BIGINT,
    debt_claimed BIGINT,
    children_born INTEGER,
    sealed_narrative BYTEA,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_exploitation PRIMARY KEY (id),
    CONSTRAINT ck_exploitation_has_forms CHECK (cardinality(forms) > 0),
    CONSTRAINT ck_exploitation_unknown_form CHECK ('INCONNU' <> ALL (forms) OR cardinality(forms) = 1),
    CONSTRAINT ck_exploitation_age_at_entry CHECK (age_at_entry BETWEEN 0 AND 120),
    CONSTRAINT ck_exploitation_age_at_start CHECK (age_at_start BETWEEN 0 AND 120),
    CONSTRAINT ck_exploitation_wages_owed CHECK (wages_owed BETWEEN 0 AND 1000000000000),
    CONSTRAINT ck_exploitation_debt_claimed CHECK (debt_claimed BETWEEN 0 AND 1000000000000),
    CONSTRAINT ck_exploitation_began_on CHECK (num_nulls(began_on, began_on_first_day, began_on_last_day) IN (0, 3) AND began_on_first_day <= began_on_last_day),
    CONSTRAINT ck_exploitation_ended_on CHECK (num_nulls(ended_on, ended_on_first_day, ended_on_last_day) IN (0, 3) AND ended_on_first_day <= ended_on_last_day)
)""",
    "profile": """CREATE TABLE IF NOT EXISTS profile (
    case_id UUID NOT NULL,
    birth_country TEXT,
    origin JSONB,
    residence JSONB,
    sealed_localities BYTEA,
    residence_kind TEXT NOT NULL,
    migration_statuses TEXT[] DEFAULT '{}' NOT NULL,
    displacement_causes TEXT[] DEFAULT '{}' NOT NULL,
    education_level TEXT NOT NULL,
    reads_and_writes TEXT NOT NULL,
    marital_status TEXT NOT NULL,
    first_union_before_18 TEXT NOT NULL,
    children_count INTEGER,
    dependants_with_person INTEGER,
    employment_before TEXT NOT NULL,
    income_level TEXT NOT NULL,
    documents_held TEXT[] DEFAULT '{}' NOT NULL,
    birth_registered TEXT NOT NULL,
    age_basis TEXT NOT NULL,
    age_at_registration INTEGER,
    age_at_registration_precision TEXT,
    wg_seeing TEXT NOT NULL,
    wg_hearing TEXT NOT NULL,
    wg_walking TEXT NOT NULL,
    wg_remembering TEXT NOT NULL,
    wg_self_care TEXT NOT NULL,
    wg_communicating TEXT NOT NULL,
    difficulty_any TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by_organisation_id UUID NOT NULL,
    updated_by_agent_id UUID NOT NULL,
    CONSTRAINT pk_profile PRIMARY KEY (case_id),
    CONSTRAINT ck_profile_age CHECK (age_at_registration BETWEEN 0 AND 120),
    CONSTRAINT ck_profile_children CHECK (children_count BETWEEN 0 AND 30),
    CONSTRAINT ck_profile_dependants CHECK (dependants_with_person BETWEEN 0 AND 30)
)""",
}
# The lists of a table with many are held by one function.
CODES = {
    "screening": """(checked.advice = ANY ('{none,weak,strong}'::text[]))
    AND (checked.break_taken = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.child_specialist = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.child_specialist_reason = ANY ('{not_available,urgent}'::text[]))
    AND (checked.ended = ANY ('{completed,person_stopped,distress,urgent_care,unsafe,no_interpreter,other}'::text[]))
    AND (checked.escort_absent = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.interpreter = ANY ('{none_needed,professional,staff,telephone,relative,escort,needed_not_found}'::text[]))
    AND (checked.interviewer_sex_chosen = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.language = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[]))
    AND (checked.may_stop_explained = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.person_of_trust = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.positive_dimensions <@ '{deceptive_recruitment,coercive_recruitment,recruitment_vulnerability,exploitation,coercion,vulnerability,servile_status,presentation}'::text[])
    AND (checked.private_place = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.purpose_explained = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.setting = ANY ('{gold_site,salt_mine,farm,pasture,fishing_site,private_home,quranic_school,street_market,bar_hotel,workshop_factory,construction_site,road_vehicle,border_post,village_of_masters,armed_group_area,displacement_site,detention,online,other,unknown}'::text[]))
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]))
    AND (checked.urgent_needs_first = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.warnings <@ '{relative_interprets,not_private,escort_present,do_not_repeat,consider_non_punishment,partial}'::text[])""",
    "exploitation": """(checked.activities <@ '{crop_farming,herding,fishing,wood_charcoal,gold_mining,salt_mining,quarry_sand,manufacturing,construction,street_vending,repair_trade,transport_portering,bar_restaurant_hotel,entertainment,domestic_work,begging,illicit_activities,armed_group_service,service_to_masters,other,unknown}'::text[])
    AND (checked.acts <@ '{RECRUITMENT,TRANSPORTATION,TRANSFER,HARBOURING,RECEIPT}'::text[])
    AND (checked.age_at_entry_precision = ANY ('{exact,estimated}'::text[]))
    AND (checked.age_at_start_precision = ANY ('{exact,estimated}'::text[]))
    AND (checked.child_at_entry = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.child_at_start = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.control_methods <@ '{debt,takes_earnings,restricts_money,threats,threats_to_family,threat_of_authorities,psychological_abuse,physical_abuse,sexual_abuse,false_promises,substances,restricts_movement,restricts_care,excessive_hours,uses_children,withholds_necessities,withholds_documents,oath_or_rite,inherited_status,other,unknown,not_asked}'::text[])
    AND (checked.exit = ANY ('{left_alone,helped_by_someone,authorities,ngo,let_go,passed_on,ended_by_community,not_ended,other,unknown}'::text[]))
    AND (checked.exploitation_platforms <@ '{facebook,instagram,whatsapp,telegram,facebook_messenger,viber,snapchat,line,four_sale,wechat,qq,qzone,tiktok,twitter,job_site,other,unknown,not_asked}'::text[])
    AND (checked.exploiter_relations <@ '{parent,sibling,other_relative,spouse_or_partner,former_partner,friend,neighbour,employer,go_between,quranic_master,teacher_or_trainer,religious_or_customary_leader,family_called_masters,smuggler_or_driver,armed_group_member,public_official,online_contact,stranger,other,unknown,not_asked}'::text[])
    AND (checked.forms <@ '{EXPLOITATION_SEXUELLE_PROSTITUTION,EXPLOITATION_SEXUELLE_AUTRE,TRAVAIL_FORCE_ORPAILLAGE,TRAVAIL_FORCE_AGRICULTURE,TRAVAIL_FORCE_AUTRE,SERVITUDE_DOMESTIQUE,TRAVAIL_ENFANTS_EXPLOITATION,MENDICITE_FORCEE,MENDICITE_FORCEE_TALIBE,ESCLAVAGE_ASCENDANCE,ESCLAVAGE_AUTRE,SERVAGE,SERVITUDE_DETTES,PLACEMENT,MARIAGE_FORCE,ENFANT_SOLDAT,CRIMINALITE_FORCEE,PRELEVEMENT_ORGANES,ADOPTION_VENTE_ENFANT,GPA_FORCEE,AUTRE,INCONNU}'::text[])
    AND (checked.industry_sections <@ '{A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P,Q,R,S,T,U}'::text[])
    AND (checked.means <@ '{THREAT_OR_FORCE,OTHER_COERCION,ABDUCTION,FRAUD,DECEPTION,ABUSE_OF_POWER,ABUSE_OF_VULNERABILITY,PAYMENT_OR_BENEFIT,NOT_REQUIRED_CHILD}'::text[])
    AND (checked.movement_scope = ANY ('{within_locality,within_country,cross_border,unknown}'::text[]))
    AND (checked.others_with_person = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.recruiter_relations <@ '{parent,sibling,other_relative,spouse_or_partner,former_partner,friend,neighbour,employer,go_between,quranic_master,teacher_or_trainer,religious_or_customary_leader,family_called_masters,smuggler_or_driver,armed_group_member,public_official,online_contact,stranger,other,unknown,not_asked}'::text[])
    AND (checked.recruitment_methods <@ '{place_of_business,educational_institution,at_work,social_networks,online_advertisement,television,newspaper,family,friends,entrusting,quranic_school,placement_go_between,recruiter_visit,migration_route,abduction_or_raid,armed_group,by_birth,other,unknown,not_asked}'::text[])
    AND (checked.recruitment_platforms <@ '{facebook,instagram,whatsapp,telegram,facebook_messenger,viber,snapchat,line,four_sale,wechat,qq,qzone,tiktok,twitter,job_site,other,unknown,not_asked}'::text[])
    AND (checked.sexual_types <@ '{prostitution,pornography,remote_interactive,private_sexual_services,unknown}'::text[])
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]))
    AND (checked.still_going_on = ANY ('{yes,no,unknown,not_asked}'::text[]))""",
    "profile": """(checked.age_at_registration_precision = ANY ('{exact,estimated}'::text[]))
    AND (checked.age_basis = ANY ('{document,declared,declared_by_family,estimated,assessed,unknown}'::text[]))
    AND (checked.birth_country = ANY ('{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[]))
    AND (checked.birth_registered = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.difficulty_any = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.displacement_causes <@ '{not_displaced,conflict,community_violence,servile_status_refused,drought,flood,other_climate,eviction,other,unknown,not_asked}'::text[])
    AND (checked.documents_held <@ '{birth_certificate,supplementary_judgment,national_id,nina,family_booklet,passport,consular_card,refugee_card,residence_permit,other,none,unknown,not_asked}'::text[])
    AND (checked.education_level = ANY ('{none,quranic,preschool,fundamental_1,fundamental_2,medersa,secondary,vocational,short_tertiary,bachelor,master,doctorate,literacy_course,unknown,not_asked}'::text[]))
    AND (checked.employment_before = ANY ('{none_child,unpaid_family_work,own_account,employee,casual,apprentice,student,unemployed,other,unknown,not_asked}'::text[]))
    AND (checked.first_union_before_18 = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.income_level = ANY ('{none,below_minimum,about_minimum,above_minimum,unknown,not_asked}'::text[]))
    AND (checked.marital_status = ANY ('{single,married_civil,married_religious_customary,cohabiting,widowed,divorced,separated,unknown,not_asked}'::text[]))
    AND (checked.migration_statuses <@ '{none,internally_displaced,refugee,asylum_seeker,complementary_protection,labour_migrant,student,family_migrant,visitor,stranded,deportee,returnee,ecowas_free_movement,unknown,not_asked}'::text[])
    AND (checked.reads_and_writes = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.residence_kind = ANY ('{urban,rural,nomadic,mining_site,displacement_site,street,institution,unknown,not_asked}'::text[]))
    AND (checked.wg_communicating = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_hearing = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_remembering = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_seeing = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_self_care = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_walking = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))""",
}
INDEXES = (
    "CREATE INDEX IF NOT EXISTS ix_screening_case_id_recorded_key ON screening (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_screening_recorded_key ON screening (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_exploitation_case_id_recorded_key ON exploitation (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_exploitation_recorded_key ON exploitation (recorded_key)",
)
REFERRED = {
    "screening": {
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "exploitation": {
        "case_id": "case",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "profile": {
        "case_id": "case",
        "updated_by_agent_id": "agent",
        "updated_by_organisation_id": "organisation",
    },
}


def upgrade() -> None:
    words = [
        f"('{kind}:{event}')" for kind, events in VOCABULARY.items() for event in events.split()
    ]
    op.execute(f"INSERT INTO audit_vocabulary VALUES {', '.join(words)} ON CONFLICT DO NOTHING")
    for created in TABLES.values():
        op.execute(_plain(created))
    for index in INDEXES:
        op.execute(_plain(index))
    for table, rules in CODES.items():
        _hold_codes(table, rules)
    _create_history()
    _refer()
    _apart()
    for table in TABLES:
        _guard(table)
    for table, (columns, key, _) in COUNTED.items():
        _apart()
        _count(table, _names(columns), key)
    _apart()
    op.execute(
        "ALTER TABLE decision ADD COLUMN IF NOT EXISTS exploitation_ids uuid[] DEFAULT '{}' NOT NULL,"
        " ADD COLUMN IF NOT EXISTS screening_id uuid"
    )
    _apart()
    op.execute("ALTER TABLE decision DROP CONSTRAINT IF EXISTS fk_decision_screening_id")
    op.execute(
        "ALTER TABLE decision ADD CONSTRAINT fk_decision_screening_id"
        " FOREIGN KEY (screening_id) REFERENCES screening (id) NOT VALID"
    )
    _apart()
    op.execute("ALTER TABLE decision VALIDATE CONSTRAINT fk_decision_screening_id")


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


def _create_history() -> None:
    for table, (columns, _, own) in COUNTED.items():
        history = f"counted_{table}"
        op.execute(
            f"CREATE TABLE IF NOT EXISTS {history} ({HEAD}, {columns},"
            f" CONSTRAINT pk_{history} PRIMARY KEY (row_id, began, generation))"
        )
        op.execute(f"ALTER TABLE {history} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {history} FORCE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY IF EXISTS owner ON {history}")
        op.execute(
            f"CREATE POLICY owner ON {history} FOR ALL TO referral_owner"
            " USING (true) WITH CHECK (true)"
        )
        op.execute(f"DROP POLICY IF EXISTS figures ON {history}")
        shown = f"{SIGHT} = 'flow' OR {own} = {ME}"
        op.execute(
            _plain(
                f"CREATE POLICY figures ON {history} FOR SELECT TO referral_figures USING ({shown})"
            )
        )
        op.execute(f"GRANT SELECT ON {history} TO referral_figures")


def _guard(table: str) -> None:
    """Give a table of cases its row security, its rights and its guards."""
    seen, added, changed = (_plain(rule) for rule in POLICIES[table])
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for name, rule in {
        "owner": "FOR ALL TO referral_owner USING (true) WITH CHECK (true)",
        "app_select": f"FOR SELECT TO referral_app USING ({seen})",
        "app_insert": f"FOR INSERT TO referral_app WITH CHECK ({added})",
        "app_update": f"FOR UPDATE TO referral_app USING ({changed})",
    }.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(f"CREATE POLICY {name} ON {table} {rule}")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO referral_app")
    op.execute(f"GRANT UPDATE ({CHANGED[table]}) ON {table} TO referral_app")
    for name, made in {
        "unaudited": f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unaudited()",
        "no_truncate": f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        "written_once": f"CREATE TRIGGER written_once BEFORE UPDATE OF {WRITTEN_ONCE[table]}"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    }.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(made)
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    op.execute("ALTER TABLE decision DROP CONSTRAINT IF EXISTS fk_decision_screening_id")
    op.execute(
        "ALTER TABLE decision DROP COLUMN IF EXISTS exploitation_ids,"
        " DROP COLUMN IF EXISTS screening_id"
    )
    for table, columns in REFERRED.items():
        for column in columns:
            _apart()
            op.execute(
                f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}"
            )
    _apart()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE IF EXISTS {table} CASCADE")
        op.execute(f"DROP FUNCTION IF EXISTS count_{table}()")
        op.execute(f"DROP TABLE IF EXISTS counted_{table}")


def _count(table: str, names: list[str], key: str) -> None:
    body = COUNT.format(
        table=table, key=key, columns=", ".join(names),
        values=", ".join(f"NEW.{name}" for name in names),
        excluded=", ".join(f"EXCLUDED.{name}" for name in names),
    )  # fmt: skip
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION count_{table}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
    )
    op.execute(f"REVOKE ALL ON FUNCTION count_{table}() FROM PUBLIC")
    before, after = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
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


def _names(columns: str) -> list[str]:
    return [column.split()[0] for column in columns.split(", ")]


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
