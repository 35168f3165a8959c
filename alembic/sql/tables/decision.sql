-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON decision TO referral_app;
GRANT SELECT ON decision TO referral_app;

ALTER TABLE decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE decision FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON decision FOR INSERT TO referral_app
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = decision.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND (
                ('exploitation'::text = ANY (g.writes))
                OR g.basis = 'custody'::text
                AND decision.event = 'reconsider'::text
                AND decision.review_reason = 'age_or_sex_corrected'::text
            )
            OFFSET 0
        )
    );

CREATE POLICY app_select ON decision FOR SELECT TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = decision.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('exploitation'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON decision FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OR TRUNCATE ON decision
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE decision ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER counted
    AFTER INSERT ON decision
    FOR EACH ROW
    EXECUTE FUNCTION count_decision();
ALTER TABLE decision ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON decision
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.from_status IS DISTINCT FROM new.from_status OR old.to_status IS DISTINCT FROM new.to_status OR old.forms IS DISTINCT FROM new.forms OR old.treated_as_child IS DISTINCT FROM new.treated_as_child OR old.ground IS DISTINCT FROM new.ground OR old.organisation_id IS DISTINCT FROM new.organisation_id OR old.decided_at IS DISTINCT FROM new.decided_at OR old.finding IS DISTINCT FROM new.finding)
    EXECUTE FUNCTION count_decision();
ALTER TABLE decision ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER keep_review
    BEFORE INSERT ON decision
    FOR EACH ROW
    WHEN (new.from_status = 'under_review'::text)
    EXECUTE FUNCTION keep_review();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON decision
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE decision ENABLE ALWAYS TRIGGER unaudited;
