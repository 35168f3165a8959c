-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON administrator_sign_in TO referral_app;
GRANT SELECT ON administrator_sign_in TO referral_app;

CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OR TRUNCATE ON administrator_sign_in
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE administrator_sign_in ENABLE ALWAYS TRIGGER append_only;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON administrator_sign_in
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('agent_id');
ALTER TABLE administrator_sign_in ENABLE ALWAYS TRIGGER unaudited;
