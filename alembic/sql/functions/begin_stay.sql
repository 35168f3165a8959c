-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger begin_stay on stay.

CREATE OR REPLACE FUNCTION public.begin_stay()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    DECLARE subject "case";
    BEGIN
        SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR KEY SHARE;
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
        END IF;
        NEW.custodian_id := subject.protection_custodian_id;
        NEW.sex := subject.sex;
        NEW.age_band := subject.age_band;
        NEW.treated_as_child := subject.age_in_doubt
            OR subject.age_band <> ALL ('{18_24,25_59,60_plus}'::text[]);
        NEW.region := subject.region;
        NEW.is_transfer := NEW.status = 'expected' AND EXISTS (
            SELECT 1 FROM stay o WHERE o.case_id = NEW.case_id AND o.id <> NEW.id
            AND o.status IN ('present', 'absent')
        );
        RETURN NEW;
    END
    $function$;

-- May be called by: its owner alone.
