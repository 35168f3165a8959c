"""The roles and the database that a superuser creates once, here or on another PostgreSQL."""

# A blank line after each statement: the single-user server reads them one by one.
_STATEMENTS = (
    # Migrates. Owns every table; row security applies to it too where a table forces it.
    "CREATE ROLE referral_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;",
    # Reads the audit log; used for one transaction at a time.
    "CREATE ROLE referral_auditor NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;",
    # Serves. Owns nothing and inherits nothing: it needs SET ROLE to act as the auditor.
    "CREATE ROLE referral_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT;",
    "GRANT referral_auditor TO referral_app;",
    "CREATE DATABASE referral OWNER referral_owner ENCODING 'UTF8' TEMPLATE template0;",
    "REVOKE ALL ON DATABASE referral FROM PUBLIC;",
    "GRANT CONNECT ON DATABASE referral TO referral_app;",
)


def bootstrap_sql() -> str:
    """Return the SQL that a superuser runs once on PostgreSQL 15 or newer with a UTF-8 locale.

    The roles have no password; the operator of that server decides how they sign in.
    """
    return "".join(f"{statement}\n\n" for statement in _STATEMENTS)
