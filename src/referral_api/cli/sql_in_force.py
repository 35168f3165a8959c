"""The functions, triggers, policies and privileges in force, read from PostgreSQL's catalogue."""

from typing import Any

import psycopg

from referral_api.cli.sql_layout import indent_body, lay_out

_HEAD = "-- Written by `make sql` from a migrated database; do not edit.\n"
_FUNCTIONS = """
    SELECT proname, pg_get_functiondef(p.oid), array(
        SELECT DISTINCT format('%s on %I', tgname, relname) FROM pg_trigger t
        JOIN pg_class c ON c.oid = tgrelid WHERE tgfoid = p.oid ORDER BY 1
    ), array(
        SELECT DISTINCT COALESCE(NULLIF(grantee, 0)::regrole::text, 'PUBLIC')
        FROM aclexplode(COALESCE(proacl, acldefault('f', proowner)))
        WHERE grantee <> proowner ORDER BY 1
    )
    FROM pg_proc p WHERE pronamespace = 'public'::regnamespace ORDER BY proname, p.oid
"""
_TABLES = """
    SELECT oid, relname, format('%I', relname), relrowsecurity, relforcerowsecurity FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND relname <> 'alembic_version' ORDER BY relname
"""
_PRIVILEGES = """
    SELECT COALESCE(NULLIF(grantee, 0)::regrole::text, 'PUBLIC'), privilege_type,
        array_agg(attname ORDER BY attnum)
    FROM (
        SELECT a.grantee, a.privilege_type, NULL AS attname, 0 AS attnum
        FROM pg_class, aclexplode(relacl) a WHERE oid = %(table)s AND a.grantee <> relowner
        UNION ALL
        SELECT a.grantee, a.privilege_type, format('%%I', attname), attnum
        FROM pg_attribute, aclexplode(attacl) a WHERE attrelid = %(table)s AND NOT attisdropped
    ) AS granted GROUP BY 1, 2 ORDER BY 1, 2
"""
_POLICIES = """
    SELECT polname, CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
        WHEN 'd' THEN 'DELETE' ELSE 'ALL' END, polpermissive,
        array(
            SELECT COALESCE(NULLIF(role, 0)::regrole::text, 'PUBLIC')
            FROM unnest(polroles) role ORDER BY 1
        ),
        pg_get_expr(polqual, polrelid, true), pg_get_expr(polwithcheck, polrelid, true)
    FROM pg_policy WHERE polrelid = %(table)s ORDER BY polname
"""
_TRIGGERS = """
    SELECT tgname, pg_get_triggerdef(oid, true), tgenabled::text FROM pg_trigger
    WHERE tgrelid = %(table)s AND NOT tgisinternal ORDER BY tgname
"""
_MODES = {"A": "ENABLE ALWAYS", "R": "ENABLE REPLICA", "D": "DISABLE"}

Connection = psycopg.Connection[tuple[Any, ...]]


def tell_sql_in_force(connection: Connection) -> dict[str, str]:
    """Write each file, by its path below the folder: one for each table and each function."""
    files: dict[str, str] = {}
    for name, definition, triggers, callers in connection.execute(_FUNCTIONS):
        path = f"functions/{name}.sql"
        used = "".join(f"-- Called by the trigger {trigger}.\n" for trigger in triggers)
        allowed = ", ".join(callers) or "its owner alone"
        text = f"{indent_body(definition)};\n\n-- May be called by: {allowed}.\n"
        # Overloads of one function share a file.
        files[path] = files.get(path, _HEAD) + f"{used}\n{text}"
    for oid, name, quoted, enabled, forced in connection.execute(_TABLES).fetchall():
        parts = [
            *_privileges(connection, oid, quoted),
            *_row_security(quoted, ENABLE=enabled, FORCE=forced),
            *_policies(connection, oid, quoted),
            *_triggers(connection, oid, quoted),
        ]
        files[f"tables/{name}.sql"] = "\n".join([_HEAD, *parts])
    return files


def _privileges(connection: Connection, table: int, quoted: str) -> list[str]:
    grants = []
    for role, privilege, columns in connection.execute(_PRIVILEGES, {"table": table}):
        # A privilege on the whole table sorts first, and has no column.
        listed = "" if columns[0] is None or None in columns else f" ({', '.join(columns)})"
        grants.append(lay_out(f"GRANT {privilege}{listed} ON {quoted} TO {role};") + "\n")
    return ["".join(grants)] if grants else []


def _row_security(quoted: str, **flags: bool) -> list[str]:
    lines = [
        f"ALTER TABLE {quoted} {word} ROW LEVEL SECURITY;\n"
        for word, is_set in flags.items()
        if is_set
    ]
    return ["".join(lines)] if lines else []


def _policies(connection: Connection, table: int, quoted: str) -> list[str]:
    policies = []
    for name, command, permissive, roles, using, check in connection.execute(
        _POLICIES, {"table": table}
    ):
        kind = "" if permissive else " AS RESTRICTIVE"
        lines = [f"CREATE POLICY {name} ON {quoted}{kind} FOR {command} TO {', '.join(roles)}"]
        for clause, condition in (("USING", using), ("WITH CHECK", check)):
            if condition is not None:
                lines.append(lay_out(f"{clause} ({condition})", "    "))
        policies.append("\n".join(lines) + ";\n")
    return policies


def _triggers(connection: Connection, table: int, quoted: str) -> list[str]:
    statements = []
    for name, definition, mode in connection.execute(_TRIGGERS, {"table": table}):
        lines = definition
        for word in (
            " AFTER ",
            " BEFORE ",
            " REFERENCING ",
            " DEFERRABLE ",
            " FOR EACH ",
            " WHEN ",
        ):
            lines = lines.replace(word, f"\n   {word}", 1)
        lines = lines.replace(" EXECUTE ", "\n    EXECUTE ", 1)
        mode_change = (
            f"ALTER TABLE {quoted} {_MODES[mode]} TRIGGER {name};\n" if mode in _MODES else ""
        )
        statements.append(f"{lines};\n{mode_change}")
    return statements
