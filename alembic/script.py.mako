"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

# The service of the version before answers beside this (docs/decisions/0017); a test holds it to:
# - an index is made in `with op.get_context().autocommit_block():`, CONCURRENTLY, after
#   DROP INDEX CONCURRENTLY IF EXISTS of the same name;
# - a CHECK or foreign key is added NOT VALID, and VALIDATEd in such a block;
# - what is new comes first, and what it replaces goes one release later. What takes away says as
#   CONTRACTS = "…" what the release before stopped using;
# - no draft sees a CHECK: a longer list of codes is written by hand, DROP CONSTRAINT, ADD NOT
#   VALID, then VALIDATE in such a block;
# - the file is named by the next number, 0015_what_it_does.py; a downgrade loses no row;
# - its line in CHANGELOG.md names it; it imports nothing of referral_api and reads no file.
# `make sql` afterwards writes alembic/sql anew. Delete this comment.
import sqlalchemy as sa
import sqlmodel
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
