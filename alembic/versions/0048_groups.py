"""Families and groups, onward referrals, and the section of the person's part in the proceedings.

The referrals of a group name it, and so do the offers of its custody. A completed referral may name
the one that it led to. Custody of either chain opens the section ``participation`` from here on.
"""

from alembic import context, op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

SECTIONS = "identity,exploitation,protection,health,justice"
MORE_SECTIONS = f"{SECTIONS},participation"
MAY_HOLD = (
    "police", "gendarmerie", "border_service", "prosecutor", "court", "ngo", "legal_aid",
    "child_protection",
)  # fmt: skip
VOCABULARY = ["accept", "hand_over", "read", "reject", "send", "take_over"]
# The columns that hold sections, of the tables that have a CHECK for each list.
LISTED = {
    "access_grant": ("reads", "writes"),
    "referral_copy": ("shared_sections",),
}
COLUMNS = {
    "referral": {
        "onward_referral_id": "uuid", "group_id": "uuid", "group_tie": "text",
        "group_mother_case_id": "uuid", "group_may_part": "boolean", "parting_reason": "text",
    },
    "handoff": {"group_id": "uuid"},
}  # fmt: skip
# What custody of each chain reads, before and from here on.
CHAINS = {
    "'{identity,exploitation,justice}'": "'{identity,exploitation,justice,participation}'",
    "'{identity,exploitation,protection,health}'":
        "'{identity,exploitation,protection,health,participation}'",
}  # fmt: skip
# All lists of a table, held by its function.
RULES = {
    "consent": """(checked.given_by = ANY ('{self,mother,father,guardian,legal_representative,authority_order}'::text[]))
    AND (checked.legal_ground = ANY ('{vital_interest,child_best_interest,duty_to_report,court_order}'::text[]))
    AND (checked.method = ANY ('{written,oral_with_witness,thumbprint}'::text[]))
    AND (checked.purposes <@ '{care,referral_sharing,justice,anonymous_statistics,research,follow_up_contact,transfer_abroad}'::text[])
    AND (checked.sections <@ '{identity,exploitation,protection,health,justice,participation}'::text[])
    AND (checked.status = ANY ('{proposed,provisional,active,withdrawn,expired,superseded,refused,entered_in_error}'::text[]))""",
    "handoff": """(checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))
    AND (checked.case_risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.end_reason = ANY ('{assigned_by_coordination,better_option_found,conflict_of_interest,consent_missing,consent_withdrawn,death,health_emergency,insecurity,insufficient_information,no_capacity,not_admitted,not_arrived,not_eligible_age,not_eligible_sex,not_entitled,not_said,offered_in_error,other,out_of_area,out_of_mandate,person_declined,person_left,person_missing,safety,said_otherwise,security_risk,situation_changed,transport_failed}'::text[]))
    AND (checked.kind = ANY ('{investigation,protection}'::text[]))
    AND (checked.legal_duty = ANY ('{flagrance_report,prosecutor_instruction,court_referral,other_legal_duty}'::text[]))
    AND (checked.needs <@ '{safety,housing,food,clothing_hygiene,medical,reproductive_health,pregnancy_care,psychosocial,childcare,guardian,family_tracing,legal_advice,civil_documents,interpreter,schooling,training_or_work,money,return_home,other}'::text[])
    AND (checked.priority = ANY ('{emergency,urgent,routine}'::text[]))
    AND (checked.reason = ANY ('{change_of_location,child_protection,conflict_of_interest,court_order,custodian_closed,custodian_unresponsive,dispute,end_of_mandate,judicial_proceedings,jurisdiction,other,person_request,protective_shelter,return_or_reintegration,safety,security,specialised_care}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.shared_sections <@ '{identity,exploitation,protection,health,justice,participation}'::text[])
    AND (checked.status = ANY ('{offered,accepted,completed,declined,withdrawn,expired,failed}'::text[]))""",
    "referral": """(checked.accessibility_needs <@ '{step_free,walking_aid,visual,hearing,sign_language,speech,plain_explanation,personal_assistance,read_aloud}'::text[])
    AND (checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))
    AND (checked.attendance = ANY ('{scheduled,no_show,noted}'::text[]))
    AND (checked.bed = ANY ('{none,asked,held,occupied,released}'::text[]))
    AND (checked.cancellation_reason = ANY ('{consent_withdrawn,safety,need_resolved,sent_in_error,better_option_found,person_unreachable,death,other}'::text[]))
    AND (checked.case_risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.end_reason = ANY ('{accessibility_not_supported,better_option_found,consent_missing,consent_withdrawn,death,duplicate,insufficient_information,language_not_supported,need_resolved,no_capacity,not_arrived,not_eligible_age,not_eligible_sex,not_eligible_situation,not_entitled,not_said,not_started,other,out_of_area,person_declined,person_unreachable,safety,said_otherwise,security_risk,sent_in_error,service_not_offered,waitlist_only,withdrew_acceptance}'::text[]))
    AND (checked.group_tie = ANY ('{mother,father,child,other_adult}'::text[]))
    AND (checked.hold_reason = ANY ('{awaiting_place,awaiting_documents,awaiting_interpreter,awaiting_decision,illness,person_request,person_unreachable,access_or_security,other}'::text[]))
    AND (checked.languages <@ '{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[])
    AND (checked.needs <@ '{safety,housing,food,clothing_hygiene,medical,reproductive_health,pregnancy_care,psychosocial,childcare,guardian,family_tracing,legal_advice,civil_documents,interpreter,schooling,training_or_work,money,return_home,other}'::text[])
    AND (checked.outcome = ANY ('{service_provided,partially_provided,referred_onward,person_declined,person_left,no_show,not_eligible_after_assessment}'::text[]))
    AND (checked.parting_reason = ANY ('{child_safety,best_interest,hospital,wish}'::text[]))
    AND (checked.priority = ANY ('{emergency,urgent,routine}'::text[]))
    AND (checked.reason = ANY ('{access_or_security,accessibility_not_supported,awaiting_decision,awaiting_documents,awaiting_interpreter,awaiting_place,better_option_found,consent_missing,consent_withdrawn,death,duplicate,illness,insufficient_information,language_not_supported,need_resolved,no_capacity,not_arrived,not_eligible_age,not_eligible_sex,not_eligible_situation,not_entitled,not_said,not_started,other,out_of_area,person_declined,person_request,person_unreachable,safety,said_otherwise,security_risk,sent_in_error,service_not_offered,waitlist_only,withdrew_acceptance}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.service_type = ANY ('{shelter,medical_care,reproductive_health,medical_certificate,mental_health_care,psychosocial_support,one_stop_centre,legal_aid,court_assistance,witness_support,compensation_support,physical_protection,child_care_arrangement,family_tracing,food,non_food_items,cash_assistance,education,vocational_training,livelihood,civil_documents,interpretation,disability_support,transport,mediation,voluntary_return,reintegration,other}'::text[]))
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.shared_sections <@ '{identity,exploitation,protection,health,justice,participation}'::text[])
    AND (checked.status = ANY ('{draft,requested,received,accepted,in_progress,on_hold,completed,rejected,cancelled,expired,failed,entered_in_error}'::text[]))""",
}


def upgrade() -> None:
    words = ", ".join(f"('referral_group:{event}')" for event in VOCABULARY)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    kinds = ", ".join(f"('{kind}', 'participation')" for kind in MAY_HOLD)
    op.execute(f"INSERT INTO section_ceiling VALUES {kinds} ON CONFLICT DO NOTHING")
    for table, columns in COLUMNS.items():
        _apart()
        for column, kind in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} {kind}")
    _apart()
    op.execute("GRANT UPDATE (onward_referral_id, parting_reason) ON referral TO referral_app")
    with op.get_context().autocommit_block():
        for table in COLUMNS:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS ix_{table}_group_id")
            op.execute(
                f"CREATE INDEX CONCURRENTLY ix_{table}_group_id ON {table} (group_id)"
                " WHERE group_id IS NOT NULL"
            )
    for table, rules in RULES.items():
        _apart()
        _replace_codes(table, rules)
    _hold_lists(MORE_SECTIONS)
    _apart()
    _replace_checks(_checks(after=True))


def _replace_codes(table: str, rules: str) -> None:
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION codes_of_{table}(checked {table}) RETURNS boolean"
            " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE"
            f" AS $function$\nBEGIN\n    RETURN {rules};\nEND\n$function$"
        )
    )


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


def _checks(*, after: bool) -> str:
    """Return the body of the function, as it is from here on or as it was."""
    earlier = context.script.get_revision("0026").module
    body = str(context.script.get_revision("0025").module.checks(after=True)).replace(
        earlier.BEFORE, earlier.AFTER
    )
    for before, now in CHAINS.items():
        if body.count(before) != 3:
            raise LookupError("check_grants has changed")
        body = body.replace(before, now) if after else body
    return body


def _replace_checks(body: str) -> None:
    op.execute(
        _plain(
            "CREATE OR REPLACE FUNCTION check_grants() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
    )


def downgrade() -> None:
    _replace_checks(_checks(after=False))
    # The version before does not know the section.
    _forget_section()
    _hold_lists(SECTIONS)
    _apart()
    op.execute("DELETE FROM section_ceiling WHERE section = 'participation'")
    for table, rules in RULES.items():
        _apart()
        before = rules.replace(MORE_SECTIONS, SECTIONS)
        for column in COLUMNS.get(table, {}):
            before = "\n    AND ".join(
                rule for rule in before.split("\n    AND ") if f"(checked.{column} " not in rule
            )
        _replace_codes(table, before)
    with op.get_context().autocommit_block():
        for table in COLUMNS:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS ix_{table}_group_id")
    for table, columns in COLUMNS.items():
        _apart()
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS {column}")


def _forget_section() -> None:
    _apart()
    op.execute("ALTER TABLE access_grant DISABLE TRIGGER unaudited")
    for column in ("reads", "writes"):
        op.execute(
            f"UPDATE access_grant SET {column} = array_remove({column}, 'participation')"
            f" WHERE 'participation' = ANY ({column})"
        )
    op.execute("ALTER TABLE access_grant ENABLE ALWAYS TRIGGER unaudited")
    for table, column in (
        ("consent", "sections"), ("handoff", "shared_sections"), ("referral", "shared_sections"),
        ("referral_copy", "shared_sections"),
    ):  # fmt: skip
        _apart()
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        op.execute(
            f"UPDATE {table} SET {column} = array_remove({column}, 'participation')"
            f" WHERE 'participation' = ANY ({column})"
        )
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for name in ALWAYS.get(table, ()):
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass


# The triggers that no session skips, which ``ENABLE TRIGGER USER`` would let it skip.
ALWAYS = {
    "consent": ("counted", "counted_again", "no_truncate", "unaudited"),
    "handoff": ("counted", "counted_again", "no_truncate", "unaudited"),
    "referral": ("counted", "counted_again", "no_truncate", "unaudited"),
    "referral_copy": ("no_truncate", "unaudited"),
}
