-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON entry_image TO referral_figures;

ALTER TABLE entry_image ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry_image FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON entry_image FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'programme'::text
        AND (
            kind = ANY (
                '{prevention_activity,programme_document,legal_text,partner,partner_agreement,partner_contribution,plan_objective,plan_indicator,plan_value,contribution_call,contribution_request,organisation}'::text[]
            )
        )
    );

CREATE POLICY owner ON entry_image FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
