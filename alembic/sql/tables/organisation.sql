-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON organisation TO referral_app;
GRANT SELECT ON organisation TO referral_app;
GRANT UPDATE ON organisation TO referral_app;
GRANT SELECT (id, name) ON organisation TO referral_auditor;
GRANT SELECT (id, type) ON organisation TO referral_figures;

CREATE TRIGGER end_sessions
    AFTER UPDATE OF active ON organisation
    FOR EACH ROW
    WHEN (old.active AND NOT new.active)
    EXECUTE FUNCTION end_sessions('organisation_id', 'organisation');
ALTER TABLE organisation ENABLE ALWAYS TRIGGER end_sessions;

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON organisation
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image('type', 'regions', 'active', 'created_at');
ALTER TABLE organisation ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER name_folded
    BEFORE INSERT OR UPDATE OF name ON organisation
    FOR EACH ROW
    EXECUTE FUNCTION write_folded_name();
ALTER TABLE organisation ENABLE ALWAYS TRIGGER name_folded;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON organisation
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE organisation ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON organisation
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE organisation ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, type ON organisation
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE organisation ENABLE ALWAYS TRIGGER written_once;
