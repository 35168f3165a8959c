"""Who spoke with the person at a screening: a woman, a man or both."""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

ADDED = "interviewer_sex"
# All lists of a screening, held by its function; one was added here.
RULES = (
    "(checked.advice = ANY ('{none,weak,strong}'::text[]))",
    "(checked.break_taken = ANY ('{yes,no,unknown,not_asked}'::text[]))",
    "(checked.child_specialist = ANY ('{yes,no,unknown,not_asked}'::text[]))",
    "(checked.child_specialist_reason = ANY ('{not_available,urgent}'::text[]))",
    "(checked.ended = ANY ('{completed,person_stopped,distress,urgent_care,unsafe,no_interpreter,other}'::text[]))",
    "(checked.escort_absent = ANY ('{yes,no,unknown,not_asked}'::text[]))",
    "(checked.interpreter = ANY ('{none_needed,professional,staff,telephone,relative,escort,needed_not_found}'::text[]))",
    "(checked.interviewer_sex = ANY ('{woman,man,both}'::text[]))",
    "(checked.interviewer_sex_chosen = ANY ('{yes,no,unknown,not_asked}'::text[]))",
    "(checked.language = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[]))",
    "(checked.may_stop_explained = ANY ('{yes,no,unknown,not_asked}'::text[]))",
    "(checked.person_of_trust = ANY ('{yes,no,unknown,not_asked}'::text[]))",
    "(checked.positive_dimensions <@ '{deceptive_recruitment,coercive_recruitment,recruitment_vulnerability,exploitation,coercion,vulnerability,servile_status,presentation}'::text[])",
    "(checked.private_place = ANY ('{yes,no,unknown,not_asked}'::text[]))",
    "(checked.purpose_explained = ANY ('{yes,no,unknown,not_asked}'::text[]))",
    "(checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))",
    "(checked.setting = ANY ('{gold_site,salt_mine,farm,pasture,fishing_site,private_home,quranic_school,street_market,bar_hotel,workshop_factory,construction_site,road_vehicle,border_post,village_of_masters,armed_group_area,displacement_site,detention,online,other,unknown}'::text[]))",
    "(checked.status = ANY ('{recorded,entered_in_error}'::text[]))",
    "(checked.urgent_needs_first = ANY ('{yes,no,unknown,not_asked}'::text[]))",
    "(checked.warnings <@ '{relative_interprets,not_private,escort_present,do_not_repeat,consider_non_punishment,partial}'::text[])",
)


def upgrade() -> None:
    op.execute(f"ALTER TABLE screening ADD COLUMN IF NOT EXISTS {ADDED} text")
    op.execute(f"GRANT UPDATE ({ADDED}) ON screening TO referral_app")
    _apart()
    _replace_codes(RULES)


def _replace_codes(rules: tuple[str, ...]) -> None:
    body = "\n    AND ".join(rules)
    sql = (
        "CREATE OR REPLACE FUNCTION codes_of_screening(checked screening) RETURNS boolean"
        " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE"
        f" AS $function$\nBEGIN\n    RETURN {body};\nEND\n$function$"
    )
    # SQLAlchemy would read a colon as a parameter.
    op.execute(sql.replace(":", "\\:"))


def downgrade() -> None:
    _replace_codes(tuple(rule for rule in RULES if f"{ADDED} =" not in rule))
    _apart()
    op.execute(f"ALTER TABLE screening DROP COLUMN IF EXISTS {ADDED}")


def _apart() -> None:
    """End the transaction: the function reads the column that was added."""
    with op.get_context().autocommit_block():
        pass
