-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON capacity TO referral_app;
GRANT SELECT ON capacity TO referral_app;
GRANT UPDATE ON capacity TO referral_app;

CREATE TRIGGER counted
    AFTER INSERT ON capacity
    FOR EACH ROW
    EXECUTE FUNCTION count_capacity();
ALTER TABLE capacity ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON capacity
    FOR EACH ROW
    WHEN (old.places IS DISTINCT FROM new.places OR old.held IS DISTINCT FROM new.held OR old.occupied IS DISTINCT FROM new.occupied OR old.overflow IS DISTINCT FROM new.overflow OR old.updated_at IS DISTINCT FROM new.updated_at)
    EXECUTE FUNCTION count_capacity();
ALTER TABLE capacity ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON capacity
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE capacity ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON capacity
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_capacity();
ALTER TABLE capacity ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF organisation_id ON capacity
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE capacity ENABLE ALWAYS TRIGGER written_once;
