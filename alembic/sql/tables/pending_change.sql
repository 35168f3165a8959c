-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON pending_change TO referral_app;
GRANT SELECT ON pending_change TO referral_app;
GRANT UPDATE (
    status, decided_by_agent_id, closed_at, version
) ON pending_change TO referral_app;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON pending_change
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE pending_change ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON pending_change
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id', 'subject_id');
ALTER TABLE pending_change ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, subject, subject_id, subject_version, organisation_id, change, proposed_by_agent_id, proposed_by_client_id, proposed_by_organisation_id, proposed_at, decide_by ON pending_change
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE pending_change ENABLE ALWAYS TRIGGER written_once;
