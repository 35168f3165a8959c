"""Open six sealed identities for one check, not twenty: as many persons are found."""

from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

NEW_ID = (
    "(lpad(to_hex((date_part('epoch', clock_timestamp()) * 1000)::bigint), 12, '0') || '7'"
    " || substr(replace(gen_random_uuid()::text, '-', ''), 14, 3) || '8'"
    " || substr(replace(gen_random_uuid()::text, '-', ''), 18, 15))::uuid"
)
# A name that more than so many share says little by itself.
BODY = """
DECLARE asker uuid; most integer; found uuid[];
BEGIN
    IF current_setting('app.sight', true) IS DISTINCT FROM 'system'
    OR NULLIF(current_setting('app.agent_id', true), '') IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM identity_check q WHERE q.case_id = target) THEN
        RAISE EXCEPTION 'no check of this identity is due' USING ERRCODE = 'NR001';
    END IF;
    SELECT q.agent_id INTO asker FROM identity_check q WHERE q.case_id = target;
    INSERT INTO identity_quota AS u (agent_id, day, opened) VALUES (asker, CURRENT_DATE, 0)
    ON CONFLICT ON CONSTRAINT pk_identity_quota DO NOTHING;
    SELECT LEAST({most}, for_each_agent - u.opened) INTO most FROM identity_quota u
    WHERE u.agent_id = asker AND u.day = CURRENT_DATE FOR UPDATE;
    SELECT array_agg(ranked.id) INTO found FROM (
        SELECT h.case_id AS id FROM unnest(asked, weights) a (token, weight)
        CROSS JOIN LATERAL (
            SELECT i.case_id FROM identity_index i
            WHERE i.token = a.token AND i.case_id <> target LIMIT {of_a_token}
        ) h
        GROUP BY h.case_id ORDER BY sum(a.weight) DESC, h.case_id LIMIT GREATEST(most, 0)
    ) ranked;
    UPDATE identity_quota u SET opened = u.opened + COALESCE(cardinality(found), 0)
    WHERE u.agent_id = asker AND u.day = CURRENT_DATE;
    INSERT INTO audit_event (id, action, outcome, organisation_id, roles, token_id, subject,
     subject_id, case_id, section, salt) SELECT {new_id}, 'identity:compare', 'allowed',
     NULLIF(current_setting('app.organisation_id', true), '')::uuid, '{{}}', 'system', 'case',
     f, f, 'identity', uuid_send(gen_random_uuid()) FROM unnest(found) f;
    RETURN QUERY SELECT p.case_id, p.sealed, k.wrapping_key_id, k.wrapped_key, c.sex,
    c.protection_custodian_id, c.state = 'open', c.region
    FROM person p JOIN person_key k ON k.case_id = p.case_id JOIN "case" c ON c.id = p.case_id
    WHERE p.case_id = ANY (found);
END
"""


def upgrade() -> None:
    _replace(most=6, of_a_token=30)


def downgrade() -> None:
    _replace(most=20, of_a_token=200)


def _replace(*, most: int, of_a_token: int) -> None:
    body = BODY.format(most=most, of_a_token=of_a_token, new_id=NEW_ID)
    sql = (
        "CREATE OR REPLACE FUNCTION find_alike(target uuid, asked bytea[], weights integer[],"
        " for_each_agent integer) RETURNS TABLE (case_id uuid, sealed bytea, wrapping_key_id text,"
        " wrapped_key bytea, sex text, organisation_id uuid, is_open boolean, region text)"
        " LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
        f" AS $function${body}$function$"
    )
    # SQLAlchemy would read a colon as a parameter.
    op.execute(sql.replace(":", "\\:"))
