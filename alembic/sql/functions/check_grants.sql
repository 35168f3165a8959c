-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger check_grants on access_grant.

CREATE OR REPLACE FUNCTION public.check_grants()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
            BEGIN
                -- One question settles those that begin with a registration, which most are.
                IF NOT EXISTS (
                    SELECT 1 FROM added n WHERE (n.basis = 'custody' AND n.consent_id IS NULL AND EXISTS (
                    SELECT 1 FROM custody c WHERE c.id = n.basis_id AND c.case_id = n.case_id
                    AND c.organisation_id = n.organisation_id
    AND n.reads <@ CASE c.kind WHEN 'investigation' THEN '{identity,exploitation,justice,participation}'::text[]
        ELSE '{identity,exploitation,protection,health,participation}'::text[] END AND c.handoff_id IS NULL
                    AND NOT EXISTS (
                        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
                        AND later.kind = c.kind AND later.seq > c.seq
                    )
                ) AND n.writes <@ n.reads AND n.reads <@ ARRAY(
    SELECT section FROM section_ceiling WHERE organisation_type = (
        SELECT type FROM organisation WHERE id = n.organisation_id
    )
) AND EXISTS (
    SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id() AND e.recorded_at = now()
    AND (e.case_id = n.case_id OR n.case_id = ANY (e.case_ids))
    AND e.outcome = 'allowed' AND e.organisation_id = COALESCE(
        NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
    )
)) IS NOT TRUE
                ) THEN
                    RETURN NULL;
                END IF;
                -- One those of referrals. The consent is held: a withdrawal waits, and then ends
                -- this grant too.
                PERFORM 1 FROM consent WHERE id IN (SELECT consent_id FROM added)
                ORDER BY id FOR SHARE;
                IF NOT EXISTS (
                    SELECT 1 FROM added n WHERE (n.basis = 'referral' AND n.writes = '{}' AND EXISTS (
    SELECT 1 FROM referral r JOIN consent k ON k.id = r.consent_id
    WHERE r.id = n.basis_id AND r.case_id = n.case_id
    AND r.receiver_id = n.organisation_id AND r.status IN ('accepted', 'in_progress', 'on_hold')
    AND n.reads <@ r.shared_sections AND n.consent_id = k.id
    AND k.case_id = r.case_id AND k.status = 'active' AND (k.valid_until IS NULL OR k.valid_until > now())
    AND n.reads <@ k.sections AND (r.receiver_id = ANY (k.recipients) OR (n.reads = '{}' AND k.coordination_finds AND r.shelter_named_at IS NOT NULL))
    AND (n.valid_until <= COALESCE(k.valid_until, 'infinity')
        OR (r.started_at IS NOT NULL AND n.valid_until IS NULL AND k.valid_until IS NULL))
) AND n.writes <@ n.reads AND n.reads <@ ARRAY(
    SELECT section FROM section_ceiling WHERE organisation_type = (
        SELECT type FROM organisation WHERE id = n.organisation_id
    )
) AND EXISTS (
    SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id() AND e.recorded_at = now()
    AND (e.case_id = n.case_id OR n.case_id = ANY (e.case_ids))
    AND e.outcome = 'allowed' AND e.organisation_id = COALESCE(
        NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
    )
)) IS NOT TRUE
                ) THEN
                    RETURN NULL;
                END IF;
                -- And one those of all custodians.
                IF NOT EXISTS (
                    SELECT 1 FROM added n
                    WHERE (n.basis = 'custody' AND EXISTS (
    SELECT 1 FROM custody c WHERE c.id = n.basis_id AND c.case_id = n.case_id
    AND c.organisation_id = n.organisation_id
    AND n.reads <@ CASE c.kind WHEN 'investigation' THEN '{identity,exploitation,justice,participation}'::text[]
        ELSE '{identity,exploitation,protection,health,participation}'::text[] END AND NOT EXISTS (
        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
        AND later.kind = c.kind AND later.seq > c.seq
    )
    -- Custody alone opens neither identity nor health to an organisation that took the case over.
    AND ((c.handoff_id IS NULL AND n.consent_id IS NULL) OR NOT n.reads && '{identity,health}'
    OR EXISTS (
        SELECT 1 FROM handoff h LEFT JOIN consent k ON k.id = COALESCE(n.consent_id, h.consent_id)
        WHERE h.id = c.handoff_id AND ((h.forced AND n.consent_id IS NULL) OR (h.corrected_call_id IS NOT NULL AND n.consent_id IS NULL AND opens_of_itself(c.case_id, c.kind, c.seq)) OR (
            k.status = 'active' AND (k.valid_until IS NULL OR k.valid_until > now()) AND k.case_id = c.case_id AND c.organisation_id = ANY (k.recipients)
            AND ARRAY(
                SELECT unnest(n.reads) INTERSECT SELECT unnest('{identity,health}'::text[])
            ) <@ k.sections
            AND (n.consent_id IS NULL
                OR COALESCE(n.valid_until, 'infinity') <= COALESCE(k.valid_until, 'infinity'))
        ))
    ))
) AND n.writes <@ n.reads AND n.reads <@ ARRAY(
    SELECT section FROM section_ceiling WHERE organisation_type = (
        SELECT type FROM organisation WHERE id = n.organisation_id
    )
) AND EXISTS (
    SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id() AND e.recorded_at = now()
    AND (e.case_id = n.case_id OR n.case_id = ANY (e.case_ids))
    AND e.outcome = 'allowed' AND e.organisation_id = COALESCE(
        NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
    )
)) IS NOT TRUE
                ) THEN
                    RETURN NULL;
                END IF;
                IF EXISTS (SELECT 1 FROM added n WHERE (n.writes <@ n.reads AND n.reads <@ ARRAY(
    SELECT section FROM section_ceiling WHERE organisation_type = (
        SELECT type FROM organisation WHERE id = n.organisation_id
    )
)) IS NOT TRUE) THEN
                    RAISE EXCEPTION 'a grant above its ceiling' USING ERRCODE = 'NR004';
                END IF;
                -- The consent is held: a withdrawal waits, and then ends this grant too.
                PERFORM 1 FROM consent WHERE id IN (SELECT consent_id FROM added)
                ORDER BY id FOR SHARE;
                IF EXISTS (
                    SELECT 1 FROM added n
                    WHERE ((n.basis = 'custody' AND EXISTS (
    SELECT 1 FROM custody c WHERE c.id = n.basis_id AND c.case_id = n.case_id
    AND c.organisation_id = n.organisation_id
    AND n.reads <@ CASE c.kind WHEN 'investigation' THEN '{identity,exploitation,justice,participation}'::text[]
        ELSE '{identity,exploitation,protection,health,participation}'::text[] END AND NOT EXISTS (
        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
        AND later.kind = c.kind AND later.seq > c.seq
    )
    -- Custody alone opens neither identity nor health to an organisation that took the case over.
    AND ((c.handoff_id IS NULL AND n.consent_id IS NULL) OR NOT n.reads && '{identity,health}'
    OR EXISTS (
        SELECT 1 FROM handoff h LEFT JOIN consent k ON k.id = COALESCE(n.consent_id, h.consent_id)
        WHERE h.id = c.handoff_id AND ((h.forced AND n.consent_id IS NULL) OR (h.corrected_call_id IS NOT NULL AND n.consent_id IS NULL AND opens_of_itself(c.case_id, c.kind, c.seq)) OR (
            k.status = 'active' AND (k.valid_until IS NULL OR k.valid_until > now()) AND k.case_id = c.case_id AND c.organisation_id = ANY (k.recipients)
            AND ARRAY(
                SELECT unnest(n.reads) INTERSECT SELECT unnest('{identity,health}'::text[])
            ) <@ k.sections
            AND (n.consent_id IS NULL
                OR COALESCE(n.valid_until, 'infinity') <= COALESCE(k.valid_until, 'infinity'))
        ))
    ))
)) OR (n.basis = 'child_protection' AND n.reads = '{protection}' AND n.writes = n.reads
    AND n.consent_id IS NULL AND EXISTS (
    SELECT 1 FROM child_protection p WHERE p.id = n.basis_id AND p.case_id = n.case_id
    AND p.organisation_id = n.organisation_id AND p.status = 'recorded'
)) OR (n.basis = 'court_order' AND n.reads = '{identity}' AND n.writes = '{}'
    AND n.consent_id IS NULL AND EXISTS (
    SELECT 1 FROM identity_order o JOIN custody c ON c.case_id = o.case_id
    AND c.kind = 'investigation' AND c.seq = o.custody_seq AND c.organisation_id = o.to_id
    WHERE o.id = n.basis_id AND o.case_id = n.case_id AND o.to_id = n.organisation_id
    AND o.status = 'active'
    AND COALESCE(n.valid_until, 'infinity') <= COALESCE(o.valid_until, 'infinity')
    AND NOT EXISTS (
        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
        AND later.kind = c.kind AND later.seq > c.seq
    )
)) OR (n.basis = 'referral' AND n.writes = '{}' AND EXISTS (
    SELECT 1 FROM referral r JOIN consent k ON k.id = r.consent_id
    WHERE r.id = n.basis_id AND r.case_id = n.case_id
    AND r.receiver_id = n.organisation_id AND r.status IN ('accepted', 'in_progress', 'on_hold')
    AND n.reads <@ r.shared_sections AND n.consent_id = k.id
    AND k.case_id = r.case_id AND (k.valid_until IS NULL OR k.valid_until > now())
    -- Until a second person confirms the ground, health alone opens, and only so long.
    AND (k.status = 'active' OR (
        k.status = 'provisional' AND k.confirm_by > now()
        AND n.reads <@ '{health}' AND n.valid_until <= k.confirm_by
    ))
    AND n.reads <@ k.sections AND (r.receiver_id = ANY (k.recipients) OR (n.reads = '{}' AND k.coordination_finds AND r.shelter_named_at IS NOT NULL))
    AND (n.valid_until <= COALESCE(k.valid_until, 'infinity')
        OR ((r.started_at IS NOT NULL OR r.departed_at IS NOT NULL) AND n.valid_until IS NULL AND k.valid_until IS NULL))
))) IS NOT TRUE
                ) THEN
                    RAISE EXCEPTION 'a grant that rests on nothing' USING ERRCODE = 'NR004';
                END IF;
                IF EXISTS (SELECT 1 FROM added n WHERE (EXISTS (
    SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id() AND e.recorded_at = now()
    AND (e.case_id = n.case_id OR n.case_id = ANY (e.case_ids))
    AND e.outcome = 'allowed' AND e.organisation_id = COALESCE(
        NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
    )
)) IS NOT TRUE) THEN
                    RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001';
                END IF;
                RETURN NULL;
            END
        $function$;

-- May be called by: its owner alone.
