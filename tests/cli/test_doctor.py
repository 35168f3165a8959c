"""`doctor` examines an installation on one page and says by its exit code whether all is well."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from referral_api.cli import database_examination
from referral_api.cli.doctor import doctor, examine
from referral_api.cli.failures import CommandFailure
from referral_api.cli.findings import Mark, show
from referral_api.cli.keys import create_keys
from referral_api.cli.language import choose_language
from referral_api.database import migrations
from referral_api.database.database import system_actor
from referral_api.database.statements import Statement
from referral_api.embedded import Embedded
from referral_api.maintenance.round import maintain, maintenance_database
from referral_api.permissions import Role
from referral_api.settings import Settings, read_settings
from tests.support.world import World

HEAD, _ = migrations.read_revisions()
SECRET = "planted-secret"


@pytest.fixture
async def settings(world: World, server: Embedded) -> AsyncIterator[Settings]:
    """Those of an installation whose maintenance has just ended."""
    database = maintenance_database(server.url("referral_app"))
    await maintain(database, world.process.settings)
    await database.close()
    choose_language(["--lang", "en"], {})
    yield world.process.settings
    choose_language([], {})
    await world.owner.execute("UPDATE maintenance_run SET failed = 0, ended_at = now()")


async def _amiss(settings: Settings, url: str) -> list[str]:
    """Return the lines that are amiss; in a thread, for `doctor` has an event loop of its own."""

    def find() -> list[str]:
        return [each.tell() for each in examine(settings, url) if each.mark is Mark.AMISS]

    return await asyncio.to_thread(find)


async def _run(server: Embedded, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the command as an operator does, with a password in the address; return its exit code."""
    url = server.url("referral_app").replace("referral_app@", f"referral_app:{SECRET}@")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("REFERRAL_DATA_DIR", str(folder))
    monkeypatch.setenv("POOL_SIZE", "4")
    read_settings.cache_clear()
    try:
        await asyncio.to_thread(doctor)
    except CommandFailure:
        return 1
    finally:
        read_settings.cache_clear()
    return 0


async def _flush_counts(world: World) -> None:
    """Have the connection that wrote last tell how many rows: by itself it may take ten seconds."""
    flush = Statement(select(func.pg_stat_force_next_flush()))
    async with world.process.database.transaction(system_actor(UUID(int=0)), "system") as asked:
        await asked.run(flush)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_all_is_well_on_one_page_in_both_languages_and_without_a_secret(
    world: World, server: Embedded, settings: Settings, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], language: str,
) -> None:  # fmt: skip
    case = await world.a_case()
    await world.an_identity(case["id"])
    await _flush_counts(world)
    choose_language(["--lang", language], {})
    assert await _run(server, settings.referral_data_dir, monkeypatch) == 0, capsys.readouterr().out
    head, *lines, last = capsys.readouterr().out.splitlines()
    assert head.startswith("referral-api ")
    assert last == {"fr": "Tout va bien.", "en": "All is well."}[language]
    marked = [line for line in lines if re.match(r"  (ok|--)  ", line)]
    assert len(marked) >= 18
    assert len(lines) - len(marked) == 3  # the addresses, the database and the key folder
    assert len(lines) < 40
    page = "\n".join(lines)
    # The events of the last day are counted, of which the application's role may read none.
    assert re.search(r"audit_event.*(jour : |; )[1-9]\d*", page)
    assert re.search(r"audit_event\W+(about|environ) [1-9]\d* ", page)
    for fact in (HEAD, "audit_event", "idempotency_record", "outgoing_event", "PT12H"):
        assert fact in page
    for hidden in (SECRET, "Testova", "Exemple", case["code"], case["id"], str(world.police.id)):
        assert hidden not in page


async def test_what_is_amiss_ends_the_command_with_one_sentence_and_1(
    world: World, server: Embedded, settings: Settings, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    await world.owner.execute("UPDATE maintenance_run SET ended_at = now() - interval '16 min'")
    assert await _run(server, settings.referral_data_dir, monkeypatch) == 1
    page = capsys.readouterr().out
    assert "  !!  The last round of maintenance ended PT16M ago." in page
    assert page.count("  !!  ") == 1


async def test_without_any_round_of_maintenance_something_must_be_set_up(
    world: World, server: Embedded, settings: Settings
) -> None:
    await world.owner.execute("DELETE FROM maintenance_run")
    (line,) = await _amiss(settings, server.url("referral_app"))
    assert "maintain --loop" in line
    database = maintenance_database(server.url("referral_app"))
    await maintain(database, settings)
    await database.close()


async def test_what_waits_too_long_is_counted(
    world: World, server: Embedded, settings: Settings
) -> None:
    draft = await world.a_referral(to=world.shelter)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
    await world.rewrite("referral", row, decide_by=datetime.now(UTC) - timedelta(hours=3))
    await world.owner.execute(
        "INSERT INTO idempotency_record (organisation_id, caller_id, key, fingerprint, answer,"
        " created_at) VALUES ($1, $1, $1, '', '', now() - interval '9 days')",
        uuid7(),
    )
    await world.owner.execute("UPDATE maintenance_run SET failed = 2")
    failed, limits, keys = await _amiss(settings, server.url("referral_app"))
    assert "left 2 undone" in failed
    assert "not written down: 1; the oldest for PT3H." in limits
    assert "IDEMPOTENCY_RETENTION: 1; the oldest for P2D." in keys


@pytest.mark.parametrize("role", ["postgres", "referral_owner"])
async def test_a_role_that_row_security_does_not_bind_is_amiss(
    server: Embedded, settings: Settings, role: str
) -> None:
    lines = await _amiss(settings, server.url(role))
    assert any("Use referral_app." in line for line in lines)


async def test_a_schema_of_another_version_is_amiss_and_nothing_else_is_asked_for(
    world: World, server: Embedded, settings: Settings
) -> None:
    await world.owner.execute("UPDATE alembic_version SET version_num = '0001'")
    try:
        (line,) = await _amiss(settings, server.url("referral_app"))
    finally:
        await world.owner.execute("UPDATE alembic_version SET version_num = $1", HEAD)
    assert f"0001 instead of {HEAD}" in line


async def test_keys_of_another_service_and_a_folder_open_to_all_are_amiss(
    world: World, server: Embedded, settings: Settings, tmp_path: Path
) -> None:
    await world.an_identity((await world.a_case())["id"])
    foreign = settings.model_copy(update={"key_dir": tmp_path / "keys"})
    create_keys(foreign)
    (tmp_path / "keys").chmod(0o755)
    (tmp_path / "keys" / "vault.json").chmod(0o644)
    keys, folder = await _amiss(foreign, server.url("referral_app"))
    assert "not in the key file" in keys
    assert folder.endswith(" 1 vault.json")
    (tmp_path / "keys").chmod(0o700)
    assert await _amiss(foreign, server.url("referral_app")) == [keys]


@pytest.mark.parametrize("name", ["token.pem", "cursor.key", "vault.json"])
async def test_a_key_that_is_gone_or_unreadable_is_a_line_and_never_made_anew(
    server: Embedded, settings: Settings, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "keys"
    without = settings.model_copy(update={"key_dir": folder})
    create_keys(without)
    (folder / name).unlink()
    for _ in range(2):
        lines = await _amiss(without, server.url("referral_app"))
        assert any(name in line for line in lines)
        assert not (folder / name).exists()
    (folder / name).mkdir()  # cannot be read
    found = await asyncio.to_thread(
        lambda: [each.tell() for each in examine(without, server.url("referral_app"))]
    )
    assert any(name in line for line in found)
    assert any("Free space" in line for line in found)


async def test_more_connections_than_the_server_has_are_amiss(
    server: Embedded, settings: Settings
) -> None:
    many = settings.model_copy(update={"workers": 8, "pool_size": 100})
    (line,) = await _amiss(many, server.url("referral_app"))
    assert re.search(r"1 nodes like this one may need 818", line)


async def test_a_clock_that_is_wrong_is_amiss(
    server: Embedded, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ahead:
        """The clock of a host that is a minute ahead."""

        @staticmethod
        def time() -> float:
            return datetime.now(UTC).timestamp() + 60

    monkeypatch.setattr(database_examination, "time", Ahead)
    (line,) = await _amiss(settings, server.url("referral_app"))
    assert re.search(r"(59|60)\.\d s apart", line)


async def test_a_database_that_is_away_is_amiss_and_the_host_is_examined_all_the_same(
    settings: Settings,
) -> None:
    url = f"postgresql://referral_app:{SECRET}@127.0.0.1:9/referral"
    found = await asyncio.to_thread(lambda: list(examine(settings, url)))
    assert [each.mark for each in found].count(Mark.AMISS) == 1
    assert any("Free space" in each.tell() for each in found)
    assert not any(SECRET in each.tell() for each in found)


def test_there_must_be_an_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("REFERRAL_DATA_DIR", str(tmp_path / "none"))
    read_settings.cache_clear()
    with pytest.raises(CommandFailure, match="no installation"):
        doctor()
    with suppress(FileNotFoundError):
        assert not list((tmp_path / "none").iterdir())
    read_settings.cache_clear()


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-3, "PT0S"), (0, "PT0S"), (90, "PT90S"), (960, "PT16M"), (10800, "PT3H"), (200_000, "P2D")],
)
def test_a_duration_is_shown_as_the_settings_write_it(seconds: int, shown: str) -> None:
    assert show(timedelta(seconds=seconds)) == shown
