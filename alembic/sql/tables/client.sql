-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON client TO referral_app;
GRANT SELECT ON client TO referral_app;
GRANT UPDATE ON client TO referral_app;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON client
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE client ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON client
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE client ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id ON client
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE client ENABLE ALWAYS TRIGGER written_once;
