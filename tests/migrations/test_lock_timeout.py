"""A migration never queues behind a long transaction, with the service queueing behind it."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from referral_api.cli.failures import EXPECTED, in_one_sentence
from referral_api.database import migrations
from referral_api.embedded import Embedded
from tests.support.migrations.written import FILES, FOLDER, LAST_UNBOUND, number

# It needs outgoing_event for itself alone.
_NEXT = f"{int(LAST_UNBOUND) + 1:04}"


@pytest.fixture
def owner(server: Embedded, database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The owner's address of a database that lacks the migrations since."""
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT", "300ms")
    monkeypatch.setattr(migrations, "PAUSE", 0.3)
    url = server.url("referral_owner", database)
    migrations.upgrade(url, LAST_UNBOUND)
    # Where nothing bounds the waiting any more, this ends it, and is another error.
    return f"{url}&options=-c%20statement_timeout%3D8s"


def _revision(url: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert row
    return str(row[0])


def test_a_long_transaction_ends_the_migration_with_a_sentence_and_nothing_is_changed(
    owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "ATTEMPTS", 2)
    with psycopg.connect(owner) as reader:
        reader.execute("SELECT 1 FROM outgoing_event")
        with pytest.raises(migrations.MigrationBlocked, match="try again") as refusal:
            migrations.upgrade(owner, _NEXT)
        assert _revision(owner) == LAST_UNBOUND
    assert isinstance(refusal.value, EXPECTED)
    assert in_one_sentence(refusal.value) == str(refusal.value)
    migrations.upgrade(owner, _NEXT)
    assert _revision(owner) == _NEXT


def test_who_comes_after_a_waiting_migration_waits_no_longer_than_the_limit(owner: str) -> None:
    with psycopg.connect(owner) as reader, ThreadPoolExecutor() as pool:
        reader.execute("SELECT 1 FROM outgoing_event")
        migrating = pool.submit(migrations.upgrade, owner, _NEXT)
        longest = 0.0
        with psycopg.connect(owner, autocommit=True) as other:
            end = time.monotonic() + 1.2
            while time.monotonic() < end:
                began = time.monotonic()
                other.execute("SELECT 1 FROM outgoing_event")
                longest = max(longest, time.monotonic() - began)
        assert 0.05 < longest < 1.0, longest  # it did wait, which shows that there was a queue
        assert not migrating.done()
        reader.rollback()
        migrating.result(10)  # one of the later attempts gets through
    assert _revision(owner) == _NEXT


def test_a_second_start_waits_its_turn_without_a_transaction_that_others_would_wait_for(
    owner: str,
) -> None:
    """CREATE INDEX CONCURRENTLY waits for every older snapshot: also for that of a waiting lock."""
    with psycopg.connect(owner, autocommit=True) as first, ThreadPoolExecutor() as pool:
        first.execute("SELECT pg_advisory_lock(7220771930)")
        second = pool.submit(migrations.upgrade, owner, _NEXT)
        time.sleep(0.3)
        first.execute("SET statement_timeout = '5s'")
        first.execute("CREATE INDEX CONCURRENTLY ix_made_up ON outgoing_event (subject_id)")
        assert not second.done()
        first.execute("SELECT pg_advisory_unlock(7220771930)")
        second.result(10)
    assert _revision(owner) == _NEXT


_MADE_UP = """
from alembic import op

revision = "made_up"
down_revision = "{head}"


def look(place):
    op.execute(f"INSERT INTO seen VALUES ('{{place}}', current_setting('lock_timeout'))")


def upgrade():
    op.execute("CREATE TABLE seen (place text, lock_timeout text)")
    look("before")
    with op.get_context().autocommit_block():
        look("within")
    look("after")
"""


def test_an_autocommit_block_has_no_limit_and_the_transaction_after_it_has_it_again(
    owner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "alembic"
    shutil.copytree(FOLDER, folder)
    (folder / "versions" / "made_up.py").write_text(_MADE_UP.format(head=number(FILES[-1])))
    monkeypatch.setattr(migrations, "_IN_TREE", folder)
    migrations.upgrade(owner)
    with psycopg.connect(owner) as connection:
        seen = connection.execute("SELECT place, lock_timeout FROM seen").fetchall()
    assert seen == [("before", "300ms"), ("within", "0"), ("after", "300ms")]
