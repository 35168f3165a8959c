-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.enter_cluster()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE here bigint := (SELECT c.system_identifier FROM pg_control_system() c);
BEGIN
    IF NOT EXISTS (SELECT 1 FROM generation g WHERE g.system_identifier <> here) THEN
        RETURN;
    END IF;
    UPDATE generation g
    SET number = GREATEST(g.number + 1, floor(date_part('epoch', now()))::bigint),
    system_identifier = here, since = now()
    WHERE g.system_identifier <> here;
    IF FOUND THEN
        INSERT INTO audit_event (id, action, outcome, code, roles, subject, salt)
        SELECT encode(
            substr(int8send((date_part('epoch', clock_timestamp()) * 1000)::bigint), 3)
            || substr(uuid_send(gen_random_uuid()), 7), 'hex'
        )::uuid, 'installation:restore', 'allowed', 'another_cluster', '{}', 'installation',
        uuid_send(gen_random_uuid());
    END IF;
END
$function$;

-- May be called by: referral_app.
