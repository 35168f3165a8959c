"""The codes that the lists lacked: whom people meet, what they speak, the help that they get.

A list is replaced as a whole, in its own order. A new type of organisation holds no section: the
ceilings have no line for it.
"""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ORGANISATION_TYPES = (
    "police,gendarmerie,border_service,prosecutor,court,ngo,shelter,health,legal_aid,"
    "child_protection,social_service,labour_inspection,state_service,coordination,"
    "international,watch_committee,one_stop_centre,traditional_or_religious_authority,"
    "local_authority,consulate,hotline,oversight"
)
REGIONS = (
    "BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,"
    "BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN"
)
LANGUAGES = (
    "fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,"
    "ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other"
)
SERVICE_TYPES = (
    "shelter,medical_care,reproductive_health,medical_certificate,mental_health_care,"
    "psychosocial_support,one_stop_centre,legal_aid,court_assistance,witness_support,"
    "compensation_support,physical_protection,child_care_arrangement,family_tracing,food,"
    "non_food_items,cash_assistance,education,vocational_training,livelihood,civil_documents,"
    "interpretation,disability_support,transport,mediation,voluntary_return,reintegration,"
    "other"
)
CONSENT_GIVERS = "self,mother,father,guardian,legal_representative,authority_order"
CLOSURE_REASONS = (
    "support_completed,reintegrated,returned_abroad,expulsion,detention,transferred_outside,"
    "person_declined,lost_contact,not_a_victim,duplicate,registered_in_error,deceased,other"
)
DECISION_GROUNDS = "TRAITE_2012_023,PRATIQUES_ASSIMILEES_2012_023,ESCLAVAGE_CP_2024,AUTRE"
# The codes of each list that the version before does not know.
NEW = {
    ORGANISATION_TYPES: (
        "watch_committee,one_stop_centre,traditional_or_religious_authority,local_authority,"
        "consulate,hotline"
    ),
    REGIONS: "OUTSIDE_MALI,UNKNOWN",
    LANGUAGES: "fuf,wol,pcm,bog,other",
    SERVICE_TYPES: (
        "reproductive_health,medical_certificate,court_assistance,witness_support,"
        "compensation_support,transport,mediation"
    ),
    CONSENT_GIVERS: "mother,father",
    CLOSURE_REASONS: "expulsion,detention",
    DECISION_GROUNDS: "PRATIQUES_ASSIMILEES_2012_023",
}
# By table and column; several codes in one column have ``<@``.
COLUMNS = {
    ("organisation", "type"): ORGANISATION_TYPES,
    ("organisation", "regions"): REGIONS,
    ("organisation", "languages"): LANGUAGES,
    ("case", "region"): REGIONS,
    ("case", "languages"): LANGUAGES,
    ("case", "closure_reason"): CLOSURE_REASONS,
    ("consent", "given_by"): CONSENT_GIVERS,
    ("decision", "ground"): DECISION_GROUNDS,
    ("handoff", "region"): REGIONS,
    ("referral", "service_type"): SERVICE_TYPES,
    ("referral", "region"): REGIONS,
    ("referral", "languages"): LANGUAGES,
    ("referral_copy", "service_type"): SERVICE_TYPES,
}
SEVERAL = {"languages", "regions"}


def upgrade() -> None:
    _replace(COLUMNS)


def downgrade() -> None:
    before = {place: _without(codes, NEW[codes]) for place, codes in COLUMNS.items()}
    for (table, column), codes in before.items():
        op.execute(
            f'DO $$ BEGIN IF EXISTS (SELECT 1 FROM "{table}" WHERE NOT {_rule(column, codes)}) THEN'
            f" RAISE EXCEPTION '{table}.{column} holds codes that are new in this version';"
            " END IF; END $$"
        )
    _replace(before)


def _replace(columns: dict[tuple[str, str], str]) -> None:
    for (table, column), codes in columns.items():
        _apart()
        name = _name(table, column)
        op.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS {name}')
        op.execute(
            f'ALTER TABLE "{table}" ADD CONSTRAINT {name} CHECK ({_rule(column, codes)}) NOT VALID'
        )
    with op.get_context().autocommit_block():
        for table, column in columns:
            op.execute(f'ALTER TABLE "{table}" VALIDATE CONSTRAINT {_name(table, column)}')


def _rule(column: str, codes: str) -> str:
    listed = f"'{{{codes}}}'::text[]"
    return f"{column} <@ {listed}" if column in SEVERAL else f"{column} = ANY ({listed})"


def _name(table: str, column: str) -> str:
    return f"ck_{table}_{column}_code" + ("s" if column in SEVERAL else "")


def _without(codes: str, new: str) -> str:
    return ",".join(code for code in codes.split(",") if code not in new.split(","))


def _apart() -> None:
    """End the transaction, and with it its lock. None waits for one table while it holds another.

    What was done stays if the migration stops here. The same call then does it again.
    """
    with op.get_context().autocommit_block():
        pass
