-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON outgoing_event TO referral_app;
GRANT INSERT (
    organisation_id, event_id, action, subject, subject_id, case_id, by_organisation_id
) ON outgoing_event TO referral_app;
GRANT SELECT ON outgoing_event TO referral_app;

ALTER TABLE outgoing_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE outgoing_event FORCE ROW LEVEL SECURITY;

CREATE POLICY app_delete ON outgoing_event FOR DELETE TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY app_insert ON outgoing_event FOR INSERT TO referral_app
    WITH CHECK (
        by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        AND organisation_id = by_organisation_id
        AND action = 'tip:give_feedback'::text
    );

CREATE POLICY app_select ON outgoing_event FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON outgoing_event FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
