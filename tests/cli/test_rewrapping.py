"""The key that wraps the persons' keys is rotated beside nodes that read and record identities."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import asyncpg
import psycopg
import pytest

from referral_api.cli import vault_rotation
from referral_api.cli.commands import assemble
from referral_api.cli.failures import CommandFailure
from referral_api.cli.keys import create_keys
from referral_api.cli.language import choose_language
from referral_api.database.installation import Connection
from referral_api.database.wrapped_keys import StoredKey, save_batch
from referral_api.permissions import Role
from referral_api.security.vault_file import VaultFile
from referral_api.settings import Settings, read_settings
from tests.support.directory import a_location
from tests.support.nodes import copy_keys, open_node
from tests.support.restored_cluster import Cluster, open_cluster
from tests.support.world import World

pytestmark = pytest.mark.one_in(10)
PERSONS = 50
_KILLED = "killed before the third batch is committed"


@dataclass
class _Installation:
    """A database with persons, and the key folder of its operator."""

    cluster: Cluster
    owner: asyncpg.Pool
    keys: Path
    stack: AsyncExitStack
    cases: list[str] = field(default_factory=list)

    @property
    def vault(self) -> VaultFile:
        return VaultFile.read(self.keys / "vault.json")

    async def node(self, name: str) -> World:
        """Serve with the keys as they are now."""
        folder = copy_keys(self.keys, name)
        return await self.stack.enter_async_context(
            open_node(self.cluster.server, self.owner, folder)
        )

    async def wrapped_by(self) -> dict[str, int]:
        rows = await self.owner.fetch(
            "SELECT wrapping_key_id AS name, count(*) AS number FROM person_key GROUP BY 1"
        )
        return {row["name"]: row["number"] for row in rows}


@pytest.fixture
async def installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[_Installation]:
    with open_cluster() as cluster:
        url = cluster.server.url("referral_owner")
        create_keys(Settings(key_dir=tmp_path / "keys"))
        monkeypatch.setenv("KEY_DIR", str(tmp_path / "keys"))
        monkeypatch.setenv("MIGRATION_DATABASE_URL", url)
        monkeypatch.setattr(vault_rotation, "_BATCH", 10)
        read_settings.cache_clear()
        async with AsyncExitStack() as stack:
            owner = await stack.enter_async_context(asyncpg.create_pool(url, min_size=0))
            yield _Installation(cluster, owner, tmp_path / "keys", stack)
        read_settings.cache_clear()


async def _run(*arguments: str) -> None:
    choose_language([], {"REFERRAL_LANG": "en"})
    await asyncio.to_thread(assemble("keys"), ["keys", *arguments], standalone_mode=False)


async def _person(world: World, police: World, installation: _Installation) -> None:
    case = await world.a_case(police.police)
    await world.an_identity(case["id"], by=police.police)
    installation.cases.append(case["id"])


async def _read_all(node: World, agent: UUID, installation: _Installation) -> None:
    for case_id in [*installation.cases]:
        await node.done(agent, "GET", f"/v1/cases/{case_id}/identity")


async def _read_until(done: asyncio.Event, node: World, agent: UUID, of: _Installation) -> int:
    """Read identities until something is done; each reading must succeed."""
    number = 0
    while not done.is_set():
        for case_id in [*of.cases]:
            await node.done(agent, "GET", f"/v1/cases/{case_id}/identity")
            number += 1
    return number


async def test_every_key_is_wrapped_anew_beside_nodes_that_read_and_record(
    installation: _Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await installation.node("before")
    agent = before.police.agent(Role.FIRST_RESPONDER)
    for _ in range(PERSONS):
        await _person(before, before, installation)
    old = installation.vault.primary
    await _run("rotate", "vault")
    assert installation.vault.primary == old
    added = await installation.node("added")
    await _run("rotate", "vault")
    new = installation.vault.primary
    changed = await installation.node("changed")
    assert await installation.wrapped_by() == {old: PERSONS}
    with pytest.raises(CommandFailure, match="keys rewrap"):
        await _run("rotate", "vault")

    done = asyncio.Event()
    readers = [
        asyncio.create_task(_read_until(done, node, agent, installation))
        for node in (added, changed)
    ]
    await _killed_run(monkeypatch)
    wrapped = await installation.wrapped_by()
    assert (wrapped[new], wrapped[old]) == (20, PERSONS - 20)
    await _person(added, before, installation)  # a node that wraps by the old key still
    await _person(changed, before, installation)
    await _run("rewrap")
    done.set()
    assert min(await asyncio.gather(*readers)) > 0
    assert await installation.wrapped_by() == {new: PERSONS + 2}
    for node in (added, changed):
        await _read_all(node, agent, installation)

    events = await changed.events(action="installation:rewrap")
    assert {(event["outcome"], event["agent_id"]) for event in events} == {("allowed", None)}
    sizes = [len(event["case_ids"]) for event in events]
    assert max(sizes) == 10
    told = [str(case) for event in events for case in event["case_ids"]]
    assert sorted(told) == sorted({*installation.cases} - {installation.cases[-1]})


async def _killed_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run until the third batch, and die there."""
    saved: list[int] = []

    def save_or_die(connection: Connection, keys: Sequence[StoredKey]) -> None:
        save_batch(connection, keys)
        saved.append(len(keys))
        if len(saved) == 3:
            raise InterruptedError(_KILLED)

    with monkeypatch.context() as patch:
        patch.setattr(vault_rotation, "save_batch", save_or_die)
        with pytest.raises(InterruptedError, match=_KILLED):
            await _run("rewrap")


async def test_a_dropped_key_is_needed_by_no_row_and_never_will_be(
    installation: _Installation,
) -> None:
    before = await installation.node("before")
    agent = before.police.agent(Role.FIRST_RESPONDER)
    await _person(before, before, installation)
    old = installation.vault.primary
    for step in ("rotate", "rotate"):
        await _run(step, "vault")
    await _run("rewrap")
    await _run("rotate", "vault")
    assert [*installation.vault.keys] == [installation.vault.primary] != [old]
    dropped = await installation.node("dropped")
    await _read_all(dropped, agent, installation)
    await _person(dropped, before, installation)
    # A server that missed it makes nothing that could not be opened later.
    case = await before.a_case(before.police)
    path = f"/v1/cases/{case['id']}/identity"
    refused = await before.call(agent, "PUT", path, {"family_name": "Fictive"}, version=0)
    assert refused.status_code == 500
    assert set(await installation.wrapped_by()) == {installation.vault.primary}
    events = await before.events(action="identity:record", case_id=UUID(case["id"]))
    assert [event["outcome"] for event in events] == ["failed"]


async def test_the_keys_of_locations_are_wrapped_anew_and_open_their_addresses(
    installation: _Installation,
) -> None:
    before = await installation.node("before")
    intake, path = (
        before.shelter.agent(Role.INTAKE_OFFICER),
        await a_location(before, before.shelter),
    )
    for step in ("rotate", "rotate"):
        await _run(step, "vault")
    with pytest.raises(CommandFailure, match="still wraps"):
        await _run("rotate", "vault")
    await _run("rewrap")
    await _run("rotate", "vault")
    dropped = await installation.node("dropped")
    assert (await dropped.done(intake, "GET", f"{path}/address"))["address"]["address"]
    (event,) = await dropped.events(action="installation:rewrap")
    assert event["case_ids"] == []


@pytest.mark.usefixtures("installation")
async def test_nothing_is_wrapped_by_a_key_that_is_not_in_use_yet() -> None:
    await _run("rotate", "vault")
    with pytest.raises(CommandFailure, match="not in use yet"):
        await _run("rewrap")


async def test_the_owner_wraps_no_key_anew_without_an_event(installation: _Installation) -> None:
    before = await installation.node("before")
    await _person(before, before, installation)
    with psycopg.connect(installation.cluster.server.url("referral_owner")) as owner:
        owner.execute("UPDATE person_key SET wrapped_key = wrapped_key")
        with pytest.raises(psycopg.DatabaseError, match="not recorded"):
            owner.commit()
