"""An acceptance asks the database fewer questions: the rules stay the same.

A grant that begins with a registration, and one that rests on a referral, is settled by one question
each, and no longer by that for all custodians, of those who took a case over too. What a
promise rests on is read by its columns and held in one statement. Who is promised or given a service
without a place counts among those whom a leaving organisation leaves.
"""

from alembic import context, op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# In front of the questions that settle the others, and that tell what is refused: they stay.
FIRST = "-- One question settles those of custodians, which most are."
BEGUN = """n.basis = 'custody' AND n.consent_id IS NULL AND EXISTS (
                    SELECT 1 FROM custody c WHERE c.id = n.basis_id AND c.case_id = n.case_id
                    AND c.organisation_id = n.organisation_id AND c.handoff_id IS NULL
                    AND NOT EXISTS (
                        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
                        AND later.kind = c.kind AND later.seq > c.seq
                    )
                )"""
QUICK = """-- One question settles those that begin with a registration, which most are.
                IF NOT EXISTS (
                    SELECT 1 FROM added n WHERE (%(begun)s AND %(proper)s) IS NOT TRUE
                ) THEN
                    RETURN NULL;
                END IF;
                -- One those of referrals. The consent is held: a withdrawal waits, and then ends
                -- this grant too.
                PERFORM 1 FROM consent WHERE id IN (SELECT consent_id FROM added)
                ORDER BY id FOR SHARE;
                IF NOT EXISTS (
                    SELECT 1 FROM added n WHERE (%(referred)s AND %(proper)s) IS NOT TRUE
                ) THEN
                    RETURN NULL;
                END IF;
                -- And one those of all custodians."""
TOLD = "RETURNS TABLE (consent_status text, case_state text, place_ids uuid[])"
GROUND = """
DECLARE
    caller uuid := NULLIF(current_setting('app.organisation_id', true), '')::uuid;
    asked record;
BEGIN
    SELECT r.id, r.case_id, r.consent_id, r.bed, r.transfer_from_id INTO asked FROM referral r
    WHERE r.id = wanted AND (current_setting('app.sight', true) IN ('flow', 'system')
        OR caller IN (r.receiver_id, COALESCE(r.custodian_id, r.sender_id)));
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT k.status, c.state INTO consent_status, case_state FROM consent k, "case" c
    WHERE k.id = asked.consent_id AND c.id = asked.case_id FOR KEY SHARE OF c FOR SHARE OF k;
    IF asked.bed = 'asked' THEN
        -- One at a time asks for a place for this person.
        PERFORM pg_advisory_xact_lock(hashtextextended(asked.case_id::text, 16));
        SELECT array_agg(o.id ORDER BY o.id DESC) INTO place_ids FROM referral o
        WHERE o.case_id = asked.case_id AND o.id <> asked.id AND o.bed IN ('held', 'occupied')
        AND o.id IS DISTINCT FROM asked.transfer_from_id;
    END IF;
    RETURN NEXT;
END
"""
_PLACES = "(SELECT COALESCE(sum(held + occupied), 0) FROM capacity WHERE organisation_id = leaving)"
# Those who have no place there, unless time has ended the promise.
_SERVED = """(
    SELECT count(*) FROM referral WHERE receiver_id = leaving AND bed NOT IN ('held', 'occupied')
    AND (status = 'in_progress' OR status IN ('accepted', 'on_hold')
        AND (started_at IS NOT NULL OR departed_at IS NOT NULL OR start_by > now()))
)"""
DUTIES = """
    SELECT (
        SELECT count(DISTINCT g.case_id) FROM access_grant g JOIN "case" c ON c.id = g.case_id
        WHERE g.organisation_id = leaving AND g.basis = 'custody' AND g.ended_at IS NULL
        AND c.state = 'open'
    ), %s, (
        SELECT count(*) FROM handoff WHERE leaving IN (from_id, to_id)
        AND (status = 'accepted' OR status = 'offered' AND decide_by > now())
    ) + (
        SELECT count(*) FROM referral WHERE receiver_id = leaving
        AND status IN ('requested', 'received') AND decide_by > now()
    )
"""


def upgrade() -> None:
    was = context.script.get_revision("0018").module
    proper = f"{was.BELOW_ITS_CEILING} AND {was.RECORDED}"
    quick = QUICK % {"begun": BEGUN, "referred": was.RESTS_ON_A_REFERRAL, "proper": proper}
    checks = _checks().replace(FIRST, quick, 1)
    _replace("check_grants() RETURNS trigger", checks)
    _replace(f"referral_ground(wanted uuid) {TOLD}", GROUND)
    _count_duties(f"{_PLACES} + {_SERVED}")


def downgrade() -> None:
    _count_duties(_PLACES)
    _replace("check_grants() RETURNS trigger", _checks())
    calls = context.script.get_revision("0021").module
    ground = context.script.get_revision("0016").module.GROUND
    op.execute(ground.replace(calls.CALLER, calls.CALLER_OR_COORDINATION))


def _count_duties(residents: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION duties_of(leaving uuid) RETURNS TABLE (answers_for bigint,"
        " residents bigint, open_offers bigint) LANGUAGE sql STABLE SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $body${DUTIES % residents}$body$"
    )


def _checks() -> str:
    return str(context.script.get_revision("0022").module.check_grants(with_orders=True))


def _replace(signature: str, body: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {signature} LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $body${body}$body$"
    )
