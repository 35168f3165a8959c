"""Each new migration goes up, down and up again over a filled database, while the version before
serves it and is asked all the time. Older ones go up, and some of them down: `make matrix`, all.
"""

import asyncio
from itertools import takewhile, zip_longest
from pathlib import Path

import psycopg
import pytest

from referral_api.database import migrations
from referral_api.embedded import Embedded
from tests.support.draw import draw
from tests.support.made_up_records import allow_made_up_words
from tests.support.migrations import changelog, rare_rows
from tests.support.migrations.contents import Contents
from tests.support.migrations.history import ITS_LAST_MIGRATION, take_out, why_it_cannot_be_found
from tests.support.migrations.traffic import Traffic
from tests.support.migrations.version_before import VersionBefore, free_port
from tests.support.migrations.written import FILES, contracts, number

STAIRS = [file for file in FILES if number(file) > ITS_LAST_MIGRATION]
_STOPPED = changelog.without_the_service(changelog.TEXT)
# The version before need not know what a migration makes that it had to be stopped for.
CONTRACTING = [file for file in STAIRS if contracts(file.read_text(encoding="utf-8"))]
_NEWEST = 10
BESIDE = list(takewhile(lambda file: number(file) not in _STOPPED, STAIRS))


_EVENTS = """
INSERT INTO audit_event (id, action, outcome, roles, subject, subject_id, salt)
SELECT gen_random_uuid(), 'test:arrange', 'allowed', '{}', 'agent', agent_id, '' FROM agent_subject
"""
# Rows of before the history was kept.
_UNCOUNTED = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
    SELECT 1 FROM {history} h WHERE h.row_id = t.{key} AND h.ended IS NULL AND {kind}
)) FROM "{table}" t
"""
_HISTORIES = {
    **{table: (f"counted_{table}", "id", "true")
       for table in ("case", "decision", "referral", "handoff", "consent")},
    "capacity": ("counted_capacity", "organisation_id", "true"),
    "organisation": ("entry_image", "id", "kind = 'organisation'"),
}  # fmt: skip
_BREAK = 'ALTER TABLE "case" RENAME COLUMN region TO taken_away'
_MEND = 'ALTER TABLE "case" RENAME COLUMN taken_away TO region'


class Stairs:
    """A filled database, and the way up and down."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.contents = Contents(url)

    async def go(self, file: Path, way: str) -> None:
        """Take one step; what was there before is there after it."""
        before = number(FILES[FILES.index(file) - 1])
        step, to = {
            "up": (migrations.upgrade, number(file)),
            "down": (migrations.downgrade, before),
        }[way]
        await asyncio.to_thread(step, self.url, to)
        if way == "up" and file in CONTRACTING:
            self.contents.forget_what_is_dropped()
        # What one that stays as it is has done is looked at with the next that may change.
        if len(_ways(file)) > 1:
            assert not self.contents.survive(), (file.stem, way)


@pytest.fixture
def before(server: Embedded, database: str, tmp_path: Path) -> VersionBefore:
    if reason := why_it_cannot_be_found():
        pytest.skip(reason)
    owner = server.url("referral_owner", database)
    migrations.upgrade(owner, ITS_LAST_MIGRATION)
    take_out(tmp_path)
    found = VersionBefore(tmp_path, server.url("referral_app", database), free_port())
    found.prepare(owner)
    return found


async def test_each_migration_goes_up_down_and_up_again_while_the_version_before_serves(
    server: Embedded, database: str, before: VersionBefore
) -> None:
    with before.served():
        await asyncio.to_thread(before.play_the_story)
        async with Traffic(before.address, before.tokens(), before.organisations()) as traffic:
            await traffic.fill()
            rare_rows.write(server.url("postgres", database))
            stairs = Stairs(server.url("referral_owner", database))
            assert all(stairs.contents.tables.values()), stairs.contents.tables
            await traffic.begin()
            await traffic.whole_rounds()
            for file in _stops(BESIDE):
                for way in _ways(file):
                    await stairs.go(file, way)
                    await traffic.whole_rounds()
                    assert not traffic.failures, (file.stem, way, traffic.failures[:3])
            assert set(traffic.answers) <= {200, 201}
            assert traffic.followed > 10
            await _show_that_what_breaks_is_seen(stairs.url, traffic)
    for file in _stops(STAIRS[len(BESIDE) :]):
        for way in _ways(file):
            await stairs.go(file, way)
    migrations.check(stairs.url)
    _show_that_each_row_of_before_is_counted(stairs.url)
    allow_made_up_words(stairs.url)
    with psycopg.connect(stairs.url) as connection:
        connection.execute(_EVENTS)
        connection.execute("UPDATE agent_subject SET subject = 'changed'")
    assert [found.partition(":")[0] for found in stairs.contents.survive()] == ["agent_subject"]


def _ways(file: Path) -> tuple[str, ...]:
    """Go up, down and up again: the newest always, of the others, which stay as they are, some."""
    if file in FILES[-_NEWEST:] or draw.takes(file.stem, 10):
        return "up", "down", "up"
    return ("up",)


def _stops(files: list[Path]) -> list[Path]:
    """Leave out what is taken with the next one: it goes up alone, and nothing is dropped by it."""
    return [
        file
        for file, following in zip_longest(files, files[1:])
        if following is None or file in CONTRACTING or len(_ways(file)) + len(_ways(following)) > 2
    ]


def _show_that_each_row_of_before_is_counted(url: str) -> None:
    with psycopg.connect(url) as connection:
        for table, (history, key, kind) in _HISTORIES.items():
            asked = _UNCOUNTED.format(table=table, history=history, key=key, kind=kind)
            found = connection.execute(asked.encode()).fetchone()
            assert found is not None
            assert (found[0] > 0, found[1]) == (True, 0), table


async def _show_that_what_breaks_is_seen(url: str, traffic: Traffic) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(_BREAK)
        await traffic.whole_rounds()
        await connection.execute(_MEND)
    assert any(": 500 " in failure or ": 503 " in failure for failure in traffic.failures)
