"""Incidents, the cases that hang on them, and contacts without a file.

Whoever sees an incident sees none of its cases for that reason. What is counted of incidents and
contacts keeps its history from here on.
"""

from typing import Any

from alembic import context, op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SYSTEM = f"{SIGHT} = 'system'"
FLOW = f"{SIGHT} = ANY (ARRAY['flow', 'system'])"
VOCABULARY = {
    "contact": "list mark_error read record",
    "incident": "close correct link_case list list_cases mark_error merge propose_merge read record"
    " reopen unlink_case",
}
# A live grant of who answers for the case.
ANSWERS = (
    f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
    " AND g.case_id = incident_case.case_id AND g.ended_at IS NULL"
    " AND (g.valid_until IS NULL OR g.valid_until > now()) AND g.basis = 'custody' OFFSET 0)"
)
OWN = f"recorded_by_organisation_id = {ME}"
# Its own row security shows a case on it to who answers for that case.
HANGS = (
    "EXISTS (SELECT 1 FROM incident_case l WHERE l.incident_id = incident.id"
    " AND l.ended_at IS NULL)"
)
POLICIES: dict[str, dict[str, str]] = {
    "incident_case": {
        "select": f"{FLOW} OR {ANSWERS}",
        "insert": f"linked_by_organisation_id = {ME} AND {ANSWERS}",
        "update": f"{SYSTEM} OR {ANSWERS}",
    },
    "incident": {
        "select": f"{OWN} OR {FLOW} OR {HANGS}",
        "insert": OWN,
        "update": f"{OWN} OR {FLOW} OR {HANGS}",
    },
    "contact": {"select": f"{OWN} OR {FLOW}", "insert": OWN, "update": f"{OWN} OR {FLOW}"},
}
CHANGED = {
    "incident_case": "incident_id, ended_at",
    "incident": "status, detected_on, detected_on_first_day, detected_on_last_day, reported_on,"
    " reported_on_first_day, reported_on_last_day, detected_by_organisation_id, detection_method,"
    " began_on, began_on_first_day, began_on_last_day, ended_on, ended_on_first_day,"
    " ended_on_last_day, still_going_on, place_country, place_country_known, place_region,"
    " place_division_code, place_cercle, place_setting, sealed_locality, movement_scope,"
    " suspected_forms, found_women, found_girls, found_men, found_boys, found_unknown,"
    " suspects_seen, organised_group, sealed_official_involved, sealed_operation_name,"
    " sealed_narrative, merge_into_id, merge_proposed_by_agent_id, merged_into_id, closed_at,"
    " version",
    "contact": "status, closed_at, version",
}
WRITTEN_ONCE = {
    "incident_case": "id, case_id, linked_by_organisation_id, linked_by_agent_id, linked_at",
    "incident": "id, code, recorded_by_organisation_id, recorded_by_agent_id, recorded_at",
    "contact": "id, met_on, region, sex, age_group, nationality, offered, answer,"
    " hotline_card_given, smuggled, recorded_by_organisation_id, recorded_by_agent_id, recorded_at",
}
GUARDS = {
    "incident_case": "refuse_unaudited()",
    "incident": "refuse_unaudited_network('id')",
    "contact": "refuse_unaudited_network('id')",
}
# Not for the coordination, which reads nothing that is sealed of an incident.
OF_INCIDENT = (
    " OR EXISTS (SELECT 1 FROM incident i WHERE i.id = vault_key.subject_id"
    f" AND (i.recorded_by_organisation_id = {ME}MORE))"
)
_FOUND = ("women", "girls", "men", "boys", "unknown")
COUNTED = {
    "incident": (
        "status text, region text, country text, detection_method text, suspected_forms text[],"
        " people_found integer, organisation_id uuid, first_recorded_at timestamptz,"
        " occurred_on date",
        {
            "region": "{r}.place_region", "country": "{r}.place_country",
            "organisation_id": "{r}.recorded_by_organisation_id",
            "first_recorded_at": "{r}.recorded_at", "occurred_on": "{r}.began_on_first_day",
            "people_found": "CASE WHEN num_nonnulls("
            + ", ".join(f"{{r}}.found_{name}" for name in _FOUND)
            + ") > 0 THEN "
            + " + ".join(f"COALESCE({{r}}.found_{name}, 0)" for name in _FOUND)
            + " END",
        },
        "{h}.organisation_id = {me}",
    ),
    "contact": (
        "status text, region text, sex text, age_group text, nationality text, answer text,"
        " hotline_card_given boolean, smuggled boolean, organisation_id uuid, met_on date",
        {"organisation_id": "{r}.recorded_by_organisation_id"},
        "{h}.organisation_id = {me}",
    ),
}  # fmt: skip
TABLES = {
    "incident": """CREATE TABLE IF NOT EXISTS incident (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    code TEXT NOT NULL,
    status TEXT NOT NULL,
    detected_on TEXT NOT NULL,
    detected_on_first_day DATE NOT NULL,
    detected_on_last_day DATE NOT NULL,
    reported_on TEXT,
    reported_on_first_day DATE,
    reported_on_last_day DATE,
    detected_by_organisation_id UUID NOT NULL,
    detection_method TEXT NOT NULL,
    began_on TEXT,
    began_on_first_day DATE,
    began_on_last_day DATE,
    ended_on TEXT,
    ended_on_first_day DATE,
    ended_on_last_day DATE,
    still_going_on TEXT NOT NULL,
    place_country TEXT,
    place_country_known TEXT NOT NULL,
    place_region TEXT,
    place_division_code TEXT,
    place_cercle TEXT,
    place_setting TEXT,
    sealed_locality BYTEA,
    movement_scope TEXT NOT NULL,
    suspected_forms TEXT[] DEFAULT '{}' NOT NULL,
    found_women INTEGER,
    found_girls INTEGER,
    found_men INTEGER,
    found_boys INTEGER,
    found_unknown INTEGER,
    suspects_seen INTEGER,
    organised_group TEXT NOT NULL,
    sealed_official_involved BYTEA,
    sealed_operation_name BYTEA,
    sealed_narrative BYTEA,
    merge_into_id UUID,
    merge_proposed_by_agent_id UUID,
    merged_into_id UUID,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_incident PRIMARY KEY (id),
    CONSTRAINT ck_incident_scene CHECK ((place_country IS NULL) = (place_country_known = 'unknown') AND (place_region IS NULL OR COALESCE(place_country, '') = 'ML') AND (place_division_code IS NULL OR COALESCE(place_country, 'ML') <> 'ML')),
    CONSTRAINT ck_incident_merged CHECK ((status = 'merged') = (merged_into_id IS NOT NULL)),
    CONSTRAINT ck_incident_not_into_itself CHECK (merged_into_id <> id),
    CONSTRAINT ck_incident_detected_on CHECK (num_nulls(detected_on, detected_on_first_day, detected_on_last_day) IN (0, 3) AND detected_on_first_day <= detected_on_last_day),
    CONSTRAINT ck_incident_reported_on CHECK (num_nulls(reported_on, reported_on_first_day, reported_on_last_day) IN (0, 3) AND reported_on_first_day <= reported_on_last_day),
    CONSTRAINT ck_incident_began_on CHECK (num_nulls(began_on, began_on_first_day, began_on_last_day) IN (0, 3) AND began_on_first_day <= began_on_last_day),
    CONSTRAINT ck_incident_ended_on CHECK (num_nulls(ended_on, ended_on_first_day, ended_on_last_day) IN (0, 3) AND ended_on_first_day <= ended_on_last_day),
    CONSTRAINT ck_incident_order_of_days CHECK (ended_on_last_day >= began_on_first_day)
)""",
    "incident_case": """CREATE TABLE IF NOT EXISTS incident_case (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    incident_id UUID NOT NULL,
    case_id UUID NOT NULL,
    linked_by_organisation_id UUID NOT NULL,
    linked_by_agent_id UUID NOT NULL,
    linked_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_incident_case PRIMARY KEY (id)
)""",
    "contact": """CREATE TABLE IF NOT EXISTS contact (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    status TEXT NOT NULL,
    met_on DATE NOT NULL,
    region TEXT NOT NULL,
    sex TEXT NOT NULL,
    age_group TEXT NOT NULL,
    nationality TEXT,
    offered TEXT[] DEFAULT '{}' NOT NULL,
    answer TEXT NOT NULL,
    hotline_card_given BOOLEAN NOT NULL,
    smuggled BOOLEAN NOT NULL,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_contact PRIMARY KEY (id),
    CONSTRAINT ck_contact_offered CHECK ((answer = 'nothing_offered') = (offered = '{}'))
)""",
}
# The lists of a table with many are held by one function.
CODES = {
    "incident": """(checked.detection_method = ANY ('{tip,patrol_or_raid,border_control,labour_inspection,self_report,hotline,health_contact,school_contact,ngo_or_shelter,detention_screening,return_from_abroad,online_investigation,other_case,other,unknown}'::text[]))
    AND (checked.movement_scope = ANY ('{within_locality,within_country,cross_border,unknown}'::text[]))
    AND (checked.organised_group = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_country = ANY ('{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[]))
    AND (checked.place_country_known = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.place_setting = ANY ('{gold_site,salt_mine,farm,pasture,fishing_site,private_home,quranic_school,street_market,bar_hotel,workshop_factory,construction_site,road_vehicle,border_post,village_of_masters,armed_group_area,displacement_site,detention,online,other,unknown}'::text[]))
    AND (checked.status = ANY ('{open,closed,merged,entered_in_error}'::text[]))
    AND (checked.still_going_on = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.suspected_forms <@ '{EXPLOITATION_SEXUELLE_PROSTITUTION,EXPLOITATION_SEXUELLE_AUTRE,TRAVAIL_FORCE_ORPAILLAGE,TRAVAIL_FORCE_AGRICULTURE,TRAVAIL_FORCE_AUTRE,SERVITUDE_DOMESTIQUE,TRAVAIL_ENFANTS_EXPLOITATION,MENDICITE_FORCEE,MENDICITE_FORCEE_TALIBE,ESCLAVAGE_ASCENDANCE,ESCLAVAGE_AUTRE,SERVAGE,SERVITUDE_DETTES,PLACEMENT,MARIAGE_FORCE,ENFANT_SOLDAT,CRIMINALITE_FORCEE,PRELEVEMENT_ORGANES,ADOPTION_VENTE_ENFANT,GPA_FORCEE,AUTRE,INCONNU}'::text[])""",
    "contact": """(checked.age_group = ANY ('{child,adult,unknown}'::text[]))
    AND (checked.answer = ANY ('{accepted,refused,nothing_offered}'::text[]))
    AND (checked.nationality = ANY ('{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[]))
    AND (checked.offered <@ '{shelter,medical_care,reproductive_health,medical_certificate,mental_health_care,psychosocial_support,one_stop_centre,legal_aid,court_assistance,witness_support,compensation_support,physical_protection,child_care_arrangement,family_tracing,food,non_food_items,cash_assistance,education,vocational_training,livelihood,civil_documents,interpretation,disability_support,transport,mediation,voluntary_return,reintegration,other}'::text[])
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]))""",
}
INDEXES = (
    "CREATE INDEX IF NOT EXISTS ix_incident_recorded_by_organisation_id_recorded_key ON incident (recorded_by_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_incident_recorded_key ON incident (recorded_key)",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_incident_code ON incident (code)",
    "CREATE INDEX IF NOT EXISTS ix_incident_case_incident_id_recorded_key ON incident_case (incident_id, recorded_key)",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_incident_case_case_id ON incident_case (case_id) WHERE ended_at IS NULL",
    "CREATE INDEX IF NOT EXISTS ix_contact_recorded_by_organisation_id_recorded_key ON contact (recorded_by_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_contact_recorded_key ON contact (recorded_key)",
)
REFERRED = {
    "incident": {
        "detected_by_organisation_id": "organisation",
        "merge_into_id": "incident",
        "merge_proposed_by_agent_id": "agent",
        "merged_into_id": "incident",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "incident_case": {
        "case_id": "case",
        "incident_id": "incident",
        "linked_by_agent_id": "agent",
        "linked_by_organisation_id": "organisation",
    },
    "contact": {
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
}


def upgrade() -> None:
    of_tips = _of_tips()
    of_tips["add_words"](VOCABULARY)
    of_tips["make_tables"](TABLES, INDEXES, CODES, COUNTED)
    of_tips["refer"](REFERRED)
    of_tips["apart"]()
    for table, policies in POLICIES.items():
        of_tips["guard"](table, policies, CHANGED[table], WRITTEN_ONCE[table], GUARDS[table])
    for table, (columns, made, _) in COUNTED.items():
        of_tips["count"](table, columns, made)
    of_tips["apart"]()
    _show_keys(
        OF_INCIDENT.replace("MORE", f" OR {SIGHT} = 'grants'"), OF_INCIDENT.replace("MORE", "")
    )
    of_tips["apart"]()
    op.execute("ALTER TABLE tip DROP CONSTRAINT IF EXISTS fk_tip_incident_id")
    op.execute(
        "ALTER TABLE tip ADD CONSTRAINT fk_tip_incident_id FOREIGN KEY (incident_id)"
        " REFERENCES incident (id) NOT VALID"
    )
    of_tips["apart"]()
    op.execute("ALTER TABLE tip VALIDATE CONSTRAINT fk_tip_incident_id")


def downgrade() -> None:
    of_tips = _of_tips()
    op.execute("ALTER TABLE tip DROP CONSTRAINT IF EXISTS fk_tip_incident_id")
    of_tips["apart"]()
    _show_keys("", "")
    of_tips["drop_tables"](TABLES, REFERRED, COUNTED)


def _show_keys(selected: str, added: str) -> None:
    before, plain = _of_tips()["POLICIES"]["vault_key"], _of_tips()["_plain"]
    op.execute(plain(f"ALTER POLICY app_select ON vault_key USING ({before['select']}{selected})"))
    op.execute(
        plain(f"ALTER POLICY app_insert ON vault_key WITH CHECK ({before['insert']}{added})")
    )


def _of_tips() -> dict[str, Any]:
    return vars(context.script.get_revision("0055").module)
