-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON agent TO referral_app;
GRANT SELECT ON agent TO referral_app;
GRANT UPDATE ON agent TO referral_app;
GRANT SELECT (id, name) ON agent TO referral_auditor;

CREATE TRIGGER end_sessions
    AFTER UPDATE OF active ON agent
    FOR EACH ROW
    WHEN (old.active AND NOT new.active)
    EXECUTE FUNCTION end_sessions('agent_id', 'agent');
ALTER TABLE agent ENABLE ALWAYS TRIGGER end_sessions;

CREATE TRIGGER end_sessions_of_roles
    AFTER UPDATE OF roles ON agent
    FOR EACH ROW
    WHEN (old.roles IS DISTINCT FROM new.roles)
    EXECUTE FUNCTION end_sessions('agent_id', 'roles');
ALTER TABLE agent ENABLE ALWAYS TRIGGER end_sessions_of_roles;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON agent
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON agent
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE agent ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id ON agent
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent ENABLE ALWAYS TRIGGER written_once;
