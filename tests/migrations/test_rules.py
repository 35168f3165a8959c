"""Every migration after 0013 runs beside the service; and what would stop it is refused."""

from pathlib import Path

import pytest

from tests.support.migrations.rules import broken, unwritten
from tests.support.migrations.written import BOUND, contracts, upgrade_sql

_ADD = "ALTER TABLE referral ADD CONSTRAINT"
_DROP = "DROP INDEX CONCURRENTLY IF EXISTS ix_a;"
_REFUSED = {
    "CREATE INDEX ix_a ON referral (a);": "without CONCURRENTLY",
    "CREATE UNIQUE INDEX ix_a ON \"case\" (a) WHERE b = 'CONCURRENTLY';": "without CONCURRENTLY",
    "create index ix_a on public.referral using brin (a);": "without CONCURRENTLY",
    "CREATE INDEX ON referral (a);": "without a name",
    f"BEGIN; {_DROP} CREATE INDEX CONCURRENTLY ix_a ON referral (a); COMMIT;": "autocommit_block",
    "CREATE INDEX CONCURRENTLY ix_a ON referral (a);": "half-built",
    f"{_DROP} CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_a ON referral (a);": "half-built",
    f"{_ADD} ck_a CHECK (a > 0);": "without NOT VALID",
    f"{_ADD} ck_a CHECK (a <> ' NOT VALID');": "without NOT VALID",
    "ALTER TABLE referral ADD CHECK (a > 0);": "without NOT VALID",
    f"{_ADD} fk_a FOREIGN KEY(a) REFERENCES agent (id) ON DELETE CASCADE;": "without NOT VALID",
    f"{_ADD} nn_a NOT NULL a;": "without NOT VALID",
    "ALTER TABLE ONLY referral ADD COLUMN b int, ADD CONSTRAINT c CHECK (b > 0);": "NOT VALID",
    f"{_ADD} ck_a CHECK (a > 0) NOT VALID;": "never VALIDATEd",
    f"BEGIN; {_ADD} ck_a CHECK (a > 0) NOT VALID;"
    " ALTER TABLE referral VALIDATE CONSTRAINT ck_a; COMMIT;": "holds the lock",
    f"{_ADD} uq_a UNIQUE (a);": "builds the index",
    f"{_ADD} pk_a PRIMARY KEY (a);": "builds the index",
    "ALTER TABLE referral DROP COLUMN a;": "no CONTRACTS",
    "ALTER TABLE referral DROP a;": "no CONTRACTS",
    "ALTER TABLE referral ADD COLUMN b int, DROP COLUMN IF EXISTS a;": "no CONTRACTS",
    "DROP TABLE referral;": "no CONTRACTS",
    "TRUNCATE referral;": "no CONTRACTS",
    "REVOKE UPDATE (a) ON referral FROM referral_app;": "no CONTRACTS",
    "ALTER TABLE referral ALTER COLUMN a TYPE bigint;": "no CONTRACTS",
    "ALTER TABLE referral ALTER a SET DATA TYPE bigint USING a::bigint;": "no CONTRACTS",
    "ALTER TYPE section ADD VALUE 'b';": "no CONTRACTS",
    "ALTER TABLE referral ALTER COLUMN a SET NOT NULL;": "no CONTRACTS",
    "ALTER TABLE referral RENAME COLUMN a TO b;": "no CONTRACTS",
    "ALTER TABLE referral RENAME TO b;": "no CONTRACTS",
    "ALTER TABLE referral ADD COLUMN a uuid REFERENCES agent (id);": "every row",
    "ALTER TABLE referral ADD COLUMN a int CHECK (a > 0);": "every row",
    "ALTER TABLE referral ADD COLUMN a uuid DEFAULT gen_random_uuid() NOT NULL;": "every row",
    "ALTER TABLE referral ADD COLUMN a int NOT NULL;": "every row",
    "ALTER TABLE referral ADD a int GENERATED ALWAYS AS (b + 1) STORED;": "every row",
    "DO $$ BEGIN EXECUTE 'DROP TABLE referral'; END $$;": "not for a service that runs",
    "SET LOCAL lock_timeout = 0;": "not for a service that runs",
    "VACUUM FULL referral;": "not for a service that runs",
    "-- a word\nCREATE /* another */ INDEX ix_a\n  ON referral (a);": "without CONCURRENTLY",
}
# One to a paragraph.
_ALLOWED = """
CREATE TABLE made (id uuid PRIMARY KEY, a int NOT NULL CHECK (a > 0));
CREATE INDEX ix_a ON made (a); ALTER TABLE made ADD CONSTRAINT ck CHECK (a < 9);
ALTER TABLE made ADD COLUMN b uuid REFERENCES agent (id);

BEGIN; SELECT 1; COMMIT; DROP INDEX CONCURRENTLY IF EXISTS ix_a;
CREATE INDEX CONCURRENTLY ix_a ON referral (a); BEGIN; SELECT 1; COMMIT;

BEGIN; ALTER TABLE referral ADD CONSTRAINT ck_a CHECK (a IN (1, 2)) NOT VALID; COMMIT;
ALTER TABLE referral VALIDATE CONSTRAINT ck_a; BEGIN; SELECT 1; COMMIT;

BEGIN; ALTER TABLE referral ADD CONSTRAINT fk_a FOREIGN KEY(a) REFERENCES agent (id) NOT VALID;
COMMIT; ALTER TABLE referral VALIDATE CONSTRAINT fk_a;

ALTER TABLE referral ADD CONSTRAINT uq_a UNIQUE USING INDEX ix_a;

ALTER TABLE referral ADD COLUMN a text;

ALTER TABLE referral ADD COLUMN a timestamptz DEFAULT now() NOT NULL;

ALTER TABLE referral ADD COLUMN a boolean DEFAULT false NOT NULL;

ALTER TABLE referral ALTER COLUMN a DROP NOT NULL;

ALTER TABLE referral ALTER COLUMN a SET DEFAULT 1;

ALTER TABLE referral DROP CONSTRAINT ck_a;

CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql
AS $body$ BEGIN DROP TABLE referral; CREATE INDEX ix_a ON referral (a); END $body$;

REVOKE ALL ON FUNCTION f() FROM PUBLIC;

UPDATE referral SET a = 'DROP TABLE referral; CREATE INDEX ix_a ON referral (a)';
""".strip().split("\n\n")


def test_there_is_a_migration_that_the_rules_hold_for() -> None:
    assert BOUND


@pytest.mark.parametrize("file", BOUND, ids=lambda file: file.stem)
def test_a_migration_runs_beside_the_service(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert not unwritten(source)
    sql = upgrade_sql(file)
    assert "UPDATE alembic_version" in sql
    assert not broken(sql, contracts=contracts(source))


@pytest.mark.parametrize(("sql", "reason"), _REFUSED.items())
def test_what_would_stop_the_service_is_refused(sql: str, reason: str) -> None:
    (said,) = broken(sql, contracts=False)
    assert reason in said


@pytest.mark.parametrize("sql", _ALLOWED)
def test_what_would_not_is_let_through(sql: str) -> None:
    assert not broken(sql, contracts=False)


@pytest.mark.parametrize(
    ("sql", "reason"), [case for case in _REFUSED.items() if case[1] == "no CONTRACTS"]
)
def test_taking_away_is_let_through_once_the_migration_says_what_nobody_uses(
    sql: str, reason: str
) -> None:
    assert reason
    assert not broken(sql, contracts=True)


@pytest.mark.parametrize("sql", [s for s, reason in _REFUSED.items() if reason != "no CONTRACTS"])
def test_nothing_else_is(sql: str) -> None:
    assert broken(sql, contracts=True)


def test_the_explanation_is_a_text_of_the_migration_itself() -> None:
    assert contracts('CONTRACTS = "nothing has read referral.a since 0.2.0"')
    assert not contracts('CONTRACTS = ""')
    assert not contracts("CONTRACTS = True")
    assert not contracts('def upgrade():\n    CONTRACTS = "nothing has read referral.a"')
    assert not contracts('# CONTRACTS = "nothing has read referral.a"')
