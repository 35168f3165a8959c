"""What a developer writes with Alembic's own words is judged by the SQL that becomes of it."""

import shutil
from pathlib import Path

import pytest

from tests.support.migrations.rules import broken, unwritten
from tests.support.migrations.written import FILES, FOLDER, number, upgrade_sql

_DRAFT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade():
    {body}
"""
_CAREFUL = """op.add_column("referral", sa.Column("a", sa.Text(), nullable=True))
    op.create_check_constraint(op.f("ck_a"), "referral", "a <> ''", postgresql_not_valid=True)
    op.create_foreign_key("fk_a", "referral", "agent", ["b"], ["id"], postgresql_not_valid=True)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE referral VALIDATE CONSTRAINT ck_a")
        op.execute("ALTER TABLE referral VALIDATE CONSTRAINT fk_a")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_a")
        op.create_index("ix_a", "referral", ["a"], postgresql_concurrently=True)
"""
_DRAFTS = {
    _CAREFUL: 0,
    _CAREFUL.replace(", postgresql_not_valid=True", ""): 2,
    _CAREFUL.replace(", postgresql_concurrently=True", ""): 1,
    _CAREFUL.replace("with op.get_context().autocommit_block():", "if True:"): 3,
    'op.drop_column("referral", "outcome")': 1,
    'op.drop_table("referral")': 1,
    'op.alter_column("referral", "outcome", type_=sa.Integer(), existing_type=sa.Text())': 1,
    'op.alter_column("referral", "outcome", nullable=False)': 1,
    'op.create_unique_constraint("uq_a", "referral", ["outcome"])': 1,
}


@pytest.mark.parametrize(("body", "times"), _DRAFTS.items())
def test_what_alembic_makes_of_a_draft_is_judged_by_its_sql(
    tmp_path: Path, body: str, times: int
) -> None:
    folder = tmp_path / "alembic"
    shutil.copytree(FOLDER, folder)
    draft = folder / "versions" / "9999_draft.py"
    draft.write_text(_DRAFT.format(before=number(FILES[-1]), body=body))
    assert len(broken(upgrade_sql(draft), contracts=False)) == times


def test_what_cannot_be_read_beforehand_is_refused() -> None:
    assert unwritten("def upgrade():\n    op.get_bind().execute(sa.text('DROP TABLE referral'))")
    assert unwritten("if not context.is_offline_mode():\n    op.execute('DROP TABLE referral')")
