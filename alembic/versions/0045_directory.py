"""The directory: services, locations with a sealed address, and the states of roads.

The network reads them; an organisation keeps its own. The address of a location, and its key, are seen
by its own organisation, and by the other side of an accepted referral or handoff whose person is not
there yet.
"""

from alembic import op

revision = "0045"
down_revision = "0044"
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
    "service": """
    name text NOT NULL,
    service_type text NOT NULL,
    setting text NOT NULL,
    state text NOT NULL,
    visibility text NOT NULL,
    region text NOT NULL,
    cercle text,
    served_regions text[] DEFAULT '{}' NOT NULL,
    served_cercles text[] DEFAULT '{}' NOT NULL,
    sexes text[] DEFAULT '{}' NOT NULL,
    age_bands text[] DEFAULT '{}' NOT NULL,
    accompanied_children boolean NOT NULL,
    unaccompanied_children boolean NOT NULL,
    nationalities text[] DEFAULT '{}' NOT NULL,
    exploitation_forms text[] DEFAULT '{}' NOT NULL,
    accessibility text[] DEFAULT '{}' NOT NULL,
    languages text[] DEFAULT '{}' NOT NULL,
    security_level text NOT NULL,
    receives_at_all_hours boolean NOT NULL,
    longest_stay_days integer,
    hours jsonb DEFAULT '[]'::jsonb NOT NULL CONSTRAINT ck_service_hours_list CHECK (jsonb_typeof(hours) = 'array'),
    exceptions jsonb DEFAULT '[]'::jsonb NOT NULL CONSTRAINT ck_service_exceptions_list CHECK (jsonb_typeof(exceptions) = 'array'),
    contacts jsonb DEFAULT '[]'::jsonb NOT NULL CONSTRAINT ck_service_contacts_list CHECK (jsonb_typeof(contacts) = 'array'),
    duty_telephone text,
    CONSTRAINT ck_service_longest_stay_days CHECK (longest_stay_days > 0)""",
    "location": """
    kind text NOT NULL CONSTRAINT ck_location_kind_code CHECK (kind = ANY ('{physical,virtual}'::text[])),
    region text NOT NULL CONSTRAINT ck_location_region_code CHECK (region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[])),
    cercle text,
    service_id uuid,
    CONSTRAINT fk_location_service_id FOREIGN KEY (service_id) REFERENCES service (id)""",
    "road_state": """
    region text NOT NULL CONSTRAINT ck_road_state_region_code CHECK (region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[])),
    cercle text,
    condition text NOT NULL CONSTRAINT ck_road_state_condition_code CHECK (condition = ANY ('{open,escorted,closed}'::text[]))""",
}
# The words of the function that holds the many lists of services.
CODES = """(checked.accessibility <@ '{step_free,walking_aid,visual,hearing,sign_language,speech,plain_explanation,personal_assistance,read_aloud}'::text[])
    AND (checked.age_bands <@ '{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[])
    AND (checked.exploitation_forms <@ '{EXPLOITATION_SEXUELLE_PROSTITUTION,EXPLOITATION_SEXUELLE_AUTRE,TRAVAIL_FORCE_ORPAILLAGE,TRAVAIL_FORCE_AGRICULTURE,TRAVAIL_FORCE_AUTRE,SERVITUDE_DOMESTIQUE,TRAVAIL_ENFANTS_EXPLOITATION,MENDICITE_FORCEE,MENDICITE_FORCEE_TALIBE,ESCLAVAGE_ASCENDANCE,ESCLAVAGE_AUTRE,SERVAGE,SERVITUDE_DETTES,PLACEMENT,MARIAGE_FORCE,ENFANT_SOLDAT,CRIMINALITE_FORCEE,PRELEVEMENT_ORGANES,ADOPTION_VENTE_ENFANT,GPA_FORCEE,AUTRE,INCONNU}'::text[])
    AND (checked.languages <@ '{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[])
    AND (checked.nationalities <@ '{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[])
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.security_level = ANY ('{open,guarded,protected}'::text[]))
    AND (checked.served_regions <@ '{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[])
    AND (checked.service_type = ANY ('{shelter,medical_care,reproductive_health,medical_certificate,mental_health_care,psychosocial_support,one_stop_centre,legal_aid,court_assistance,witness_support,compensation_support,physical_protection,child_care_arrangement,family_tracing,food,non_food_items,cash_assistance,education,vocational_training,livelihood,civil_documents,interpretation,disability_support,transport,mediation,voluntary_return,reintegration,other}'::text[]))
    AND (checked.setting = ANY ('{centre,host_family,hospital,escort}'::text[]))
    AND (checked.sexes <@ '{female,male,unknown}'::text[])
    AND (checked.state = ANY ('{active,inactive,temporarily_closed,defunct}'::text[]))
    AND (checked.visibility = ANY ('{network}'::text[]))"""
INDEXES = (
    "CREATE INDEX ix_service_service_type ON service (service_type) WHERE status = 'registered'",
    "CREATE INDEX ix_service_service_type_recorded_key ON service (service_type, recorded_key)",
    "CREATE INDEX ix_service_region_recorded_key ON service (region, recorded_key)",
    "CREATE INDEX ix_location_service_id_recorded_key ON location (service_id, recorded_key)",
    "CREATE UNIQUE INDEX uq_road_state_place ON road_state (region, COALESCE(cercle, '')) WHERE status = 'registered'",
)
# By table: what a correction replaces.
CONTENTS = {
    "service": "name, service_type, setting, state, visibility, region, cercle, served_regions, served_cercles, sexes, age_bands, accompanied_children, unaccompanied_children, nationalities, exploitation_forms, accessibility, languages, security_level, receives_at_all_hours, longest_stay_days, hours, exceptions, contacts, duty_telephone",
    "location": "kind, region, cercle, service_id",
    "road_state": "region, cercle, condition",
}
# Of which an image is kept: no name and no telephone.
IMAGED = {
    "service": "organisation_id,service_type,setting,state,status,region,served_regions,sexes,age_bands",
    "road_state": "organisation_id,region,cercle,condition,status",
}
ACTS = ("correct", "list", "read", "register", "withdraw")
MORE_WORDS = ("location:open_address", "location:record_address")
ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
OWN = f"organisation_id = {ME}"
# Who must go there: the other side of a promise, until the person has arrived or it has ended.
GOES_TO = """
SELECT EXISTS (
    SELECT 1 FROM location l JOIN referral r ON l.organisation_id IN (
        r.receiver_id, COALESCE(r.custodian_id, r.sender_id)
    )
    WHERE l.id = wanted AND NULLIF(current_setting('app.organisation_id', true), '')::uuid IN (
        r.receiver_id, COALESCE(r.custodian_id, r.sender_id)
    )
    AND r.status IN ('accepted', 'on_hold') AND r.started_at IS NULL
    AND (r.departed_at IS NOT NULL OR r.start_by > now())
) OR EXISTS (
    SELECT 1 FROM location l JOIN handoff h ON l.organisation_id IN (h.from_id, h.to_id)
    WHERE l.id = wanted AND h.status = 'accepted' AND h.physical
    AND NULLIF(current_setting('app.organisation_id', true), '')::uuid IN (h.from_id, h.to_id)
)
"""
# The owner, who wraps keys anew for the whole installation, is of no organisation: its event of that
# act vouches for a changed key.
GUARD_OF_KEYS = """
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed'
        AND (
            e.action = 'location:record_address' AND e.subject_id = COALESCE(NEW.location_id, OLD.location_id)
            AND (session_user <> 'referral_app' OR e.organisation_id = NULLIF(current_setting('app.organisation_id', true), '')::uuid)
            OR e.action = 'installation:rewrap' AND session_user <> 'referral_app'
            AND TG_TABLE_NAME = 'location_key' AND TG_OP = 'UPDATE'
        )
    ) THEN
        RAISE EXCEPTION 'a change to an address was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
"""
SEALED = {
    "location_key": """
    location_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    wrapping_key_id text NOT NULL,
    wrapped_key bytea NOT NULL""",
    "location_address": """
    location_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    sealed bytea NOT NULL,
    version integer NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    updated_by_agent_id uuid NOT NULL,
    CONSTRAINT fk_location_address_updated_by_agent_id
        FOREIGN KEY (updated_by_agent_id) REFERENCES agent (id)""",
}
KEPT = {
    "location_key": "location_id, organisation_id",
    "location_address": "location_id, organisation_id",
}


def upgrade() -> None:
    words = [f"{table}:{act}" for table in ENTRIES for act in ACTS] + list(MORE_WORDS)
    listed = ", ".join(f"('{word}')" for word in words)
    op.execute(_plain(f"INSERT INTO audit_vocabulary VALUES {listed} ON CONFLICT DO NOTHING"))
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
        if table == "service":
            _hold_to_lists(table)
        _guard(table)
        if table in IMAGED:
            _image(table, IMAGED[table])
    _function("goes_to(wanted uuid)", "boolean", GOES_TO, "sql STABLE", app=True)
    _function("refuse_unaudited_address()", "trigger", GUARD_OF_KEYS, "plpgsql")
    for table, columns in SEALED.items():
        _apart()
        _seal(table, columns)


def _hold_to_lists(table: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION codes_of_{table}(checked {table}) RETURNS boolean"
        " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$\nBEGIN\n    RETURN"
        f" {_plain(CODES)};\nEND\n$body$"
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
    _secure(table, read="true", write=OWN)
    _audit(table, "refuse_unaudited_network('id')")
    _refuse(table, "id, organisation_id, entered_by_organisation_id, recorded_at")


def _seal(table: str, columns: str) -> None:
    op.execute(
        f"CREATE TABLE IF NOT EXISTS {table} ({columns},"
        f" CONSTRAINT pk_{table} PRIMARY KEY (location_id),"
        f" CONSTRAINT fk_{table}_location_id FOREIGN KEY (location_id) REFERENCES location (id),"
        f" CONSTRAINT fk_{table}_organisation_id"
        " FOREIGN KEY (organisation_id) REFERENCES organisation (id))"
    )
    op.execute(f"GRANT SELECT, INSERT ON {table} TO referral_app")
    own = (
        f"{OWN} AND EXISTS (SELECT 1 FROM location l WHERE l.id = {table}.location_id"
        f" AND l.organisation_id = {table}.organisation_id)"
    )
    _secure(table, read=f"{OWN} OR goes_to(location_id)", write=own)
    _audit(table, "refuse_unaudited_address()")
    _refuse(table, KEPT[table])
    if table == "location_key":
        op.execute(
            "CREATE OR REPLACE TRIGGER wrapping_key BEFORE INSERT OR UPDATE ON location_key"
            " FOR EACH ROW EXECUTE FUNCTION refuse_dropped_key()"
        )
        op.execute("ALTER TABLE location_key ENABLE ALWAYS TRIGGER wrapping_key")
    else:
        op.execute(
            "GRANT UPDATE (sealed, version, updated_at, updated_by_agent_id) ON location_address"
            " TO referral_app"
        )


def _secure(table: str, *, read: str, write: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for name, rule in (
        ("owner", "FOR ALL TO referral_owner USING (true) WITH CHECK (true)"),
        ("app_read", f"FOR SELECT TO referral_app USING ({read})"),
        ("app_add", f"FOR INSERT TO referral_app WITH CHECK ({write})"),
        ("app_change", f"FOR UPDATE TO referral_app USING ({write}) WITH CHECK ({write})"),
    ):
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(_plain(f"CREATE POLICY {name} ON {table} {rule}"))


def _audit(table: str, function: str) -> None:
    op.execute(f"DROP TRIGGER IF EXISTS unaudited ON {table}")
    op.execute(
        f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")


def _refuse(table: str, once: str) -> None:
    for name, what in (("written_once", f"UPDATE OF {once}"), ("no_truncate", "TRUNCATE")):
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {what} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _image(table: str, columns: str) -> None:
    arguments = ", ".join(f"'{name}'" for name in columns.split(","))
    op.execute(
        f"CREATE OR REPLACE TRIGGER imaged AFTER INSERT OR UPDATE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION keep_entry_image({arguments})"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER imaged")


def _function(name: str, returns: str, body: str, how: str, *, app: bool = False) -> None:
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION {name} RETURNS {returns} LANGUAGE {how}"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
    )
    called = name.partition("(")[0]
    op.execute(f"REVOKE ALL ON FUNCTION {called} FROM PUBLIC")
    if app:
        op.execute(f"GRANT EXECUTE ON FUNCTION {called} TO referral_app")


def downgrade() -> None:
    for table in reversed(SEALED):
        _apart()
        op.execute(f"DROP TABLE IF EXISTS {table}")
    op.execute("DROP FUNCTION IF EXISTS refuse_unaudited_address()")
    op.execute("DROP FUNCTION IF EXISTS goes_to(uuid)")
    for table in reversed(ENTRIES):
        _apart()
        if table == "service":
            op.execute("ALTER TABLE IF EXISTS service DROP CONSTRAINT IF EXISTS ck_service_codes")
            op.execute("DROP FUNCTION IF EXISTS codes_of_service")
        op.execute(f"DROP TABLE IF EXISTS {table}")
    words = [f"{table}:{act}" for table in ENTRIES for act in ACTS] + list(MORE_WORDS)
    listed = ", ".join(f"'{word}'" for word in words)
    op.execute(_plain(f"DELETE FROM audit_vocabulary WHERE action IN ({listed})"))


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction, and with it its locks."""
    with op.get_context().autocommit_block():
        pass
