"""Ethnic group and descent: a section, a purpose of consent, and a table that is erased with it.

No ceiling has the section, so that no grant ever opens it. The row security of the table asks for
custody of the person, a type of organisation and an active consent of its own.
"""

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
VOCABULARY = ("read", "record")
SECTIONS = "identity,exploitation,protection,health,justice,participation"
MORE_SECTIONS = f"{SECTIONS},background"
PURPOSES = (
    "care,referral_sharing,justice,anonymous_statistics,research,follow_up_contact,transfer_abroad"
)
MORE_PURPOSES = f"{PURPOSES},background_statistics"
# The columns that hold sections, of the tables that have a CHECK for each list.
LISTED = {"access_grant": ("reads", "writes"), "referral_copy": ("shared_sections",)}
# What the lists of the section and of the purpose become.
MORE = {SECTIONS: MORE_SECTIONS, PURPOSES: MORE_PURPOSES}
# The lists of each table as they stand before, by column: one code, or several.
RULES = {
    "consent": (
        (
            "given_by", "= ANY",
            "self,mother,father,guardian,legal_representative,authority_order",
        ),
        (
            "legal_ground", "= ANY",
            "vital_interest,child_best_interest,duty_to_report,court_order",
        ),
        ("method", "= ANY", "written,oral_with_witness,thumbprint"),
        ("purposes", "<@", PURPOSES),
        ("sections", "<@", SECTIONS),
        (
            "status", "= ANY",
            "proposed,provisional,active,withdrawn,expired,superseded,refused,"
            "entered_in_error",
        ),
    ),
    "handoff": (
        ("age_band", "= ANY", "under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown"),
        (
            "case_risk_flags", "<@",
            "trafficker_searching,trafficker_in_family,trafficker_nearby,"
            "threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,"
            "violence_at_home,unsafe_phone,urgent_health,unaccompanied_child",
        ),
        (
            "end_reason", "= ANY",
            "assigned_by_coordination,better_option_found,conflict_of_interest,"
            "consent_missing,consent_withdrawn,death,health_emergency,insecurity,"
            "insufficient_information,no_capacity,not_admitted,not_arrived,"
            "not_eligible_age,not_eligible_sex,not_entitled,not_said,offered_in_error,"
            "other,out_of_area,out_of_mandate,person_declined,person_left,"
            "person_missing,safety,said_otherwise,security_risk,situation_changed,"
            "transport_failed",
        ),
        ("kind", "= ANY", "investigation,protection"),
        (
            "legal_duty", "= ANY",
            "flagrance_report,prosecutor_instruction,court_referral,other_legal_duty",
        ),
        (
            "needs", "<@",
            "safety,housing,food,clothing_hygiene,medical,reproductive_health,"
            "pregnancy_care,psychosocial,childcare,guardian,family_tracing,legal_advice,"
            "civil_documents,interpreter,schooling,training_or_work,money,return_home,"
            "other",
        ),
        ("priority", "= ANY", "emergency,urgent,routine"),
        (
            "reason", "= ANY",
            "change_of_location,child_protection,conflict_of_interest,court_order,"
            "custodian_closed,custodian_unresponsive,dispute,end_of_mandate,"
            "judicial_proceedings,jurisdiction,other,person_request,protective_shelter,"
            "return_or_reintegration,safety,security,specialised_care",
        ),
        (
            "region", "= ANY",
            "BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,"
            "TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,"
            "DOUENTZA,OUTSIDE_MALI,UNKNOWN",
        ),
        (
            "risk_flags", "<@",
            "trafficker_searching,trafficker_in_family,trafficker_nearby,"
            "threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,"
            "violence_at_home,unsafe_phone,urgent_health,unaccompanied_child",
        ),
        ("sex", "= ANY", "female,male,unknown"),
        ("shared_sections", "<@", SECTIONS),
        ("status", "= ANY", "offered,accepted,completed,declined,withdrawn,expired,failed"),
    ),
    "referral": (
        (
            "accessibility_needs", "<@",
            "step_free,walking_aid,visual,hearing,sign_language,speech,"
            "plain_explanation,personal_assistance,read_aloud",
        ),
        ("age_band", "= ANY", "under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown"),
        ("attendance", "= ANY", "scheduled,no_show,noted"),
        ("bed", "= ANY", "none,asked,held,occupied,released"),
        (
            "cancellation_reason", "= ANY",
            "consent_withdrawn,safety,need_resolved,sent_in_error,better_option_found,"
            "person_unreachable,death,other",
        ),
        (
            "case_risk_flags", "<@",
            "trafficker_searching,trafficker_in_family,trafficker_nearby,"
            "threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,"
            "violence_at_home,unsafe_phone,urgent_health,unaccompanied_child",
        ),
        (
            "end_reason", "= ANY",
            "accessibility_not_supported,better_option_found,consent_missing,"
            "consent_withdrawn,death,duplicate,insufficient_information,"
            "language_not_supported,need_resolved,no_capacity,not_arrived,"
            "not_eligible_age,not_eligible_sex,not_eligible_situation,not_entitled,"
            "not_said,not_started,other,out_of_area,person_declined,person_unreachable,"
            "safety,said_otherwise,security_risk,sent_in_error,service_not_offered,"
            "waitlist_only,withdrew_acceptance",
        ),
        ("group_tie", "= ANY", "mother,father,child,other_adult"),
        (
            "hold_reason", "= ANY",
            "awaiting_place,awaiting_documents,awaiting_interpreter,awaiting_decision,"
            "illness,person_request,person_unreachable,access_or_security,other",
        ),
        (
            "languages", "<@",
            "fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,"
            "taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,"
            "bog,other",
        ),
        (
            "needs", "<@",
            "safety,housing,food,clothing_hygiene,medical,reproductive_health,"
            "pregnancy_care,psychosocial,childcare,guardian,family_tracing,legal_advice,"
            "civil_documents,interpreter,schooling,training_or_work,money,return_home,"
            "other",
        ),
        (
            "outcome", "= ANY",
            "service_provided,partially_provided,referred_onward,person_declined,"
            "person_left,no_show,not_eligible_after_assessment",
        ),
        ("parting_reason", "= ANY", "child_safety,best_interest,hospital,wish"),
        ("priority", "= ANY", "emergency,urgent,routine"),
        (
            "reason", "= ANY",
            "access_or_security,accessibility_not_supported,awaiting_decision,"
            "awaiting_documents,awaiting_interpreter,awaiting_place,better_option_found,"
            "consent_missing,consent_withdrawn,death,duplicate,illness,"
            "insufficient_information,language_not_supported,need_resolved,no_capacity,"
            "not_arrived,not_eligible_age,not_eligible_sex,not_eligible_situation,"
            "not_entitled,not_said,not_started,other,out_of_area,person_declined,"
            "person_request,person_unreachable,safety,said_otherwise,security_risk,"
            "sent_in_error,service_not_offered,waitlist_only,withdrew_acceptance",
        ),
        (
            "region", "= ANY",
            "BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,"
            "TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,"
            "DOUENTZA,OUTSIDE_MALI,UNKNOWN",
        ),
        (
            "risk_flags", "<@",
            "trafficker_searching,trafficker_in_family,trafficker_nearby,"
            "threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,"
            "violence_at_home,unsafe_phone,urgent_health,unaccompanied_child",
        ),
        (
            "service_type", "= ANY",
            "shelter,medical_care,reproductive_health,medical_certificate,"
            "mental_health_care,psychosocial_support,one_stop_centre,legal_aid,"
            "court_assistance,witness_support,compensation_support,physical_protection,"
            "child_care_arrangement,family_tracing,food,non_food_items,cash_assistance,"
            "education,vocational_training,livelihood,civil_documents,interpretation,"
            "disability_support,transport,mediation,voluntary_return,reintegration,other",
        ),
        ("sex", "= ANY", "female,male,unknown"),
        ("shared_sections", "<@", SECTIONS),
        (
            "status", "= ANY",
            "draft,requested,received,accepted,in_progress,on_hold,completed,rejected,"
            "cancelled,expired,failed,entered_in_error",
        ),
    ),
    "service_given": (
        ("age_band", "= ANY", "under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown"),
        ("answer_of_person", "= ANY", "accepted,declined,later,not_available"),
        (
            "case_region", "= ANY",
            "BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,"
            "TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,"
            "DOUENTZA,OUTSIDE_MALI,UNKNOWN",
        ),
        (
            "outcome", "= ANY",
            "service_provided,partially_provided,referred_onward,person_declined,"
            "person_left,no_show,not_eligible_after_assessment",
        ),
        (
            "region", "= ANY",
            "BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,"
            "TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,"
            "DOUENTZA,OUTSIDE_MALI,UNKNOWN",
        ),
        ("section", "= ANY", SECTIONS),
        (
            "service_type", "= ANY",
            "shelter,medical_care,reproductive_health,medical_certificate,"
            "mental_health_care,psychosocial_support,one_stop_centre,legal_aid,"
            "court_assistance,witness_support,compensation_support,physical_protection,"
            "child_care_arrangement,family_tracing,food,non_food_items,cash_assistance,"
            "education,vocational_training,livelihood,civil_documents,interpretation,"
            "disability_support,transport,mediation,voluntary_return,reintegration,other",
        ),
        ("sex", "= ANY", "female,male,unknown"),
        ("status", "= ANY", "recorded,entered_in_error"),
    ),
}  # fmt: skip
HOLDERS = "'{ngo,legal_aid,child_protection}'"
MAY = f"""
    EXISTS (
        SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}
        AND g.case_id = background.case_id AND g.ended_at IS NULL
        AND (g.valid_until IS NULL OR g.valid_until > now())
        AND g.basis = 'custody' AND 'protection' = ANY (g.reads) OFFSET 0
    )
    AND EXISTS (
        SELECT 1 FROM organisation o WHERE o.id = {ME} AND o.type = ANY ({HOLDERS}::text[])
    )
    AND EXISTS (
        SELECT 1 FROM consent k WHERE k.case_id = background.case_id AND k.status = 'active'
        AND k.legal_ground IS NULL AND {ME} = ANY (k.recipients)
        AND 'background_statistics' = ANY (k.purposes)
        AND (k.valid_until IS NULL OR k.valid_until > now())
    )"""
TABLE = """CREATE TABLE IF NOT EXISTS background (
    case_id UUID NOT NULL,
    sealed BYTEA,
    version INTEGER NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by_agent_id UUID NOT NULL,
    erased_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_background PRIMARY KEY (case_id)
)"""
REFERRED = {"case_id": "case", "updated_by_agent_id": "agent"}
# Once no consent of its own stands any more, nothing is kept. Asked at the end of the transaction:
# a renewed consent takes the place of the one before.
ERASE = """
BEGIN
    UPDATE background b SET sealed = NULL, erased_at = now(), version = version + 1
    WHERE b.case_id = NEW.case_id AND b.sealed IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM consent k WHERE k.case_id = NEW.case_id AND k.status = 'active'
        AND k.legal_ground IS NULL AND 'background_statistics' = ANY (k.purposes)
    );
    RETURN NULL;
END
"""


def upgrade() -> None:
    words = ", ".join(f"('background:{event}')" for event in VOCABULARY)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    _hold_together(MORE)
    _hold_lists(MORE_SECTIONS)
    _apart()
    op.execute(_plain(TABLE))
    for column, referred in REFERRED.items():
        _apart()
        name = f"fk_background_{column}"
        op.execute(f"ALTER TABLE background DROP CONSTRAINT IF EXISTS {name}")
        op.execute(
            f"ALTER TABLE background ADD CONSTRAINT {name}"
            f' FOREIGN KEY ({column}) REFERENCES "{referred}" (id)'
        )
    _apart()
    _guard()
    _apart()
    op.execute(
        "CREATE OR REPLACE FUNCTION erase_background() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${ERASE}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION erase_background() FROM PUBLIC")
    op.execute("DROP TRIGGER IF EXISTS erase_background ON consent")
    op.execute(
        "CREATE CONSTRAINT TRIGGER erase_background AFTER UPDATE OF status ON consent"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " WHEN (OLD.status = 'active' AND NEW.status <> 'active'"
        " AND 'background_statistics' = ANY (NEW.purposes)) EXECUTE FUNCTION erase_background()"
    )


def _hold_together(become: dict[str, str]) -> None:
    """Write the functions that hold the lists of a table, with what some of them become."""
    for table, rules in RULES.items():
        _apart()
        body = "\n    AND ".join(_rule(*rule, become) for rule in rules)
        op.execute(
            _plain(
                f"CREATE OR REPLACE FUNCTION codes_of_{table}(checked {table}) RETURNS boolean"
                " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$\nBEGIN\n"
                f"    RETURN {body};\nEND\n$function$"
            )
        )


def _rule(column: str, compared: str, codes: str, become: dict[str, str]) -> str:
    listed = f"'{{{become.get(codes, codes)}}}'::text[]"
    return f"(checked.{column} {compared} {listed if compared == '<@' else f'({listed})'})"


def _hold_lists(sections: str) -> None:
    for table, columns in LISTED.items():
        for column in columns:
            name = f"ck_{table}_{column}_codes"
            _apart()
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            op.execute(
                _plain(
                    f"ALTER TABLE {table} ADD CONSTRAINT {name}"
                    f" CHECK ({column} <@ '{{{sections}}}'::text[]) NOT VALID"
                )
            )
            _apart()
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def _guard() -> None:
    op.execute("ALTER TABLE background ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE background FORCE ROW LEVEL SECURITY")
    for name, rule in {
        "owner": "FOR ALL TO referral_owner USING (true) WITH CHECK (true)",
        "app_select": f"FOR SELECT TO referral_app USING ({MAY})",
        "app_insert": f"FOR INSERT TO referral_app WITH CHECK ({MAY})",
        "app_update": f"FOR UPDATE TO referral_app USING ({MAY})",
    }.items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON background")
        op.execute(_plain(f"CREATE POLICY {name} ON background {rule}"))
    op.execute("GRANT SELECT, INSERT ON background TO referral_app")
    op.execute(
        "GRANT UPDATE (sealed, version, updated_at, updated_by_agent_id, erased_at) ON background"
        " TO referral_app"
    )
    for name, made in {
        "unaudited": "CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE"
        " ON background DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " EXECUTE FUNCTION refuse_unaudited()",
        "no_truncate": "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON background"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
        "written_once": "CREATE TRIGGER written_once BEFORE UPDATE OF case_id ON background"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    }.items():
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON background")
        op.execute(made)
        op.execute(f"ALTER TABLE background ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    op.execute("DROP TRIGGER IF EXISTS erase_background ON consent")
    op.execute("DROP FUNCTION IF EXISTS erase_background()")
    _apart()
    for column in REFERRED:
        op.execute(
            f"ALTER TABLE IF EXISTS background DROP CONSTRAINT IF EXISTS fk_background_{column}"
        )
        _apart()
    op.execute("DROP TABLE IF EXISTS background")
    _forget()
    _hold_lists(SECTIONS)
    _hold_together({})


def _forget() -> None:
    """Take out what the version before does not know. No grant and no service has the section."""
    for table, columns in {
        "consent": {"sections": "background", "purposes": "background_statistics"},
        "handoff": {"shared_sections": "background"},
        "referral": {"shared_sections": "background"},
        "referral_copy": {"shared_sections": "background"},
    }.items():
        for column, code in columns.items():
            _apart()
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            op.execute(
                f"UPDATE {table} SET {column} = array_remove({column}, '{code}')"
                f" WHERE '{code}' = ANY ({column})"
            )
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            for name in ALWAYS[table]:
                op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


# The triggers that no session skips, which ``ENABLE TRIGGER USER`` would let it skip.
ALWAYS = {
    "consent": ("counted", "counted_again", "no_truncate", "unaudited"),
    "handoff": ("counted", "counted_again", "no_truncate", "unaudited"),
    "referral": ("counted", "counted_again", "no_truncate", "unaudited"),
    "referral_copy": ("no_truncate", "unaudited"),
}


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
