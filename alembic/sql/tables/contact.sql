-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON contact TO referral_app;
GRANT SELECT ON contact TO referral_app;
GRANT UPDATE (status, closed_at, version) ON contact TO referral_app;

ALTER TABLE contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON contact FOR INSERT TO referral_app
    WITH CHECK (recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON contact FOR SELECT TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY app_update ON contact FOR UPDATE TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON contact FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON contact
    FOR EACH ROW
    EXECUTE FUNCTION count_contact();
ALTER TABLE contact ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON contact
    FOR EACH ROW
    WHEN (old.status IS DISTINCT FROM new.status OR old.region IS DISTINCT FROM new.region OR old.sex IS DISTINCT FROM new.sex OR old.age_group IS DISTINCT FROM new.age_group OR old.nationality IS DISTINCT FROM new.nationality OR old.answer IS DISTINCT FROM new.answer OR old.hotline_card_given IS DISTINCT FROM new.hotline_card_given OR old.smuggled IS DISTINCT FROM new.smuggled OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id OR old.met_on IS DISTINCT FROM new.met_on)
    EXECUTE FUNCTION count_contact();
ALTER TABLE contact ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON contact
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE contact ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON contact
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE contact ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, met_on, region, sex, age_group, nationality, offered, answer, hotline_card_given, smuggled, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON contact
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE contact ENABLE ALWAYS TRIGGER written_once;
