"""Keys are rotated while several nodes serve: each accepts what any other has made."""

import asyncio
import json
import os
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from referral_api.cli.commands import assemble
from referral_api.cli.failures import CommandFailure
from referral_api.cli.keys import create_keys
from referral_api.cli.language import choose_language
from referral_api.embedded import Embedded
from referral_api.permissions import Role
from referral_api.security import key_ring
from referral_api.security.key_files import KeyFileError, change_alone
from referral_api.security.key_ring import TooEarly
from referral_api.settings import Settings, read_settings
from tests.support.audit_log import refused
from tests.support.nodes import copy_keys, open_node
from tests.support.world import World

STEPS = ("before", "added", "changed", "dropped")
CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The key folder of an installation."""
    folder = tmp_path / "keys"
    create_keys(Settings(key_dir=folder))
    monkeypatch.setenv("KEY_DIR", str(folder))
    read_settings.cache_clear()
    yield folder
    read_settings.cache_clear()


def _rotate(name: str) -> None:
    choose_language([], {"REFERRAL_LANG": "en"})
    assemble("keys")(["keys", "rotate", name], standalone_mode=False)


def _rotate_wholly(keys: Path, file: str, age: timedelta) -> dict[str, Path]:
    """Take the three steps; return a copy of the folder before them and after each."""
    folders, name = {"before": copy_keys(keys, "before")}, file.partition(".")[0]
    previous = keys / file.replace(".", ".previous.")
    for step in STEPS[1:]:
        if previous.exists():
            then = previous.stat().st_mtime - age.total_seconds()
            os.utime(previous, (then, then))
        _rotate(name)
        folders[step] = copy_keys(keys, step)
    return folders


Nodes = dict[str, World]


@pytest.fixture
async def nodes(
    request: pytest.FixtureRequest, keys: Path, server: Embedded, owner: asyncpg.Pool
) -> AsyncIterator[Nodes]:
    """A node for each step of the rotation of a key."""
    folders = _rotate_wholly(keys, *request.param)
    async with AsyncExitStack() as stack:
        yield {
            step: await stack.enter_async_context(open_node(server, owner, folder))
            for step, folder in folders.items()
        }


_TOKEN = ("token.pem", timedelta(minutes=15))
_CURSOR = ("cursor.key", timedelta(days=7))
NEXT_TO_EACH_OTHER = [("before", "added"), ("added", "changed"), ("changed", "dropped")]


def _pairs(nodes: Nodes) -> list[tuple[World, World]]:
    """Each two nodes between which a rotation is under way, in both orders."""
    pairs = [(nodes[one], nodes[other]) for one, other in NEXT_TO_EACH_OTHER]
    return pairs + [(other, one) for one, other in pairs]


@pytest.mark.parametrize("nodes", [_TOKEN], indirect=True, ids=["token"])
async def test_nodes_accept_each_others_tokens_while_the_signing_key_is_rotated(
    nodes: Nodes,
) -> None:
    agent = nodes["before"].police.agent(Role.FIRST_RESPONDER)
    for one, other in _pairs(nodes):
        headers = {"Authorization": f"Bearer {one.token(agent)}"}
        response = await other.call(None, "GET", "/v1/cases", headers=headers)
        assert response.status_code == 200
    published = {
        step: {key["kid"] for key in (await node.done(None, "GET", "/oauth2/jwks"))["keys"]}
        for step, node in nodes.items()
    }
    assert [len(published[step]) for step in STEPS] == [1, 2, 2, 1]
    assert published["added"] == published["changed"] == published["before"] | published["dropped"]
    assert published["before"] != published["dropped"]
    old = {"Authorization": f"Bearer {nodes['before'].token(agent)}"}
    response = await nodes["dropped"].call(None, "GET", "/v1/cases", headers=old)
    assert (response.status_code, response.json()["code"]) == (401, "invalid-token")


async def _register(node: World, agent: UUID, key: str, region: str = "BAMAKO") -> Any:
    return await node.call(agent, "POST", "/v1/cases", {**CASE, "region": region}, key=key)


async def _registered(node: World, agent: UUID) -> int:
    events = await node.events(action="case:register", agent_id=agent, outcome="allowed")
    return len([event for event in events if event["code"] is None])


@pytest.mark.parametrize("nodes", [_CURSOR], indirect=True, ids=["cursor"])
async def test_a_retry_across_the_rotation_replays_and_is_never_done_twice(nodes: Nodes) -> None:
    for one, other in _pairs(nodes):
        agent = await one.make_agent(one.police, Role.FIRST_RESPONDER)
        key = secrets.token_hex(12)
        first = await _register(one, agent, key)
        again = await _register(other, agent, key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json() == first.json()
        assert again.headers["Idempotent-Replayed"] == "true"
        assert await _registered(one, agent) == 1
        reused = await _register(other, agent, key, region="KAYES")
        assert (reused.status_code, reused.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("nodes", [_CURSOR], indirect=True, ids=["cursor"])
async def test_two_at_once_over_two_differently_keyed_nodes_do_it_once(nodes: Nodes) -> None:
    for one, other in _pairs(nodes):
        agent = await one.make_agent(one.police, Role.FIRST_RESPONDER)
        keys = [secrets.token_hex(12) for _ in range(12)]
        responses = await asyncio.gather(
            *(_register(node, agent, key) for key in keys for node in (one, other))
        )
        assert {response.status_code for response in responses} == {201}
        assert len({response.json()["id"] for response in responses}) == len(keys)
        assert await _registered(one, agent) == len(keys)


@pytest.mark.parametrize("nodes", [_CURSOR], indirect=True, ids=["cursor"])
async def test_a_server_that_misses_a_step_does_a_retry_again(nodes: Nodes) -> None:
    """What the steps are for; and that the tests above would see it."""
    one, other = nodes["before"], nodes["changed"]
    agent = await one.make_agent(one.police, Role.FIRST_RESPONDER)
    key = secrets.token_hex(12)
    assert (await _register(other, agent, key)).json() != (await _register(one, agent, key)).json()
    assert await _registered(one, agent) == 2


@pytest.mark.parametrize("nodes", [_CURSOR], indirect=True, ids=["cursor"])
async def test_cursors_stay_valid_until_their_key_is_dropped(nodes: Nodes) -> None:
    police = nodes["before"].police
    agent = police.agent(Role.FIRST_RESPONDER)
    for _ in range(3):
        await nodes["before"].a_case(police)
    cursors = {
        step: (await node.done(agent, "GET", "/v1/cases?limit=1"))["next_cursor"]
        for step, node in nodes.items()
    }
    for one, other in NEXT_TO_EACH_OTHER:
        for made, sent in ((one, other), (other, one)):
            await nodes[sent].done(agent, "GET", f"/v1/cases?limit=1&cursor={cursors[made]}")
    path = f"/v1/cases?limit=1&cursor={cursors['before']}"
    await refused(nodes["dropped"], 400, "invalid-cursor", agent, "GET", path)


@pytest.mark.parametrize("name", ["token", "cursor"])
def test_a_key_is_not_dropped_while_what_it_made_is_in_use(keys: Path, name: str) -> None:
    _rotate(name)
    _rotate(name)
    with pytest.raises(TooEarly):
        _rotate(name)
    assert [file.name for file in keys.glob(f"{name}.previous.*")]


def test_a_rotation_names_its_key(keys: Path) -> None:
    before = {file.name: file.read_bytes() for file in keys.iterdir()}
    with pytest.raises(CommandFailure, match="token, cursor, index, pin or vault"):
        assemble("keys")(["keys", "rotate"], standalone_mode=False)
    assert {file.name: file.read_bytes() for file in keys.iterdir()} == before


@pytest.mark.parametrize("name", ["token", "cursor", "vault"])
def test_who_could_read_the_keys_reads_the_new_ones_too(keys: Path, name: str) -> None:
    """The command runs as root, and the service does not."""
    other = 10001 if os.geteuid() == 0 else os.geteuid()
    for file in keys.iterdir():
        os.chown(file, other, -1)
        file.chmod(0o640)
    for _ in range(2):
        _rotate(name)
        found = {(file.stat().st_uid, file.stat().st_mode & 0o777) for file in keys.iterdir()}
        assert found == {(other, 0o640)}


@pytest.mark.parametrize("name", ["token", "cursor", "vault"])
def test_two_rotations_at_once_lose_no_key(keys: Path, name: str) -> None:
    _rotate(name)
    before = {file.name: file.read_bytes() for file in keys.iterdir()}
    with change_alone(keys), pytest.raises(KeyFileError, match="wait for its end"):
        _rotate(name)
    assert {file.name: file.read_bytes() for file in keys.iterdir()} == before
    _rotate(name)
    assert {file.name: file.read_bytes() for file in keys.iterdir()} != before


def test_the_key_in_use_is_kept_when_a_second_command_comes_between_the_parts_of_a_step(
    keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rotate("cursor")
    old, copy = (keys / "cursor.key").read_bytes(), key_ring._copy

    def copy_late(source: Path, target: Path) -> None:
        monkeypatch.setattr(key_ring, "_copy", copy)
        with suppress(KeyFileError):
            _rotate("cursor")
        copy(source, target)

    monkeypatch.setattr(key_ring, "_copy", copy_late)
    with suppress(FileNotFoundError):
        _rotate("cursor")
    assert (keys / "cursor.previous.key").read_bytes() == old


@pytest.mark.parametrize("name", ["token.next.pem", "token.previous.pem", "cursor.key",
                                  "cursor.next.key", "cursor.previous.key"])  # fmt: skip
def test_a_key_that_was_copied_by_half_is_named_and_not_used(keys: Path, name: str) -> None:
    whole = keys / f"{name.partition('.')[0]}.{name.rpartition('.')[2]}"
    for size in (0, 20):
        (keys / name).write_bytes(whole.read_bytes()[:size])
        with pytest.raises(KeyFileError, match=re.escape(name)):
            create_keys(Settings(key_dir=keys))


def test_a_vault_whose_next_key_is_not_there_is_not_put_into_use(keys: Path) -> None:
    file = keys / "vault.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"next": "absent"}))
    before = file.read_bytes()
    with pytest.raises(CommandFailure, match="not valid"):
        _rotate("vault")
    assert file.read_bytes() == before


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("name", "keep"), [("token", "15 min"), ("cursor", "7 days"), ("pin", "90 days")]
)
def test_the_second_step_says_when_the_third_may_be_taken(
    name: str, keep: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        _rotate(name)
    assert f"Repeat this command {keep} after" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["token", "cursor", "vault"])
def test_every_step_says_what_to_do_next(
    keys: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        _rotate(name)
        said = capsys.readouterr().out
        assert "every server" in said
        assert str(keys.parent) in said
