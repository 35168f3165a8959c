"""Row security holds for the application's role alone: no connection of another role is used.

An owner of tables, a superuser and a role that bypasses row security read everything. Each new
connection asks who it is, before it is asked for anything else.
"""

# Also a role that may act for one of these; a superuser may for all.
IS_BOUND = """
SELECT NOT EXISTS (
    SELECT FROM pg_roles
    WHERE (rolsuper OR rolbypassrls) AND pg_has_role(session_user, oid, 'MEMBER')
) AND NOT EXISTS (
    SELECT FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND pg_has_role(session_user, relowner, 'MEMBER')
) AS is_bound
"""
# For a connection of the service: refused as a login is (class 28 of SQLSTATE).
REFUSE_UNBOUND = f"""
DO $$ BEGIN
    IF NOT ({IS_BOUND}) THEN
        RAISE invalid_authorization_specification
            USING MESSAGE = 'row security does not bind this role';
    END IF;
END $$;
"""
