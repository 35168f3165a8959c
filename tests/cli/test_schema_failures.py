"""A migration that fails says why in one sentence."""

from pathlib import Path

import psycopg
import pytest

from referral_api.cli.failures import CommandFailure
from referral_api.cli.schema import schema_failures
from referral_api.database import migrations
from referral_api.embedded import Embedded


def test_a_role_that_is_missing_is_told_and_nothing_is_half_done(
    server: Embedded, database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As on a server that was set up before figures were counted: the role has another name."""
    owner = server.url("referral_owner", database)
    migrations.upgrade(owner, "0039")
    text = Path(migrations._IN_TREE, "versions", "0040_figures.py").read_text(encoding="utf-8")
    scripts = tmp_path / "alembic"
    for file in migrations._IN_TREE.rglob("*.py"):
        copy = scripts / file.relative_to(migrations._IN_TREE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    renamed = text.replace("referral_figures", "referral_nobody")
    (scripts / "versions" / "0040_figures.py").write_text(renamed, encoding="utf-8")
    monkeypatch.setattr(migrations, "_IN_TREE", scripts)
    monkeypatch.setattr(migrations, "_PACKAGED", scripts)
    with pytest.raises(CommandFailure, match="bootstrap-sql"), schema_failures():
        migrations.upgrade(owner)
    with psycopg.connect(owner) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0039",)
        assert connection.execute("SELECT to_regclass('cut')").fetchone() == (None,)
