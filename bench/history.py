"""A history to count: so many synthetic persons over five years, with decisions and referrals."""

import psycopg

from bench.dataset import POLICE

# Numbers alone decide what a row says, so that two runs count the same.
_CASES = """
INSERT INTO counted_case (row_id, generation, sex, age_band, age_in_doubt, region, nationality,
    status, state, registered_by_organisation_id, registered_at)
SELECT ('0a000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    (SELECT number FROM generation), (ARRAY['female','female','male','unknown'])[1 + n % 4],
    (ARRAY['12_14','15_17','18_24','25_59','unknown'])[1 + n % 5], n % 50 = 0,
    (ARRAY['BAMAKO','KAYES','SIKASSO','SEGOU','MOPTI','GAO','KIDAL','UNKNOWN'])[1 + n % 8],
    (ARRAY['ML','ML','ML','BF','NG',NULL])[1 + n % 6],
    (ARRAY['reported','presumed','identified','identified','not_identified'])[1 + n % 5], 'open',
    (SELECT id FROM organisation ORDER BY id LIMIT 1 OFFSET n % :police),
    timestamptz '2021-01-01Z' + n % 1800 * interval '1 day'
FROM generate_series(1, :size) AS n
"""
_DECISIONS = """
INSERT INTO counted_decision (row_id, generation, case_id, from_status, to_status, forms,
    treated_as_child, ground, organisation_id, decided_at)
SELECT gen_random_uuid(), c.generation, c.row_id, 'reported', step.status,
    CASE WHEN hashtext(c.row_id::text) % 3 = 0 THEN '{MENDICITE_FORCEE,TRAVAIL_FORCE}'::text[]
        ELSE '{EXPLOITATION_SEXUELLE_PROSTITUTION}'::text[] END,
    false, 'TRAITE_2012_023', c.registered_by_organisation_id, c.registered_at + step.after
FROM counted_case c
JOIN (VALUES ('presumed', interval '2 days'), ('identified', interval '20 days'))
    AS step (status, after) ON step.status = 'presumed' OR c.status = 'identified'
WHERE c.row_id::text LIKE '0a%' AND c.status <> 'reported'
"""
_REFERRALS = """
INSERT INTO counted_referral (row_id, generation, case_id, status, sender_id, receiver_id,
    service_type, priority, sex, age_band, region, treated_as_child, decide_by, sent_at,
    accepted_at, started_at, closed_at, end_reason)
SELECT gen_random_uuid(), c.generation, c.row_id, sent.status, c.registered_by_organisation_id,
    c.registered_by_organisation_id, (ARRAY['shelter','health','legal'])[1 + sent.n % 3],
    (ARRAY['routine','urgent','emergency'])[1 + sent.n % 3], c.sex, c.age_band, c.region, false,
    c.registered_at + interval '5 days', c.registered_at + interval '1 day',
    CASE WHEN sent.status IN ('accepted', 'in_progress')
        THEN c.registered_at + interval '2 days' END,
    CASE WHEN sent.status = 'in_progress' THEN c.registered_at + interval '4 days' END,
    CASE WHEN sent.status IN ('rejected', 'expired') THEN c.registered_at + interval '6 days' END,
    CASE WHEN sent.status = 'rejected' THEN 'no_capacity' END
FROM (
    SELECT *, abs(hashtext(row_id::text)) AS n FROM counted_case WHERE row_id::text LIKE '0a%'
) AS c
CROSS JOIN LATERAL (
    SELECT c.n, (ARRAY['accepted','in_progress','in_progress','rejected','expired'])[1 + c.n % 5]
        AS status
    WHERE c.n % 2 = 0
) AS sent
"""
_CONSENTS = """
INSERT INTO counted_consent (row_id, generation, case_id, status, given_by, method, purposes,
    organisation_id, is_confirmed, stated_at, active_since, refused_at)
SELECT gen_random_uuid(), c.generation, c.row_id, given.status, 'self', 'written',
    '{care,referral_sharing}', c.registered_by_organisation_id, false,
    c.registered_at + interval '1 hour',
    CASE WHEN given.status = 'active' THEN c.registered_at + interval '1 hour' END,
    CASE WHEN given.status = 'refused' THEN c.registered_at + interval '1 hour' END
FROM (
    SELECT *, abs(hashtext(row_id::text)) AS n FROM counted_case WHERE row_id::text LIKE '0a%'
) AS c
CROSS JOIN LATERAL (
    SELECT (ARRAY['active','active','active','refused'])[1 + c.n % 4] AS status
) AS given
"""
_HANDOFFS = """
INSERT INTO counted_handoff (row_id, generation, case_id, kind, status, from_id, to_id, priority,
    reason, forced, physical, sex, age_band, region, treated_as_child, offered_at, accepted_at,
    closed_at)
SELECT gen_random_uuid(), c.generation, c.row_id, 'protection', offered.status,
    c.registered_by_organisation_id, c.registered_by_organisation_id, 'routine',
    'specialised_care', false, true, c.sex, c.age_band, c.region, false,
    c.registered_at + interval '3 days',
    CASE WHEN offered.status = 'completed' THEN c.registered_at + interval '4 days' END,
    c.registered_at + interval '5 days'
FROM (
    SELECT *, abs(hashtext(row_id::text)) AS n FROM counted_case WHERE row_id::text LIKE '0a%'
) AS c
CROSS JOIN LATERAL (
    SELECT (ARRAY['completed','completed','declined','expired'])[1 + c.n / 4 % 4] AS status
    WHERE c.n % 4 = 1
) AS offered
"""
# One person in fifty has a file that is linked to another.
_LINKS = """
INSERT INTO counted_person (row_id, generation, root_id)
SELECT ('0a000000-0000-7000-8000-' || lpad(to_hex(n + 1), 12, '0'))::uuid,
    (SELECT number FROM generation),
    ('0a000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
FROM generate_series(1, :size - 1, 50) AS n
"""


def fill(url: str, size: int) -> None:
    """Write the history of ``size`` persons, as a superuser."""
    with psycopg.connect(url, autocommit=True) as superuser:
        cases = _CASES.replace(":size", str(size)).replace(":police", str(POLICE))
        links = _LINKS.replace(":size", str(size))
        for statement in (cases, links, _DECISIONS, _REFERRALS, _CONSENTS, _HANDOFFS):
            superuser.execute(statement.encode())
        superuser.execute("VACUUM (ANALYZE)")
        superuser.execute("CHECKPOINT")
