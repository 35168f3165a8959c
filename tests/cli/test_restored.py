"""The drill of docs/operators.md: a dump is restored into another cluster, and served again."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from referral_api.cli.commands import assemble
from referral_api.cli.failures import CommandFailure
from referral_api.cli.language import choose_language
from referral_api.database.restoring import begin_generation
from referral_api.domain.events.webhooks.following import follow_outbox
from referral_api.domain.events.webhooks.keeping import pending, verify
from referral_api.embedded import Embedded
from referral_api.permissions import Role
from referral_api.security.vault import Vault
from referral_api.settings import read_settings
from tests.support.audit_log import refused
from tests.support.embedded_server import start_quick
from tests.support.receivers import subscribe
from tests.support.restored_cluster import Cluster, as_served, open_cluster
from tests.support.world import TestOrganisation, World

pytestmark = pytest.mark.one_in(10)
EVENTS = "/v1/outgoing-events"
CASES = "/v1/cases"
_TYPE = "case:register"


class _Before:
    """What a partner's system held when the server was lost."""

    def __init__(self, police: TestOrganisation, dump: Path, keys: Path) -> None:
        self.police = police
        self.dump = dump
        self.keys = keys
        self.received: list[dict[str, Any]] = []
        self.told: list[str] = []  # the events of which its address was told, or will be
        self.taken: list[str] = []  # those that it took
        self.cursors: dict[str, str] = {}


async def _follow(world: World, agent: UUID) -> tuple[list[dict[str, Any]], str]:
    """Read all events there are, in pages of two."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await world.done(agent, "GET", f"{EVENTS}?limit=2{cursor}")
        cursor = f"&cursor={page['next_cursor']}"
        if not page["items"]:
            return found, page["next_cursor"]
        found += page["items"]


async def _subscribe(world: World, unit: TestOrganisation) -> None:
    await subscribe(world, unit, "https://mrn.test/hook", _TYPE)
    (waiting,) = await pending(world.process.database)
    await verify(world.process.database, waiting)


async def _first_life(lost: Cluster, burnt: int) -> _Before:
    lost.burn_transactions(burnt)
    async with as_served(lost, lost.folder / "keys") as world:
        police = await world.make_organisation("police")
        agent = police.agent(Role.SUPERVISOR)
        await _subscribe(world, police)
        cases = [await world.a_case(police)]
        await follow_outbox(world.process.database)
        await world.owner.execute("UPDATE webhook_delivery SET state = 'delivered'")
        cases.append(await world.a_case(police))
        await follow_outbox(world.process.database)
        cases += [await world.a_case(police) for _ in range(2)]
        await world.an_identity(cases[0]["id"], by=police)
        before = _Before(police, lost.dump(), lost.folder / "keys")
        before.received, _ = await _follow(world, agent)
        registered = [event["id"] for event in before.received if event["action"] == _TYPE]
        before.told, before.taken = registered, registered[:1]
        # What happens now is in no backup; the partner has followed it.
        await world.a_case(police)
        _, before.cursors[EVENTS] = await _follow(world, agent)
        page = await world.done(agent, "GET", f"{CASES}?limit=2")
        before.cursors[CASES] = page["next_cursor"]
    return before


@pytest.fixture(params=[(0, 6000), (6000, 0)], ids=["counter-ahead", "counter-behind"])
async def restored(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Cluster, _Before]]:
    """A cluster whose counter of transactions is ahead of the lost one's, and one that is behind;
    the dump is restored there, and nothing more.
    """
    burnt_before, burnt_after = request.param
    with open_cluster() as lost, open_cluster(start_quick) as fresh:
        before = await _first_life(lost, burnt_before)
        fresh.burn_transactions(burnt_after)
        fresh.restore(before.dump)
        yield fresh, before


@pytest.fixture
def _settings() -> Iterator[None]:
    yield
    read_settings.cache_clear()


async def _run_restored(monkeypatch: pytest.MonkeyPatch, owner_url: str, keys: Path) -> None:
    monkeypatch.setenv("MIGRATION_DATABASE_URL", owner_url)
    monkeypatch.setenv("KEY_DIR", str(keys))
    read_settings.cache_clear()
    arguments = choose_language(["restored", "--lang", "en"], {})
    await asyncio.to_thread(assemble("restored"), arguments, standalone_mode=False)


async def _are_refused(world: World, before: _Before, agent: UUID) -> None:
    for path, cursor in before.cursors.items():
        await refused(
            world, 400, "cursor-before-restore", agent, "GET", f"{path}?limit=2&cursor={cursor}"
        )


@pytest.mark.usefixtures("_settings")
async def test_after_a_restore_old_cursors_are_refused_and_a_new_start_skips_nothing(
    restored: tuple[Cluster, _Before], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:  # fmt: skip
    cluster, before = restored
    agent = before.police.agent(Role.SUPERVISOR)
    async with as_served(cluster, before.keys) as world:
        # Another cluster: refused although nobody has said yet that this is a restore.
        await _are_refused(world, before, agent)
        (found,) = await world.events(action="installation:restore")
        assert (found["code"], found["agent_id"]) == ("another_cluster", None)
        # The service runs on while the operator says so.
        between = (await world.done(agent, "GET", f"{CASES}?limit=2"))["next_cursor"]
        owner_url = cluster.server.url("referral_owner")
        Vault.create_file(tmp_path / "vault.json")
        with pytest.raises(CommandFailure, match="not in the key file"):
            await _run_restored(monkeypatch, owner_url, tmp_path)
        assert len(await world.events(action="installation:restore")) == 1
        await _run_restored(monkeypatch, owner_url, before.keys)
        assert "cursor-before-restore" in capsys.readouterr().out
        (_, said) = await world.events(action="installation:restore")
        assert (said["code"], said["outcome"]) == ("restored", "allowed")
        before.cursors[CASES] = between
        await _are_refused(world, before, agent)
        again, cursor = await _follow(world, agent)
        assert again == before.received
        case = await world.a_case(before.police)
        page = await world.done(agent, "GET", f"{EVENTS}?cursor={cursor}")
        assert [event["subject_id"] for event in page["items"]] == [case["id"]]
        # Its address is told of all that is new, and again of nothing that it took.
        await follow_outbox(world.process.database)
        rows = await world.owner.fetch("SELECT * FROM webhook_delivery ORDER BY xid, event_id")
        assert [str(row["event_id"]) for row in rows] == [*before.told, page["items"][0]["id"]]
        taken = [str(row["event_id"]) for row in rows if row["state"] == "delivered"]
        assert taken == before.taken


@pytest.mark.usefixtures("_settings")
async def test_restored_needs_the_schema_of_this_version(
    monkeypatch: pytest.MonkeyPatch, server: Embedded, tmp_path: Path
) -> None:
    url = server.url("referral_owner", "postgres")  # nothing was migrated there
    with pytest.raises(CommandFailure, match="migrate"):
        await _run_restored(monkeypatch, url, tmp_path)


def test_a_second_restore_of_one_dump_is_another_generation(server: Embedded) -> None:
    numbers = []
    with psycopg.connect(server.url("referral_owner")) as owner:
        for _ in range(2):
            begin_generation(owner)
            numbers.append(owner.execute("SELECT number FROM generation").fetchall()[0][0])
            owner.rollback()  # as a restore of the dump does
            time.sleep(1)
    assert 1 < numbers[0] < numbers[1]
