-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON place TO referral_app;
GRANT SELECT ON place TO referral_app;
GRANT UPDATE (places, held, occupied, overflow, version, updated_at) ON place TO referral_app;

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON place
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image('organisation_id', 'service_id', 'unit', 'places', 'held', 'occupied', 'overflow', 'updated_at');
ALTER TABLE place ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON place
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE place ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON place
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_place();
ALTER TABLE place ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, service_id, organisation_id, unit ON place
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE place ENABLE ALWAYS TRIGGER written_once;
