"""Many coded columns of a table are held to their lists by one function.

PostgreSQL reads the text of every CHECK anew for each statement that writes a row: the lists of a
referral cost more than its change. It plans a function once for each connection
(docs/decisions/0029).
"""

from sqlalchemy import DDL, CheckConstraint, Table, event

# A function costs about as much as one list. Few lists are left apart, so that an error names the
# column.
_MOST_APART = 5
_FUNCTION = """
CREATE FUNCTION {name}(checked "{table}") RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $body$
BEGIN
    RETURN {rules};
END
$body$
"""


def check_codes_together(table: Table) -> None:
    """Replace the CHECKs of a table's lists by that of one function, if they are many."""
    checks = [
        (column, check)
        for column in table.columns for check in column.constraints
        if isinstance(check, CheckConstraint) and "codes" in check.info
    ]  # fmt: skip
    if len(checks) <= _MOST_APART:
        return
    for column, check in checks:
        column.constraints.remove(check)
    rules = "\n    AND ".join(sorted(f"(checked.{check.sqltext})" for _, check in checks))
    name = f"codes_of_{table.name}"
    function = _FUNCTION.format(name=name, table=table.name, rules=rules)
    # The row as a whole: each column that is named costs, too.
    constraint = (
        f'ALTER TABLE "{table.name}" ADD CONSTRAINT ck_{table.name}_codes'
        f' CHECK ({name}("{table.name}".*))'
    )
    for statement in (function, constraint):
        ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", ddl)
