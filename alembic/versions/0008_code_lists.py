"""Write each list of codes as one literal. PostgreSQL reads a CHECK again from its text for every
statement, and a list of single codes takes it several times as long as one array.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LISTED = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype = 'c'
    AND (conname LIKE 'ck\\_%\\_code' OR conname LIKE 'ck\\_%\\_codes')
"""
CODES = re.compile(r"ARRAY\[((?:'\w+'::text(?:, )?)+)\]")


def upgrade() -> None:
    for table, name, definition in op.get_bind().execute(sa.text(LISTED)).all():
        written, lists = CODES.subn(_as_literal, definition)
        if lists != 1:
            raise RuntimeError(f"{name} is no list of codes: {definition}")
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {written}")


def downgrade() -> None:
    """Leave them: they say the same."""


def _as_literal(found: re.Match[str]) -> str:
    return "'{" + ",".join(re.findall(r"'(\w+)'", found[1])) + "}'::text[]"
