-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger begin_identity_order on identity_order.

CREATE OR REPLACE FUNCTION public.begin_identity_order()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE subject "case";
BEGIN
    -- The file is held: it does not close, and the inquiry does not move on, before the
    -- order is there.
    SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR SHARE;
    SELECT c.seq INTO NEW.custody_seq FROM custody c
    WHERE c.case_id = NEW.case_id AND c.kind = 'investigation'
    AND c.organisation_id = NEW.to_id
    AND NOT EXISTS (
        SELECT 1 FROM custody later WHERE later.case_id = c.case_id
        AND later.kind = c.kind AND later.seq > c.seq
    );
    IF subject.state IS DISTINCT FROM 'open' OR NEW.custody_seq IS NULL OR NOT EXISTS (
        SELECT 1 FROM agent a JOIN organisation o ON o.id = a.organisation_id
        WHERE a.id = NEW.magistrate_id AND o.id = NEW.organisation_id
        AND a.active AND o.active AND 'magistrate' = ANY (a.roles)
        AND (o.type = 'court' OR (o.type = 'prosecutor' AND o.id = NEW.to_id))
    ) THEN
        RAISE EXCEPTION 'a magistrate orders it for who answers for the inquiry'
        USING ERRCODE = 'NR003';
    END IF;
    NEW.protection_custodian_id := subject.protection_custodian_id;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
