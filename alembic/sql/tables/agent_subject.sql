-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON agent_subject TO referral_app;
GRANT INSERT ON agent_subject TO referral_app;
GRANT SELECT ON agent_subject TO referral_app;

CREATE TRIGGER end_sessions
    AFTER DELETE OR UPDATE ON agent_subject
    FOR EACH ROW
    EXECUTE FUNCTION end_sessions_of_name();
ALTER TABLE agent_subject ENABLE ALWAYS TRIGGER end_sessions;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON agent_subject
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent_subject ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON agent_subject
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('agent_id');
ALTER TABLE agent_subject ENABLE ALWAYS TRIGGER unaudited;
