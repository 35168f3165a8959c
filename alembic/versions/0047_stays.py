"""Stays, their incidents, check-ins on the road, services given, follow-ups and means.

All but incidents and check-ins keep the history of what is counted of them from here on. A host or
a provider seals what it witnessed with the person's key, whether or not it holds a grant.
"""

from alembic import context, op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
SYSTEM = f"{SIGHT} = 'system'"
FLOW = f"{SIGHT} = ANY (ARRAY['flow', 'system'])"
VOCABULARY = {
    "check_in": "list mark_error read record",
    "follow_up": "end list mark_error plan postpone read record",
    "means": "ask grant list mark_error pay read refuse withdraw",
    "service_given": "correct list mark_error read record",
    "stay": "arrive cancel delay_return depart list mark_error note_absence note_return read record"
    " report_not_arrived transfer",
    "stay_incident": "list mark_error read record",
}
ALERTS = "police_still_answers,accuser_answers,second_person_missing,call_unconfirmed,overflow"
MORE_ALERTS = (
    f"{ALERTS},absent_from_stay,complaint_about_staff,not_well_on_the_road,new_exploitation"
)


def granted(table: str, condition: str) -> str:
    """Write the condition that a live grant of the reader meets the condition."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
        f" AND g.case_id = {table}.case_id AND g.ended_at IS NULL"
        f" AND (g.valid_until IS NULL OR g.valid_until > now()) AND {condition} OFFSET 0)"
    )


FOR_THE_PERSON = "g.basis = 'custody' AND 'protection' = ANY (g.reads)"
READS = "'protection' = ANY (g.reads)"
BY_CUSTODY = "g.basis = 'custody'"
_HOST = f"host_organisation_id = {ME}"
_STAY = f"{_HOST} OR {FLOW} OR {granted('stay', FOR_THE_PERSON)}"
# A complaint about staff goes past the host, even where it answers for the person.
_INCIDENT = (
    f"({_HOST} OR {FLOW} OR {granted('stay_incident', FOR_THE_PERSON)})"
    f" AND (kind <> 'complaint_about_staff' OR host_organisation_id <> {ME} OR {SYSTEM})"
)
_ROAD = f"to_id = {ME} OR from_id = {ME} OR {FLOW} OR {granted('check_in', FOR_THE_PERSON)}"
_SERVICE = (
    f"provider_organisation_id = {ME} OR {FLOW}"
    f" OR {granted('service_given', 'service_given.section = ANY (g.reads)')}"
)
_ANSWERS = f"{SYSTEM} OR {granted('follow_up', FOR_THE_PERSON)}"
_MEANS = f"asked_by_id = {ME} OR asked_of_id = {ME} OR {FLOW}"
# By table: who reads, who adds, who changes.
POLICIES = {
    "stay": (_STAY, _HOST, _STAY),
    "stay_incident": (
        _INCIDENT, f"recorded_by_organisation_id = {ME}", f"recorded_by_organisation_id = {ME} OR {FLOW}"
    ),
    "check_in": (_ROAD, f"recorded_by_organisation_id = {ME}", _ROAD),
    "service_given": (
        _SERVICE, f"provider_organisation_id = {ME}", f"provider_organisation_id = {ME} OR {FLOW}"
    ),
    "follow_up": (f"{SYSTEM} OR {granted('follow_up', READS)}", _ANSWERS, _ANSWERS),
    "means_request": (
        f"{_MEANS} OR {granted('means_request', READS)}",
        f"asked_by_id = {ME} AND {granted('means_request', READS)}", _MEANS,
    ),
}  # fmt: skip
# What never changes once it is written; by the order of the columns of each table.
WRITTEN_ONCE = {
    "stay": "id, case_id, host_organisation_id, unit, referral_id, handoff_id, expected_at,"
    " recorded_by_organisation_id, recorded_by_agent_id, recorded_at",
    "stay_incident": "id, case_id, stay_id, host_organisation_id, kind, gravity, told_to,"
    " happened_at, sealed_note, recorded_by_organisation_id, recorded_by_agent_id, recorded_at",
    "check_in": "id, case_id, stay_id, handoff_id, from_id, to_id, all_well, happened_at,"
    " recorded_by_organisation_id, recorded_by_agent_id, recorded_at",
    "service_given": "id, case_id, section, provider_organisation_id, service_type, service_id,"
    " referral_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at",
    "follow_up": "id, case_id, consent_id, point, recorded_by_organisation_id,"
    " recorded_by_agent_id, recorded_at",
    "means_request": "id, case_id, asked_by_id, asked_of_id, kind, needed_by, asked,"
    " recorded_by_agent_id, recorded_at",
}
CHANGED = {
    "stay": "status, arrived_at, arrival_state, with_women, with_girls, with_men, with_boys,"
    " with_unknown, rules_explained_in, free_to_leave_told, absence_id, absent_since,"
    " return_expected_at, absence_planned, return_by, return_delay_at, absences, departed_at,"
    " departure_reason, departure_wished, destination_kind, destination_region,"
    " sealed_destination, closed_at, version",
    "stay_incident": "status, closed_at, version",
    "check_in": "status, closed_at, version",
    "service_given": "status, offered_on, answer_of_person, began_on, ended_on, sessions, amount,"
    " region, outcome, sealed_note, closed_at, version",
    "follow_up": "status, counted_from, due_on, done_on, mode, safe_channel_used, result, living,"
    " income, school_or_work, safe, stigma, new_exploitation, needs_help, outcome,"
    " sealed_own_words, closed_at, version",
    "means_request": "status, granted, paid, refusal_reason, decided_at, paid_on, paid_by_id,"
    " closed_at, version",
}
# Of the case, for those who count their own and do not see it.
_COPY = """
        NEW.custodian_id := subject.protection_custodian_id;
        NEW.sex := subject.sex;
        NEW.age_band := subject.age_band;
        NEW.treated_as_child := subject.age_in_doubt
            OR subject.age_band <> ALL ('{18_24,25_59,60_plus}'::text[]);"""
_SUBJECT = 'SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR KEY SHARE;'
_ELSEWHERE = """EXISTS (
            SELECT 1 FROM stay o WHERE o.case_id = s.case_id AND o.id <> s.id
            AND o.status IN ('present', 'absent')
        )"""
# An act on a stay, or on the case of whoever stays, holds, fills and frees a place of the host.
BY_STAY = """
            OR NOT stated AND EXISTS (
                SELECT 1 FROM stay s WHERE s.host_organisation_id = owner
                AND (s.case_id = e.case_id OR s.case_id = ANY (e.case_ids))
            )"""
# Whoever is here is a resident, also where no place and no service of a referral counts them.
RESIDENTS = """ + (
    SELECT count(*) FROM stay s WHERE s.host_organisation_id = leaving AND NOT s.has_place
    AND s.status IN ('present', 'absent') AND NOT EXISTS (
        SELECT 1 FROM referral r WHERE r.id = s.referral_id
        AND (r.bed IN ('held', 'occupied') OR r.status = 'in_progress')
    )
)"""
GUARD = """
DECLARE
    owner uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.organisation_id ELSE NEW.organisation_id END;
    stated boolean := TG_OP <> 'UPDATE' OR NEW.places <> OLD.places;{row_id}
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed' AND e.action NOT LIKE '%:read'
        AND (session_user <> 'referral_app' OR e.organisation_id = COALESCE(NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id))
        AND (
            {stating}
            OR NOT stated AND e.subject = 'referral' AND EXISTS (
                SELECT 1 FROM referral r WHERE r.id = e.subject_id AND r.receiver_id = owner
            ){more}
        )
    ) THEN
        RAISE EXCEPTION 'a change to places was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
"""
# By function: what names the row, and how the owner states its number.
GUARDS = {
    "refuse_unaudited_capacity": {
        "row_id": "",
        "stating": "e.subject = 'capacity' AND e.subject_id = owner",
    },
    "refuse_unaudited_place": {
        "row_id": "\n    row_id uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END;",
        "stating": "e.subject_id = row_id",
    },
}
FUNCTIONS = {
    # Whoever is here has a place: that of the referral, or one of the unit, as overflow where none
    # is free. It is given back however the stay ends. A host that counts no places has none.
    "take_place": """
    BEGIN
        IF TG_OP = 'INSERT' THEN
            NEW.has_place := false;
            NEW.is_beyond := false;
        END IF;
        IF NEW.status IN ('present', 'absent') AND NOT NEW.has_place AND NOT EXISTS (
            SELECT 1 FROM referral r WHERE r.id = NEW.referral_id AND r.bed IN ('held', 'occupied')
        ) THEN
            SELECT true, h.place_id, h.is_beyond INTO NEW.has_place, NEW.place_id, NEW.is_beyond
            FROM hold_place(
                NEW.host_organisation_id, ARRAY[NEW.unit, 'bed_unspecified'], NULL, true
            ) h;
            NEW.has_place := COALESCE(NEW.has_place, false);
            NEW.is_beyond := COALESCE(NEW.is_beyond, false);
            IF NEW.has_place THEN
                PERFORM move_place(NEW.host_organisation_id, NEW.place_id, 'occupy');
            END IF;
        ELSIF NEW.status NOT IN ('present', 'absent') AND NEW.has_place THEN
            PERFORM move_place(NEW.host_organisation_id, NEW.place_id, 'release_occupied');
            NEW.has_place := false;
        END IF;
        RETURN NEW;
    END
    """,
    "begin_stay": f"""
    DECLARE subject "case";
    BEGIN
        {_SUBJECT}
        -- Nobody is expected whose file is closed; an arrival is a fact.
        IF NEW.status = 'expected' AND subject.state IS DISTINCT FROM 'open' THEN
            RAISE EXCEPTION 'the file is closed' USING ERRCODE = 'NR003';
        END IF;
        IF NOT COALESCE(CASE
            WHEN NEW.referral_id IS NOT NULL THEN EXISTS (
                SELECT 1 FROM referral r WHERE r.id = NEW.referral_id
                AND r.case_id = NEW.case_id AND r.receiver_id = NEW.host_organisation_id
                AND (r.accepted_at IS NOT NULL OR NEW.status = 'present')
            )
            WHEN NEW.handoff_id IS NOT NULL THEN EXISTS (
                SELECT 1 FROM handoff h WHERE h.id = NEW.handoff_id AND h.case_id = NEW.case_id
                AND h.to_id = NEW.host_organisation_id AND h.kind = 'protection'
            )
            ELSE EXISTS (
                SELECT 1 FROM access_grant g WHERE g.case_id = NEW.case_id
                AND g.organisation_id = NEW.host_organisation_id AND g.ended_at IS NULL
                AND (g.valid_until IS NULL OR g.valid_until > now())
            )
        END, false) THEN
            RAISE EXCEPTION 'a stay of a person of whom the host does not know'
                USING ERRCODE = 'NR003';
        END IF;{_COPY}
        NEW.region := subject.region;
        NEW.is_transfer := NEW.status = 'expected' AND EXISTS (
            SELECT 1 FROM stay o WHERE o.case_id = NEW.case_id AND o.id <> NEW.id
            AND o.status IN ('present', 'absent')
        );
        RETURN NEW;
    END
    """,
    # Expected beside present or absent is a transfer, and says so.
    "follow_stay": f"""
    BEGIN
        UPDATE stay s SET is_transfer = {_ELSEWHERE}, version = version + 1
        WHERE s.case_id = NEW.case_id AND s.status = 'expected'
        AND s.is_transfer IS DISTINCT FROM {_ELSEWHERE};
        RETURN NULL;
    END
    """,
    "begin_service_given": f"""
    DECLARE subject "case";
    BEGIN
        {_SUBJECT}{_COPY}
        NEW.case_region := subject.region;
        RETURN NEW;
    END
    """,
    "begin_means_request": f"""
    DECLARE subject "case";
    BEGIN
        {_SUBJECT}
        NEW.custodian_id := subject.protection_custodian_id;
        NEW.case_region := subject.region;
        RETURN NEW;
    END
    """,
    "stand_under_custodian": f"""
    DECLARE subject "case";
    BEGIN
        {_SUBJECT}
        NEW.custodian_id := subject.protection_custodian_id;
        RETURN NEW;
    END
    """,
    "move_assistance": """
    BEGIN
        UPDATE stay SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
        UPDATE stay_incident SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
        UPDATE service_given SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
        UPDATE follow_up SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
        UPDATE means_request SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
        RETURN NULL;
    END
    """,
    # An arrival that is said of the referral is one of the stay; and who is not to come any more is
    # not expected.
    "stay_follows_referral": """
    BEGIN
        IF NEW.started_at IS NOT NULL AND OLD.started_at IS NULL THEN
            UPDATE stay s SET status = 'departed', departed_at = GREATEST(s.arrived_at, now()),
                departure_reason = 'to_other_shelter', departure_wished = 'unknown',
                destination_kind = 'shelter', closed_at = now(), version = version + 1
            WHERE s.case_id = NEW.case_id AND s.status IN ('present', 'absent') AND EXISTS (
                SELECT 1 FROM stay e WHERE e.referral_id = NEW.id AND e.status = 'expected'
            );
            UPDATE stay SET status = 'present', arrived_at = NEW.started_at, version = version + 1
            WHERE referral_id = NEW.id AND status = 'expected';
        ELSIF NEW.status IN ('completed', 'rejected', 'cancelled', 'expired', 'failed',
            'entered_in_error') THEN
            UPDATE stay SET closed_at = now(), version = version + 1,
                status = CASE WHEN NEW.end_reason = 'not_started' THEN 'not_arrived'
                    ELSE 'cancelled' END
            WHERE referral_id = NEW.id AND status = 'expected';
        END IF;
        RETURN NULL;
    END
    """,
    # A correction of the file, for those who do not see it.
    "stay_follows_case": """
    BEGIN
        UPDATE stay SET sex = NEW.sex, age_band = NEW.age_band, treated_as_child =
            NEW.age_in_doubt OR NEW.age_band <> ALL ('{18_24,25_59,60_plus}'::text[])
        WHERE case_id = NEW.id AND status IN ('expected', 'present', 'absent');
        RETURN NULL;
    END
    """,
    "stay_follows_handoff": """
    BEGIN
        UPDATE stay SET closed_at = now(), version = version + 1,
            status = CASE NEW.status WHEN 'failed' THEN 'not_arrived' ELSE 'cancelled' END
        WHERE handoff_id = NEW.id AND status = 'expected';
        RETURN NULL;
    END
    """,
    # Whoever is not to be contacted any more is not followed up.
    "end_follow_ups": """
    BEGIN
        UPDATE follow_up SET status = 'not_wanted', closed_at = now(), version = version + 1
        WHERE consent_id = NEW.id AND status = 'due';
        RETURN NULL;
    END
    """,
}
TRIGGERS = {
    "stay": {
        "take_place": "BEFORE INSERT OR UPDATE OF status ON stay FOR EACH ROW"
        " EXECUTE FUNCTION take_place()",
        "begin_stay": "BEFORE INSERT ON stay FOR EACH ROW EXECUTE FUNCTION begin_stay()",
        "follow_stay": "AFTER INSERT OR UPDATE OF status ON stay FOR EACH ROW"
        " EXECUTE FUNCTION follow_stay()",
        "note_death": "AFTER UPDATE OF departure_reason ON stay FOR EACH ROW"
        " WHEN (NEW.departure_reason = 'deceased'"
        " AND OLD.departure_reason IS DISTINCT FROM NEW.departure_reason)"
        " EXECUTE FUNCTION note_death()",
    },
    "stay_incident": {
        "stand_under_custodian": "BEFORE INSERT ON stay_incident FOR EACH ROW"
        " EXECUTE FUNCTION stand_under_custodian()",
    },
    "service_given": {
        "begin_service_given": "BEFORE INSERT ON service_given FOR EACH ROW"
        " EXECUTE FUNCTION begin_service_given()",
    },
    "follow_up": {
        "stand_under_custodian": "BEFORE INSERT ON follow_up FOR EACH ROW"
        " EXECUTE FUNCTION stand_under_custodian()",
        "note_death": "AFTER UPDATE OF result ON follow_up FOR EACH ROW"
        " WHEN (NEW.result = 'deceased' AND OLD.result IS DISTINCT FROM NEW.result)"
        " EXECUTE FUNCTION note_death()",
    },
    "means_request": {
        "begin_means_request": "BEFORE INSERT ON means_request FOR EACH ROW"
        " EXECUTE FUNCTION begin_means_request()",
    },
    "custody": {
        "move_assistance": "AFTER INSERT ON custody FOR EACH ROW"
        " WHEN (NEW.kind = 'protection' AND NEW.seq > 1) EXECUTE FUNCTION move_assistance()",
    },
    "referral": {
        "stay_follows_referral": "AFTER UPDATE OF status, started_at ON referral FOR EACH ROW"
        " WHEN (OLD.status <> NEW.status OR OLD.started_at IS DISTINCT FROM NEW.started_at)"
        " EXECUTE FUNCTION stay_follows_referral()",
    },
    "handoff": {
        "stay_follows_handoff": "AFTER UPDATE OF status ON handoff FOR EACH ROW"
        " WHEN (OLD.status <> NEW.status"
        " AND NEW.status IN ('declined', 'withdrawn', 'expired', 'failed'))"
        " EXECUTE FUNCTION stay_follows_handoff()",
    },
    "case": {
        "stay_follows_case": 'AFTER UPDATE OF sex, age_band, age_in_doubt ON "case" FOR EACH ROW'
        " WHEN (ROW(OLD.sex, OLD.age_band, OLD.age_in_doubt)"
        " IS DISTINCT FROM ROW(NEW.sex, NEW.age_band, NEW.age_in_doubt))"
        " EXECUTE FUNCTION stay_follows_case()",
    },
    "consent": {
        "end_follow_ups": "AFTER UPDATE OF status ON consent FOR EACH ROW"
        " WHEN (NEW.status IN ('withdrawn', 'entered_in_error') AND OLD.status <> NEW.status)"
        " EXECUTE FUNCTION end_follow_ups()",
    },
}
# What is counted of each row: its columns, each with what it is made of if that has another name,
# and the organisations whose own row it is.
_SHEET = "sex text, age_band text, region text, treated_as_child boolean"
COUNTED = {
    "stay": (
        f"case_id uuid, status text, host_organisation_id uuid, unit text, {_SHEET},"
        " arrived_at timestamptz, departed_at timestamptz, departure_reason text,"
        " destination_kind text",
        {},
        "{h}.host_organisation_id = {me}",
    ),
    "service_given": (
        "case_id uuid, status text, provider_organisation_id uuid, service_type text,"
        " offered_on date, answer_of_person text, began_on date, ended_on date,"
        f" served_region text, outcome text, {_SHEET}",
        {"served_region": "{r}.region", "region": "{r}.case_region"},
        "{h}.provider_organisation_id = {me}",
    ),
    "follow_up": (
        "case_id uuid, status text, point text, due_on date, done_on date, result text,"
        " outcome text, recorded_by_organisation_id uuid",
        {},
        "{h}.recorded_by_organisation_id = {me}",
    ),
    "means_request": (
        "case_id uuid, status text, asked_by_id uuid, asked_of_id uuid, kind text, region text,"
        " asked bigint, granted bigint, paid bigint, asked_at timestamptz, decided_at timestamptz,"
        " paid_on date",
        {"region": "{r}.case_region", "asked_at": "{r}.recorded_at"},
        "({h}.asked_by_id = {me} OR {h}.asked_of_id = {me})",
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
TABLES = {
    "stay": """CREATE TABLE IF NOT EXISTS stay (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    host_organisation_id UUID NOT NULL,
    custodian_id UUID,
    unit TEXT NOT NULL,
    referral_id UUID,
    handoff_id UUID,
    status TEXT NOT NULL,
    is_transfer BOOLEAN NOT NULL,
    has_place BOOLEAN NOT NULL,
    place_id UUID,
    is_beyond BOOLEAN NOT NULL,
    sex TEXT,
    age_band TEXT,
    region TEXT,
    treated_as_child BOOLEAN,
    expected_at TIMESTAMP WITH TIME ZONE,
    arrived_at TIMESTAMP WITH TIME ZONE,
    arrival_state TEXT[] DEFAULT '{}' NOT NULL,
    with_women INTEGER,
    with_girls INTEGER,
    with_men INTEGER,
    with_boys INTEGER,
    with_unknown INTEGER,
    rules_explained_in TEXT,
    free_to_leave_told TEXT NOT NULL,
    absence_id UUID,
    absent_since TIMESTAMP WITH TIME ZONE,
    return_expected_at TIMESTAMP WITH TIME ZONE,
    absence_planned TEXT,
    return_by TIMESTAMP WITH TIME ZONE,
    return_delay_at TIMESTAMP WITH TIME ZONE,
    absences JSONB DEFAULT '[]' NOT NULL,
    departed_at TIMESTAMP WITH TIME ZONE,
    departure_reason TEXT,
    departure_wished TEXT,
    destination_kind TEXT,
    destination_region TEXT,
    sealed_destination BYTEA,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_stay PRIMARY KEY (id),
    CONSTRAINT ck_stay_one_reason CHECK (num_nonnulls(referral_id, handoff_id) <= 1),
    CONSTRAINT ck_stay_departure CHECK ((status = 'departed') = (departure_reason IS NOT NULL) OR status = 'entered_in_error'),
    CONSTRAINT ck_stay_arrival CHECK (arrived_at IS NOT NULL OR status IN ('expected','not_arrived','cancelled','entered_in_error')),
    CONSTRAINT ck_stay_order_of_days CHECK (departed_at >= arrived_at),
    CONSTRAINT ck_stay_absence CHECK ((status = 'absent') <= (absence_id IS NOT NULL))
)""",
    "stay_incident": """CREATE TABLE IF NOT EXISTS stay_incident (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    stay_id UUID NOT NULL,
    host_organisation_id UUID NOT NULL,
    custodian_id UUID,
    status TEXT NOT NULL CONSTRAINT ck_stay_incident_status_code CHECK (status = ANY ('{recorded,entered_in_error}'::text[])),
    kind TEXT NOT NULL CONSTRAINT ck_stay_incident_kind_code CHECK (kind = ANY ('{self_harm,violence_between_residents,complaint_about_staff,threat_from_outside,location_disclosed,trafficker_contact,illness_or_accident,missing,birth,other}'::text[])),
    gravity TEXT NOT NULL CONSTRAINT ck_stay_incident_gravity_code CHECK (gravity = ANY ('{minor,serious,life_threatening,unknown}'::text[])),
    told_to TEXT[] DEFAULT '{}' NOT NULL CONSTRAINT ck_stay_incident_told_to_codes CHECK (told_to <@ '{police,gendarmerie,border_service,prosecutor,court,ngo,shelter,health,legal_aid,child_protection,social_service,labour_inspection,state_service,coordination,international,watch_committee,one_stop_centre,traditional_or_religious_authority,local_authority,consulate,hotline,oversight}'::text[]),
    happened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sealed_note BYTEA,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_stay_incident PRIMARY KEY (id)
)""",
    "check_in": """CREATE TABLE IF NOT EXISTS check_in (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    stay_id UUID,
    handoff_id UUID,
    from_id UUID NOT NULL,
    to_id UUID NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_check_in_status_code CHECK (status = ANY ('{recorded,entered_in_error}'::text[])),
    all_well BOOLEAN NOT NULL,
    happened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_check_in PRIMARY KEY (id),
    CONSTRAINT ck_check_in_one_journey CHECK (num_nonnulls(stay_id, handoff_id) = 1)
)""",
    "service_given": """CREATE TABLE IF NOT EXISTS service_given (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    section TEXT NOT NULL,
    provider_organisation_id UUID NOT NULL,
    custodian_id UUID,
    status TEXT NOT NULL,
    service_type TEXT NOT NULL,
    service_id UUID,
    referral_id UUID,
    offered_on DATE NOT NULL,
    answer_of_person TEXT NOT NULL,
    began_on DATE,
    ended_on DATE,
    sessions INTEGER,
    amount BIGINT,
    region TEXT NOT NULL,
    outcome TEXT,
    sealed_note BYTEA,
    sex TEXT,
    age_band TEXT,
    case_region TEXT,
    treated_as_child BOOLEAN,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_service_given PRIMARY KEY (id),
    CONSTRAINT ck_service_given_began CHECK (began_on >= offered_on),
    CONSTRAINT ck_service_given_ended CHECK (ended_on >= began_on),
    CONSTRAINT ck_service_given_wished CHECK (began_on IS NULL OR answer_of_person IN ('accepted','later')),
    CONSTRAINT ck_service_given_amount CHECK (amount BETWEEN 0 AND 1000000000000)
)""",
    "follow_up": """CREATE TABLE IF NOT EXISTS follow_up (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    consent_id UUID NOT NULL,
    status TEXT NOT NULL,
    point TEXT NOT NULL,
    counted_from DATE NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    mode TEXT,
    safe_channel_used TEXT NOT NULL,
    result TEXT,
    living TEXT,
    income TEXT,
    school_or_work TEXT,
    safe TEXT NOT NULL,
    stigma TEXT NOT NULL,
    new_exploitation TEXT NOT NULL,
    needs_help TEXT NOT NULL,
    outcome TEXT,
    sealed_own_words BYTEA,
    recorded_by_organisation_id UUID NOT NULL,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_follow_up PRIMARY KEY (id),
    CONSTRAINT ck_follow_up_later CHECK (due_on >= counted_from),
    CONSTRAINT ck_follow_up_done CHECK ((status = 'done') <= (done_on IS NOT NULL AND result IS NOT NULL))
)""",
    "means_request": """CREATE TABLE IF NOT EXISTS means_request (
    id UUID NOT NULL,
    recorded_key UUID DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint) || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    case_id UUID NOT NULL,
    custodian_id UUID,
    case_region TEXT CONSTRAINT ck_means_request_case_region_code CHECK (case_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[])),
    asked_by_id UUID NOT NULL,
    asked_of_id UUID NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_means_request_status_code CHECK (status = ANY ('{asked,granted,refused,paid,withdrawn,entered_in_error}'::text[])),
    kind TEXT NOT NULL CONSTRAINT ck_means_request_kind_code CHECK (kind = ANY ('{transport,food,hospital_bill,medicine,document,clothing_hygiene,interpreter,other}'::text[])),
    needed_by DATE,
    asked BIGINT NOT NULL,
    granted BIGINT,
    paid BIGINT NOT NULL,
    refusal_reason TEXT CONSTRAINT ck_means_request_refusal_reason_code CHECK (refusal_reason = ANY ('{no_means,not_covered,paid_by_another,not_needed,other}'::text[])),
    decided_at TIMESTAMP WITH TIME ZONE,
    paid_on DATE,
    paid_by_id UUID,
    recorded_by_agent_id UUID NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    CONSTRAINT pk_means_request PRIMARY KEY (id),
    CONSTRAINT ck_means_request_asked CHECK (asked BETWEEN 1 AND 1000000000000),
    CONSTRAINT ck_means_request_granted CHECK (granted BETWEEN 0 AND asked),
    CONSTRAINT ck_means_request_paid CHECK (paid BETWEEN 0 AND granted),
    CONSTRAINT ck_means_request_refusal CHECK ((status = 'refused') = (refusal_reason IS NOT NULL))
)""",
}
# The lists of a table with many are held by one function.
CODES = {
    "stay": """(checked.absence_planned = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))
    AND (checked.arrival_state <@ '{well,tired_or_hungry,distressed,injured,urgent_care_needed,with_baby}'::text[])
    AND (checked.departure_reason = ANY ('{plan_completed,to_family,to_own_home,to_other_shelter,voluntary_return,left_by_choice,left_without_notice,missing,hospital,asked_to_leave,centre_closed,security,deceased,other}'::text[]))
    AND (checked.departure_wished = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.destination_kind = ANY ('{family,own_home,host,shelter,foster_care,abroad,hospital,detention,unknown}'::text[]))
    AND (checked.destination_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.free_to_leave_told = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.rules_explained_in = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[]))
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.status = ANY ('{expected,present,absent,departed,not_arrived,cancelled,entered_in_error}'::text[]))
    AND (checked.unit = ANY ('{bed_unspecified,bed_women,bed_girls,bed_men,bed_boys,family_room,consultation_slot,training_slot}'::text[]))""",
    "service_given": """(checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))
    AND (checked.answer_of_person = ANY ('{accepted,declined,later,not_available}'::text[]))
    AND (checked.case_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.outcome = ANY ('{service_provided,partially_provided,referred_onward,person_declined,person_left,no_show,not_eligible_after_assessment}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.section = ANY ('{identity,exploitation,protection,health,justice,participation}'::text[]))
    AND (checked.service_type = ANY ('{shelter,medical_care,reproductive_health,medical_certificate,mental_health_care,psychosocial_support,one_stop_centre,legal_aid,court_assistance,witness_support,compensation_support,physical_protection,child_care_arrangement,family_tracing,food,non_food_items,cash_assistance,education,vocational_training,livelihood,civil_documents,interpretation,disability_support,transport,mediation,voluntary_return,reintegration,other}'::text[]))
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]))""",
    "follow_up": """(checked.income = ANY ('{none,below_minimum,about_minimum,above_minimum,unknown,not_asked}'::text[]))
    AND (checked.living = ANY ('{own_home,family,host,shelter,foster_care,street,workplace,unknown}'::text[]))
    AND (checked.mode = ANY ('{visit,office,telephone,through_trusted_person,partner_abroad}'::text[]))
    AND (checked.needs_help = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.new_exploitation = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.outcome = ANY ('{stable,progressing,fragile,in_danger,unknown}'::text[]))
    AND (checked.point = ANY ('{month_1,month_3,month_6,month_12,other}'::text[]))
    AND (checked.result = ANY ('{reached,not_reached,moved,not_wanted,unsafe_to_contact,deceased}'::text[]))
    AND (checked.safe = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.safe_channel_used = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.school_or_work = ANY ('{school,training,work,own_activity,none,under_6,unknown}'::text[]))
    AND (checked.status = ANY ('{due,done,not_wanted,entered_in_error}'::text[]))
    AND (checked.stigma = ANY ('{yes,no,unknown,not_asked}'::text[]))""",
}
INDEXES = (
    "CREATE INDEX IF NOT EXISTS ix_stay_case_id_recorded_key ON stay (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_stay_expected_at ON stay (expected_at) WHERE status = 'expected'",
    "CREATE INDEX IF NOT EXISTS ix_stay_handoff_id ON stay (handoff_id) WHERE status = 'expected'",
    "CREATE INDEX IF NOT EXISTS ix_stay_host_organisation_id_recorded_key ON stay (host_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_stay_recorded_key ON stay (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_stay_referral_id ON stay (referral_id) WHERE status = 'expected'",
    "CREATE INDEX IF NOT EXISTS ix_stay_return_by ON stay (return_by) WHERE status = 'absent' AND return_delay_at IS NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_stay_expected ON stay (case_id) WHERE status = 'expected'",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_stay_present ON stay (case_id) WHERE status IN ('present','absent')",
    "CREATE INDEX IF NOT EXISTS ix_stay_incident_case_id_recorded_key ON stay_incident (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_stay_incident_host_organisation_id_recorded_key ON stay_incident (host_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_stay_incident_recorded_key ON stay_incident (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_stay_incident_stay_id_recorded_key ON stay_incident (stay_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_check_in_case_id_recorded_key ON check_in (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_check_in_from_id_recorded_key ON check_in (from_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_check_in_recorded_key ON check_in (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_check_in_to_id_recorded_key ON check_in (to_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_service_given_case_id_recorded_key ON service_given (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_service_given_provider_organisation_id_recorded_key ON service_given (provider_organisation_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_service_given_recorded_key ON service_given (recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_follow_up_case_id_recorded_key ON follow_up (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_follow_up_consent_id ON follow_up (consent_id) WHERE status = 'due'",
    "CREATE INDEX IF NOT EXISTS ix_follow_up_recorded_key ON follow_up (recorded_key)",
    "CREATE UNIQUE INDEX IF NOT EXISTS uq_follow_up_point ON follow_up (case_id, point) WHERE status = 'due' AND point <> 'other'",
    "CREATE INDEX IF NOT EXISTS ix_means_request_asked_by_id_recorded_key ON means_request (asked_by_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_means_request_asked_of_id_recorded_key ON means_request (asked_of_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_means_request_case_id_recorded_key ON means_request (case_id, recorded_key)",
    "CREATE INDEX IF NOT EXISTS ix_means_request_recorded_key ON means_request (recorded_key)",
)
REFERRED = {
    "stay": {
        "case_id": "case",
        "handoff_id": "handoff",
        "host_organisation_id": "organisation",
        "place_id": "place",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
        "referral_id": "referral",
    },
    "stay_incident": {
        "case_id": "case",
        "host_organisation_id": "organisation",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
        "stay_id": "stay",
    },
    "check_in": {
        "case_id": "case",
        "from_id": "organisation",
        "handoff_id": "handoff",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
        "stay_id": "stay",
        "to_id": "organisation",
    },
    "service_given": {
        "case_id": "case",
        "provider_organisation_id": "organisation",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
        "referral_id": "referral",
    },
    "follow_up": {
        "case_id": "case",
        "consent_id": "consent",
        "recorded_by_agent_id": "agent",
        "recorded_by_organisation_id": "organisation",
    },
    "means_request": {
        "asked_by_id": "organisation",
        "asked_of_id": "organisation",
        "case_id": "case",
        "paid_by_id": "organisation",
        "recorded_by_agent_id": "agent",
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
    for name, body in FUNCTIONS.items():
        _function(name, body)
    _guard_places(BY_STAY)
    _count_residents(RESIDENTS)
    _create_triggers()
    _apart()
    _hold_alerts(MORE_ALERTS)
    _apart()
    op.execute("ALTER TABLE alert VALIDATE CONSTRAINT ck_alert_kind_code")
    _apart()
    _open_keys(f" OR {SYSTEM}")


def _guard_places(more: str) -> None:
    for name, parts in GUARDS.items():
        _function(name, GUARD.format(more=more, **parts))


def _count_residents(more: str) -> None:
    of_places = context.script.get_revision("0046").module
    taken = f"({of_places.BEFORE} + {of_places.TAKEN.format('place')}{more})"
    of_places.replace_duties(taken)


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
            op.execute(f"CREATE OR REPLACE TRIGGER {name} {made}")
    for table, (columns, made, _) in COUNTED.items():
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
        shown = f"{SIGHT} = 'flow' OR {own.format(h=history, me=ME)}"
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


def _hold_alerts(kinds: str) -> None:
    op.execute("ALTER TABLE alert DROP CONSTRAINT IF EXISTS ck_alert_kind_code")
    op.execute(
        _plain(
            "ALTER TABLE alert ADD CONSTRAINT ck_alert_kind_code"
            f" CHECK (kind = ANY ('{{{kinds}}}'::text[])) NOT VALID"
        )
    )


def _open_keys(more: str) -> None:
    """Let the service, and whoever holds a grant, make and find the key of a person."""
    op.execute(
        _plain(
            "ALTER POLICY app_insert ON person_key"
            f" WITH CHECK ({granted('person_key', BY_CUSTODY)}{more})"
        )
    )
    op.execute(
        _plain(
            f"ALTER POLICY app_select ON person_key USING ({granted('person_key', 'true')}{more})"
        )
    )


def downgrade() -> None:
    _open_keys("")
    _guard_places("")
    _count_residents("")
    for table in ("consent", "case", "handoff", "referral", "custody"):
        _apart()
        for name in TRIGGERS[table]:
            op.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
    _apart()
    # The version before knows none of these kinds.
    op.execute("ALTER TABLE alert DISABLE TRIGGER unaudited")
    op.execute(_plain(f"DELETE FROM alert WHERE kind <> ALL ('{{{ALERTS}}}'::text[])"))
    op.execute("ALTER TABLE alert ENABLE ALWAYS TRIGGER unaudited")
    _hold_alerts(ALERTS)
    _apart()
    op.execute("ALTER TABLE alert VALIDATE CONSTRAINT ck_alert_kind_code")
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
