-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON service_given TO referral_app;
GRANT SELECT ON service_given TO referral_app;
GRANT UPDATE (
    status, offered_on, answer_of_person, began_on, ended_on, sessions, amount, region, outcome,
    sealed_note, closed_at, version
) ON service_given TO referral_app;

ALTER TABLE service_given ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_given FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON service_given FOR INSERT TO referral_app
    WITH CHECK (provider_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON service_given FOR SELECT TO referral_app
    USING (
        provider_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = service_given.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND (service_given.section = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON service_given FOR UPDATE TO referral_app
    USING (
        provider_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON service_given FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER begin_service_given
    BEFORE INSERT ON service_given
    FOR EACH ROW
    EXECUTE FUNCTION begin_service_given();

CREATE TRIGGER counted
    AFTER INSERT ON service_given
    FOR EACH ROW
    EXECUTE FUNCTION count_service_given();
ALTER TABLE service_given ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON service_given
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.provider_organisation_id IS DISTINCT FROM new.provider_organisation_id OR old.service_type IS DISTINCT FROM new.service_type OR old.offered_on IS DISTINCT FROM new.offered_on OR old.answer_of_person IS DISTINCT FROM new.answer_of_person OR old.began_on IS DISTINCT FROM new.began_on OR old.ended_on IS DISTINCT FROM new.ended_on OR old.region IS DISTINCT FROM new.region OR old.outcome IS DISTINCT FROM new.outcome OR old.sex IS DISTINCT FROM new.sex OR old.age_band IS DISTINCT FROM new.age_band OR old.case_region IS DISTINCT FROM new.case_region OR old.treated_as_child IS DISTINCT FROM new.treated_as_child)
    EXECUTE FUNCTION count_service_given();
ALTER TABLE service_given ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON service_given
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE service_given ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON service_given
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE service_given ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, section, provider_organisation_id, service_type, service_id, referral_id, goal_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON service_given
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE service_given ENABLE ALWAYS TRIGGER written_once;
