"""Tables with many coded columns hold them to their lists by one function instead of as many CHECKs.

PostgreSQL reads the text of every CHECK anew for each statement that writes a row. The function has
the words of the CHECKs that it replaces, and is planned once for each connection.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLES = ("case", "consent", "decision", "handoff", "referral")
# The CHECKs of the lists of one table.
LISTS = """contype = 'c' AND conrelid = format('%I', listed)::regclass
    AND conname ~ '_codes?$' AND conname <> format('ck_%s_codes', listed)"""
FUNCTION = """CREATE OR REPLACE FUNCTION %I(checked %I) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
BEGIN
    RETURN %s;
END
$function$"""
# There is nothing left to gather if this was stopped after the CHECKs were dropped.
GATHER = f"""
DECLARE rules text;
BEGIN
    SELECT string_agg(rule, E'\\n    AND ' ORDER BY rule COLLATE "C") INTO rules
    FROM (
        -- Also of a CHECK that is not valid yet: its words are an expression in parentheses.
        SELECT '(checked.' || substr(pg_get_expr(conbin, conrelid), 2) AS rule
        FROM pg_constraint WHERE {LISTS}
    ) AS found;
    IF rules IS NOT NULL THEN
        EXECUTE format($text${FUNCTION}$text$, 'codes_of_' || listed, listed, rules);
    END IF;
END
"""
DROP = f"""
DECLARE name text;
BEGIN
    FOR name IN SELECT conname FROM pg_constraint WHERE {LISTS} LOOP
        EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', listed, name);
    END LOOP;
END
"""
# The CHECKs of before, from the words of the function.
SPREAD = """
DO $body$
DECLARE rule text[];
BEGIN
    FOR rule IN SELECT regexp_matches(
        prosrc, '\\(checked\\.(\\w+) ((= ANY|<@) .+)\\)[;\\n]', 'gn'
    ) FROM pg_proc WHERE proname = 'codes_of_{table}' LOOP
        EXECUTE format(
            'ALTER TABLE "{table}" ADD CONSTRAINT %I CHECK (%s %s) NOT VALID',
            'ck_{table}_' || rule[1] || CASE rule[3] WHEN '<@' THEN '_codes' ELSE '_code' END,
            rule[1], rule[2]
        );
    END LOOP;
END $body$
"""
VALIDATE = """
DO $body$
DECLARE name text;
BEGIN
    FOR name IN SELECT conname FROM pg_constraint
    WHERE conrelid = '"{table}"'::regclass AND NOT convalidated LOOP
        EXECUTE format('ALTER TABLE "{table}" VALIDATE CONSTRAINT %I', name);
    END LOOP;
END $body$
"""


def upgrade() -> None:
    for name, body in (("gather_codes", GATHER), ("drop_lists", DROP)):
        op.execute(
            f"CREATE OR REPLACE PROCEDURE {name}(listed text) LANGUAGE plpgsql AS $body${body}$body$"
        )
        op.execute(f"REVOKE ALL ON PROCEDURE {name}(text) FROM PUBLIC")
    for table in TABLES:
        op.execute(f"CALL gather_codes('{table}')")
        op.execute(f"REVOKE ALL ON FUNCTION codes_of_{table} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION codes_of_{table} TO referral_app")
        _apart()
        op.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS ck_{table}_codes')
        op.execute(
            f'ALTER TABLE "{table}" ADD CONSTRAINT ck_{table}_codes'
            f' CHECK (codes_of_{table}("{table}".*)) NOT VALID'
        )
        with op.get_context().autocommit_block():
            op.execute(f'ALTER TABLE "{table}" VALIDATE CONSTRAINT ck_{table}_codes')
        op.execute(f"CALL drop_lists('{table}')")
        _apart()
    op.execute("DROP PROCEDURE gather_codes(text)")
    op.execute("DROP PROCEDURE drop_lists(text)")


def downgrade() -> None:
    op.execute("DROP PROCEDURE IF EXISTS gather_codes(text)")
    op.execute("DROP PROCEDURE IF EXISTS drop_lists(text)")
    for table in TABLES:
        _apart()
        op.execute(SPREAD.format(table=table))
        _apart()
        op.execute(VALIDATE.format(table=table))
        _apart()
        op.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS ck_{table}_codes')
        op.execute(f'DROP FUNCTION IF EXISTS codes_of_{table}("{table}")')


def _apart() -> None:
    """End the transaction, and with it its lock. None waits for one table while it holds another.

    What was done stays if the migration stops here. The same call then does it again.
    """
    with op.get_context().autocommit_block():
        pass
