"""The roles and the database that a superuser creates once, here or on another PostgreSQL."""

import psycopg

_COUNTING = "referral_figures"
# A blank line after each statement: the single-user server reads them one by one.
_STATEMENTS = (
    # Migrates. Owns every table; row security applies to it too where a table forces it.
    "CREATE ROLE referral_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;",
    # Reads the audit log; used for one transaction at a time.
    "CREATE ROLE referral_auditor NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;",
    # Counts, for one transaction at a time: it reads what is counted of each row, and no identity.
    f"CREATE ROLE {_COUNTING} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;",
    # Serves. Owns nothing and inherits nothing: it needs SET ROLE to act as another.
    "CREATE ROLE referral_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT;",
    "GRANT referral_auditor TO referral_app;",
    f"GRANT {_COUNTING} TO referral_app;",
    # A row that breaks a rule would stand in the server's log, and a statement with its ids.
    *(
        f"ALTER ROLE {role} SET {setting};"
        for role in ("referral_owner", "referral_app")
        for setting in ("log_error_verbosity = terse", "log_min_error_statement = panic")
    ),
    "CREATE DATABASE referral OWNER referral_owner ENCODING 'UTF8' TEMPLATE template0;",
    "REVOKE ALL ON DATABASE referral FROM PUBLIC;",
    "GRANT CONNECT ON DATABASE referral TO referral_app;",
)


def bootstrap_sql() -> str:
    """Return the SQL that a superuser runs once on PostgreSQL 15 or newer with a UTF-8 locale.

    The roles have no password; the operator of that server decides how they sign in.
    """
    return "".join(f"{statement}\n\n" for statement in _STATEMENTS)


def add_missing_roles(url: str) -> None:
    """Make the roles that a server of an earlier version lacks, as its superuser."""
    with psycopg.connect(url, autocommit=True) as superuser:
        known = superuser.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [_COUNTING])
        if known.fetchone() is None:
            for statement in _STATEMENTS:
                if _COUNTING in statement:
                    superuser.execute(statement)
