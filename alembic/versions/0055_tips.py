"""Tips, with a sealed source that only the assignee opens; keys of records that hang on no case.

A community reporter is a role of its own. Of a tip, its reporter is told by a feedback in its own
name. What is counted of tips keeps its history from here on.
"""

from typing import Any

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SYSTEM = f"{SIGHT} = 'system'"
FLOW = f"{SIGHT} = ANY (ARRAY['flow', 'system'])"
VOCABULARY = {
    "tip": "add_details assign dismiss erase_source escalate give_feedback link list mark_duplicate"
    " mark_error open_source propose_dismissal read reassign reopen report return",
}
ROLES = (
    "administrator,auditor,case_worker,coordinator,first_responder,identification_authority,"
    "intake_officer,investigator,magistrate,partner_system,supervisor"
)
MORE_ROLES = (
    "administrator,auditor,case_worker,community_reporter,coordinator,first_responder,"
    "identification_authority,intake_officer,investigator,magistrate,partner_system,supervisor"
)
KINDS = (
    "referral_acknowledgement,referral_decision,referral_start,referral_feedback,"
    "referral_cancellation,referral_arrival,referral_review,referral_again,stay_arrival,"
    "handoff_decision,handoff_arrival,police_protection,agreement_end,contribution_call"
)
MORE_KINDS = KINDS.replace("agreement_end", "tip_assignment,tip_action,agreement_end")
# By table, the column, its constraint, how it is compared, and the lists before and from here on.
LISTS = (
    ("agent", "ck_agent_roles_codes", "roles <@ ", ROLES, MORE_ROLES),
    ("notice", "ck_notice_role_code", "role = ANY ", ROLES, MORE_ROLES),
    ("notice", "ck_notice_kind_code", "kind = ANY ", KINDS, MORE_KINDS),
)
_TOLD = "organisation_id = by_organisation_id AND action = 'tip:give_feedback'"
OUTGOING = f"by_organisation_id = {ME}"
FEEDBACK = f" OR ({SYSTEM} AND {_TOLD})"
_FOLLOWS = f"t.assigned_organisation_id = {ME} OR t.child_protection_id = {ME}"
_REPORTED = f"t.recorded_by_organisation_id = {ME}"


def of_tip(column: str, condition: str = "") -> str:
    """Write the condition that a tip within sight meets the condition."""
    more = f" AND ({condition})" if condition else ""
    return f"EXISTS (SELECT 1 FROM tip t WHERE t.id = {column}{more})"


# By table: who reads, who adds, who changes, who deletes. The service changes a tip once it has
# found out on whose side the caller stands.
POLICIES: dict[str, dict[str, str]] = {
    "tip": {
        "select": f"recorded_by_organisation_id = {ME} OR assigned_organisation_id = {ME}"
        f" OR child_protection_id = {ME} OR {FLOW}",
        "insert": f"recorded_by_organisation_id = {ME}",
        "update": SYSTEM,
    },
    # A former assignee keeps what it wrote.
    "tip_detail": {
        "select": f"organisation_id = {ME} OR {FLOW} OR {of_tip('tip_detail.tip_id', _FOLLOWS)}",
        "insert": f"organisation_id = {ME} AND {of_tip('tip_detail.tip_id')}",
    },
    # The assignee alone, not even the coordination or whoever reported it.
    "tip_source": {
        "select": of_tip("tip_source.tip_id", f"t.assigned_organisation_id = {ME}")
        + f" OR {SYSTEM}",
        "insert": of_tip("tip_source.tip_id", _REPORTED),
        "delete": SYSTEM,
    },
    "vault_key": {
        "select": of_tip("vault_key.subject_id"),
        "insert": of_tip("vault_key.subject_id", _REPORTED),
    },
}
CHANGED = {
    "tip": "status, still_going_on, children_seen, immediate_danger, suspected_forms, signs,"
    " urgency, assigned_organisation_id, child_protection_id, assigned_at, assign_by,"
    " assign_delay_at, act_by, act_delay_at, acted_at, return_reason, dismissal_reason,"
    " dismissal_proposed_by_agent_id, duplicate_of_id, incident_id, case_ids, reporter_feedback,"
    " closed_at, version",
}
WRITTEN_ONCE = {
    "tip": "id, code, channel, observed_from, observed_until, place_country, place_region,"
    " place_cercle, sealed_locality, anonymous, source_relation, sealed_narrative,"
    " sealed_approach_risks, digest, recorded_by_organisation_id, recorded_by_agent_id,"
    " recorded_at",
    "tip_detail": "id, tip_id, organisation_id, agent_id, still_going_on, children_seen,"
    " immediate_danger, suspected_forms, signs, sealed_narrative, sealed_approach_risks,"
    " recorded_at",
    "tip_source": "tip_id, sealed",
    "vault_key": "subject_id, subject",
}
# What vouches for a change: the event of the record, or the rotation of a key.
GUARDS = {
    "tip": "refuse_unaudited_network('id')",
    "tip_detail": "refuse_unaudited_network('tip_id')",
    "tip_source": "refuse_unaudited_key('tip_id')",
    "vault_key": "refuse_unaudited_key('subject_id')",
}
KEYS = ("tip_source", "vault_key")
GUARD_OF_KEYS = """
DECLARE told jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed' AND (
            e.subject_id = (told ->> TG_ARGV[0])::uuid AND e.action NOT LIKE '%:read'
            AND (session_user <> 'referral_app' OR e.organisation_id = NULLIF(current_setting('app.organisation_id', true), '')::uuid)
            OR e.action = 'installation:rewrap' AND session_user <> 'referral_app'
            AND TG_OP = 'UPDATE'
        )
    ) THEN
        RAISE EXCEPTION 'a change to a key was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
"""
# What is counted of each row: its columns, each with what it is made of if that has another name,
# and the organisations whose own row it is. Who reported a tip is not told what came of it.
COUNTED = {
    "tip": (
        "status text, channel text, urgency text, region text, dismissal_reason text,"
        " organisation_id uuid, assigned_organisation_id uuid, received_at timestamptz,"
        " assigned_at timestamptz, closed_at timestamptz",
        {
            "region": "{r}.place_region", "organisation_id": "{r}.recorded_by_organisation_id",
            "received_at": "{r}.recorded_at",
        },
        "{h}.assigned_organisation_id = {me}",
    ),
}  # fmt: skip
HISTORY = """
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
TABLES = {
    "tip": """CREATE TABLE IF NOT EXISTS tip (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    code TEXT NOT NULL,
    status TEXT NOT NULL,
    channel TEXT NOT NULL,
    observed_from TEXT,
    observed_from_first_day DATE,
    observed_from_last_day DATE,
    observed_until TEXT,
    observed_until_first_day DATE,
    observed_until_last_day DATE,
    still_going_on TEXT NOT NULL,
    place_country TEXT,
    place_country_known TEXT NOT NULL,
    place_region TEXT,
    place_division_code TEXT,
    place_cercle TEXT,
    place_setting TEXT,
    sealed_locality BYTEA,
    suspected_forms TEXT[] DEFAULT '{}' NOT NULL,
    signs TEXT[] DEFAULT '{}' NOT NULL,
    seen_women INTEGER,
    seen_girls INTEGER,
    seen_men INTEGER,
    seen_boys INTEGER,
    seen_unknown INTEGER,
    people_seen_precision TEXT,
    children_seen TEXT NOT NULL,
    immediate_danger TEXT NOT NULL,
    urgency TEXT NOT NULL,
    languages TEXT[] DEFAULT '{}' NOT NULL,
    anonymous BOOLEAN NOT NULL,
    source_relation TEXT,
    source_at_risk TEXT NOT NULL,
    sealed_narrative BYTEA,
    sealed_approach_risks BYTEA,
    digest BYTEA,
    coordination_id UUID,
    assigned_organisation_id UUID,
    child_protection_id UUID,
    assigned_at TIMESTAMP WITH TIME ZONE,
    assign_by TIMESTAMP WITH TIME ZONE,
    assign_delay_at TIMESTAMP WITH TIME ZONE,
    act_by TIMESTAMP WITH TIME ZONE,
    act_delay_at TIMESTAMP WITH TIME ZONE,
    acted_at TIMESTAMP WITH TIME ZONE,
    return_reason TEXT,
    dismissal_reason TEXT,
    dismissal_proposed_by_agent_id UUID,
    duplicate_of_id UUID,
    incident_id UUID,
    case_ids UUID[] DEFAULT '{}' NOT NULL,
    reporter_feedback TEXT,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_tip PRIMARY KEY (id),
    CONSTRAINT ck_tip_scene CHECK ((place_country IS NULL) = (place_country_known = 'unknown') AND (place_region IS NULL OR COALESCE(place_country, '') = 'ML') AND (place_division_code IS NULL OR COALESCE(place_country, 'ML') <> 'ML')),
    CONSTRAINT ck_tip_anonymous CHECK (NOT (anonymous AND source_relation IS NOT NULL)),
    CONSTRAINT ck_tip_assignee CHECK ((status IN ('assigned','linked')) <= (assigned_organisation_id IS NOT NULL)),
    CONSTRAINT ck_tip_original CHECK ((status = 'duplicate') <= (duplicate_of_id IS NOT NULL)),
    CONSTRAINT ck_tip_dismissal CHECK ((status = 'dismissed') <= (dismissal_reason IS NOT NULL)),
    CONSTRAINT ck_tip_told_beside CHECK (child_protection_id IS NULL OR assigned_organisation_id IS NOT NULL),
    CONSTRAINT ck_tip_not_its_own_duplicate CHECK (duplicate_of_id <> id),
    CONSTRAINT ck_tip_observed_from CHECK (num_nulls(observed_from, observed_from_first_day, observed_from_last_day) IN (0, 3) AND observed_from_first_day <= observed_from_last_day),
    CONSTRAINT ck_tip_observed_until CHECK (num_nulls(observed_until, observed_until_first_day, observed_until_last_day) IN (0, 3) AND observed_until_first_day <= observed_until_last_day)
)""",
    "tip_detail": """CREATE TABLE IF NOT EXISTS tip_detail (
    id UUID NOT NULL,
    tip_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    agent_id UUID NOT NULL,
    still_going_on TEXT NOT NULL CONSTRAINT ck_tip_detail_still_going_on_code CHECK (still_going_on = ANY ('{yes,no,unknown,not_asked}'::text[])),
    children_seen TEXT NOT NULL CONSTRAINT ck_tip_detail_children_seen_code CHECK (children_seen = ANY ('{yes,no,unknown,not_asked}'::text[])),
    immediate_danger TEXT NOT NULL CONSTRAINT ck_tip_detail_immediate_danger_code CHECK (immediate_danger = ANY ('{yes,no,unknown,not_asked}'::text[])),
    suspected_forms TEXT[] DEFAULT '{}' NOT NULL CONSTRAINT ck_tip_detail_suspected_forms_codes CHECK (suspected_forms <@ '{EXPLOITATION_SEXUELLE_PROSTITUTION,EXPLOITATION_SEXUELLE_AUTRE,TRAVAIL_FORCE_ORPAILLAGE,TRAVAIL_FORCE_AGRICULTURE,TRAVAIL_FORCE_AUTRE,SERVITUDE_DOMESTIQUE,TRAVAIL_ENFANTS_EXPLOITATION,MENDICITE_FORCEE,MENDICITE_FORCEE_TALIBE,ESCLAVAGE_ASCENDANCE,ESCLAVAGE_AUTRE,SERVAGE,SERVITUDE_DETTES,PLACEMENT,MARIAGE_FORCE,ENFANT_SOLDAT,CRIMINALITE_FORCEE,PRELEVEMENT_ORGANES,ADOPTION_VENTE_ENFANT,GPA_FORCEE,AUTRE,INCONNU}'::text[]),
    signs TEXT[] DEFAULT '{}' NOT NULL CONSTRAINT ck_tip_detail_signs_codes CHECK (signs <@ '{locked_or_guarded,children_at_work,children_begging_for_adult,violence_seen,threats_heard,papers_kept,no_pay,group_transport,night_movement,prostitution_imposed,child_sold_or_pledged,child_marriage_arranged,treated_as_slave_by_birth,expelled_for_refusal,armed_men,job_offer_abroad,missing_person,injuries,online_images,other}'::text[]),
    sealed_narrative BYTEA,
    sealed_approach_risks BYTEA,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_tip_detail PRIMARY KEY (id)
)""",
    "tip_source": """CREATE TABLE IF NOT EXISTS tip_source (
    tip_id UUID NOT NULL,
    wrapping_key_id TEXT NOT NULL,
    wrapped_key BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT pk_tip_source PRIMARY KEY (tip_id)
)""",
    "vault_key": """CREATE TABLE IF NOT EXISTS vault_key (
    subject_id UUID NOT NULL,
    subject TEXT NOT NULL,
    wrapping_key_id TEXT NOT NULL,
    wrapped_key BYTEA NOT NULL,
    CONSTRAINT pk_vault_key PRIMARY KEY (subject_id)
)""",
}
# The lists of a table with many are held by one function.
CODES = {
    "tip": """(checked.channel = ANY ('{watch_committee,hotline,self_report,relative_or_neighbour,traditional_or_religious_authority,patrol,border_control,labour_inspection,health_facility,school,ngo_outreach,consulate,foreign_authority,online,media,other,unknown}'::text[]))
    AND (checked.children_seen = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.dismissal_reason = ANY ('{no_sign_found,place_not_found,too_vague,other_need_referred,unsafe_to_check,already_known,outside_territory}'::text[]))
    AND (checked.immediate_danger = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.languages <@ '{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[])
    AND (checked.people_seen_precision = ANY ('{exact,estimated}'::text[]))
    AND (checked.place_country = ANY ('{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[]))
    AND (checked.place_country_known = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.place_setting = ANY ('{gold_site,salt_mine,farm,pasture,fishing_site,private_home,quranic_school,street_market,bar_hotel,workshop_factory,construction_site,road_vehicle,border_post,village_of_masters,armed_group_area,displacement_site,detention,online,other,unknown}'::text[]))
    AND (checked.reporter_feedback = ANY ('{being_looked_at,acted_on,no_sign_found,not_possible,passed_on}'::text[]))
    AND (checked.return_reason = ANY ('{out_of_area,conflict_of_interest,no_means}'::text[]))
    AND (checked.signs <@ '{locked_or_guarded,children_at_work,children_begging_for_adult,violence_seen,threats_heard,papers_kept,no_pay,group_transport,night_movement,prostitution_imposed,child_sold_or_pledged,child_marriage_arranged,treated_as_slave_by_birth,expelled_for_refusal,armed_men,job_offer_abroad,missing_person,injuries,online_images,other}'::text[])
    AND (checked.source_at_risk = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.source_relation = ANY ('{witness,neighbour,relative,colleague,official,former_victim,person_concerned,other,unknown}'::text[]))
    AND (checked.status = ANY ('{received,assigned,linked,dismissed,duplicate,entered_in_error}'::text[]))
    AND (checked.still_going_on = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.suspected_forms <@ '{EXPLOITATION_SEXUELLE_PROSTITUTION,EXPLOITATION_SEXUELLE_AUTRE,TRAVAIL_FORCE_ORPAILLAGE,TRAVAIL_FORCE_AGRICULTURE,TRAVAIL_FORCE_AUTRE,SERVITUDE_DOMESTIQUE,TRAVAIL_ENFANTS_EXPLOITATION,MENDICITE_FORCEE,MENDICITE_FORCEE_TALIBE,ESCLAVAGE_ASCENDANCE,ESCLAVAGE_AUTRE,SERVAGE,SERVITUDE_DETTES,PLACEMENT,MARIAGE_FORCE,ENFANT_SOLDAT,CRIMINALITE_FORCEE,PRELEVEMENT_ORGANES,ADOPTION_VENTE_ENFANT,GPA_FORCEE,AUTRE,INCONNU}'::text[])
    AND (checked.urgency = ANY ('{emergency,urgent,routine}'::text[]))""",
}
INDEXES = (
    "CREATE INDEX IF NOT EXISTS ix_tip_act_by ON tip (act_by) WHERE status = 'assigned' AND acted_at IS NULL AND act_delay_at IS NULL",
    "CREATE INDEX IF NOT EXISTS ix_tip_assign_by ON tip (assign_by) WHERE status = 'received' AND assign_delay_at IS NULL",
    "CREATE INDEX IF NOT EXISTS ix_tip_assigned_organisation_id_recorded_key ON tip (assigned_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_tip_child_protection_id_recorded_key ON tip (child_protection_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_tip_duplicate_of_id ON tip (duplicate_of_id)",
    "CREATE INDEX IF NOT EXISTS ix_tip_recorded_by_organisation_id_recorded_key ON tip (recorded_by_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_tip_recorded_key ON tip (recorded_key)",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_tip_code ON tip (code)",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_tip_digest ON tip (digest)",
    "CREATE INDEX IF NOT EXISTS ix_tip_detail_tip_id ON tip_detail (tip_id, id)",
)
REFERRED = {
    "tip": {
        "assigned_organisation_id": "organisation",
        "child_protection_id": "organisation",
        "coordination_id": "organisation",
        "dismissal_proposed_by_agent_id": "agent",
        "duplicate_of_id": "tip",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "tip_detail": {
        "agent_id": "agent",
        "organisation_id": "organisation",
        "tip_id": "tip",
    },
    "tip_source": {
        "tip_id": "tip",
    },
}


def upgrade() -> None:
    add_words(VOCABULARY)
    op.execute(
        _plain(
            "CREATE OR REPLACE FUNCTION refuse_unaudited_key() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${GUARD_OF_KEYS}$body$"
        )
    )
    op.execute("REVOKE ALL ON FUNCTION refuse_unaudited_key() FROM PUBLIC")
    make_tables(TABLES, INDEXES, CODES, COUNTED)
    refer(REFERRED)
    apart()
    for table in TABLES:
        guard(table, POLICIES[table], CHANGED.get(table, ""), WRITTEN_ONCE[table], GUARDS[table])
    for table in KEYS:
        op.execute(
            f"CREATE OR REPLACE TRIGGER wrapping_key BEFORE INSERT OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_dropped_key()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER wrapping_key")
    for table, (columns, made, _) in COUNTED.items():
        count(table, columns, made)
    for table, name, compared, _, codes in LISTS:
        _hold(table, name, compared, codes)
    apart()
    op.execute(
        _plain(f"ALTER POLICY app_insert ON outgoing_event WITH CHECK ({OUTGOING}{FEEDBACK})")
    )


def downgrade() -> None:
    op.execute(_plain(f"ALTER POLICY app_insert ON outgoing_event WITH CHECK ({OUTGOING})"))
    apart()
    # The version before knows none of these kinds.
    op.execute("ALTER TABLE notice DISABLE TRIGGER unaudited")
    op.execute(_plain(f"DELETE FROM notice WHERE kind <> ALL ('{{{KINDS}}}'::text[])"))
    op.execute("ALTER TABLE notice ENABLE ALWAYS TRIGGER unaudited")
    for table, name, compared, codes, _ in LISTS:
        _hold(table, name, compared, codes)
    drop_tables(TABLES, REFERRED, COUNTED)
    op.execute("DROP FUNCTION IF EXISTS refuse_unaudited_key()")


def _hold(table: str, name: str, compared: str, codes: str) -> None:
    apart()
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
    op.execute(
        _plain(
            f"ALTER TABLE {table} ADD CONSTRAINT {name}"
            f" CHECK ({compared}('{{{codes}}}'::text[])) NOT VALID"
        )
    )
    apart()
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def add_words(vocabulary: dict[str, str]) -> None:
    """Add words to the vocabulary of the audit log."""
    words = [
        f"('{kind}:{event}')" for kind, events in vocabulary.items() for event in events.split()
    ]
    op.execute(f"INSERT INTO audit_vocabulary VALUES {', '.join(words)} ON CONFLICT DO NOTHING")


def make_tables(
    tables: dict[str, str], indexes: tuple[str, ...], codes: dict[str, str], counted: dict[str, Any]
) -> None:
    """Create tables, their indexes, the function of their lists, and their history."""
    for created in tables.values():
        op.execute(_plain(created))
    for index in indexes:
        op.execute(_plain(index))
    for table, rules in codes.items():
        _hold_codes(table, rules)
    for table, (columns, _, own) in counted.items():
        _keep_history(table, columns, own)


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


def _keep_history(table: str, columns: str, own: str) -> None:
    history = f"counted_{table}"
    op.execute(
        f"CREATE TABLE IF NOT EXISTS {history} ({HISTORY}, {columns},"
        f" CONSTRAINT pk_{history} PRIMARY KEY (row_id, began, generation))"
    )
    op.execute(f"ALTER TABLE {history} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {history} FORCE ROW LEVEL SECURITY")
    shown = f"{SIGHT} = 'flow' OR {own.format(h=history, me=ME)}"
    for name, rule in {
        "owner": "FOR ALL TO referral_owner USING (true) WITH CHECK (true)",
        "figures": f"FOR SELECT TO referral_figures USING ({shown})",
    }.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {history}")
        op.execute(_plain(f"CREATE POLICY {name} ON {history} {rule}"))
    op.execute(f"GRANT SELECT ON {history} TO referral_figures")


def refer(referred: dict[str, dict[str, str]]) -> None:
    """Let columns refer to other tables, each of which is locked for itself."""
    for table, columns in referred.items():
        for column, other in columns.items():
            apart()
            name = f"fk_{table}_{column}"
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            op.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {name}"
                f' FOREIGN KEY ({column}) REFERENCES "{other}" (id)'
            )


def guard(table: str, policies: dict[str, str], changed: str, once: str, vouching: str) -> None:
    """Give a table its row security, its rights and its guards."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    rules = {"owner": "FOR ALL TO referral_owner USING (true) WITH CHECK (true)"}
    for act, rule in policies.items():
        how = "WITH CHECK" if act == "insert" else "USING"
        rules[f"app_{act}"] = f"FOR {act.upper()} TO referral_app {how} ({rule})"
    for name, rule in rules.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(_plain(f"CREATE POLICY {name} ON {table} {rule}"))
    for act in policies:
        columns = f" ({changed})" if act == "update" else ""
        op.execute(f"GRANT {act.upper()}{columns} ON {table} TO referral_app")
    for name, made in {
        "unaudited": f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {vouching}",
        "no_truncate": f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        "written_once": f"CREATE TRIGGER written_once BEFORE UPDATE OF {once} ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    }.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(made)
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def drop_tables(
    tables: dict[str, str], referred: dict[str, dict[str, str]], counted: dict[str, Any]
) -> None:
    """Drop tables, with what was counted of them and the functions of their lists."""
    for table, columns in referred.items():
        for column in columns:
            apart()
            op.execute(
                f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}"
            )
    apart()
    for table in reversed(tables):
        op.execute(f"DROP TABLE IF EXISTS {table} CASCADE")
    for table in counted:
        op.execute(f"DROP FUNCTION IF EXISTS count_{table}()")
        op.execute(f"DROP TABLE IF EXISTS counted_{table}")


def count(table: str, columns: str, made: dict[str, str]) -> None:
    """Keep the history of a table by triggers."""
    names = [column.split()[0] for column in columns.split(", ")]
    body = COUNT.format(
        table=table, columns=", ".join(names), values=_values("NEW", names, made),
        excluded=", ".join(f"EXCLUDED.{name}" for name in names),
    )  # fmt: skip
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION count_{table}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
    )
    op.execute(f"REVOKE ALL ON FUNCTION count_{table}() FROM PUBLIC")
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


def _values(row: str, names: list[str], made: dict[str, str]) -> str:
    return ", ".join(made.get(name, f"{{r}}.{name}").format(r=row) for name in names)


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
