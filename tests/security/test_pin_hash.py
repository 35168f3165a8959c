"""Hashes of PINs: slow, salted, of one agent, worth nothing without the key, off the event loop."""

import asyncio
import hashlib
import threading
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from argon2.exceptions import VerifyMismatchError
from argon2.low_level import Type, verify_secret

from referral_api.security import pin_hash
from referral_api.security.key_files import KeyFileError, read_secret
from referral_api.security.key_ring import KeyRing, Secrets
from referral_api.security.pin_hash import FILE, PinHash, PinHasher, PinKeys

AWA, ADAMA = UUID(int=1), UUID(int=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Secrets.read(tmp_path / FILE)
    return tmp_path


@pytest.fixture
def hasher(folder: Path) -> PinHasher:
    return PinHasher(PinKeys.read(folder))


async def test_a_pin_is_right_for_its_agent_only(hasher: PinHasher) -> None:
    stored = await hasher.hash(AWA, "730462")
    assert stored.text.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await hasher.verify(AWA, "730462", stored)
    assert not await hasher.verify(AWA, "730463", stored)
    assert not await hasher.verify(ADAMA, "730462", stored)
    assert (await hasher.hash(AWA, "730462")).text != stored.text


async def test_without_a_pin_the_work_is_the_same_and_the_answer_is_no(
    hasher: PinHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    matches = pin_hash._matches

    def counted(key: bytes, agent_id: UUID, pin: str, text: str) -> bool:
        compared.append(text.rpartition("$")[0].rpartition("$")[0])
        return matches(key, agent_id, pin, text)

    monkeypatch.setattr(pin_hash, "_matches", counted)
    stored = await hasher.hash(AWA, "730462")
    assert not await hasher.verify(AWA, "730463", stored)
    assert not await hasher.verify(AWA, "730463", None)
    assert not await hasher.verify(AWA, "", None)
    assert not await hasher.verify(AWA, "730462", PinHash("00000000", stored.text))
    assert len(compared) == 4
    assert len(set(compared)) == 1  # the same parameters each time


async def test_a_dump_of_the_hashes_and_every_pin_of_a_small_space_yield_nothing_without_the_key(
    hasher: PinHasher,
) -> None:
    # All PINs of one digit here; of six digits each would be tried in the same two ways.
    stored = await hasher.hash(AWA, "7")
    for pin in map(str, range(10)):
        for guess in (pin.encode(), AWA.bytes + pin.encode()):
            with pytest.raises(VerifyMismatchError):
                verify_secret(stored.text.encode(), guess, Type.ID)
    assert [pin for pin in map(str, range(10)) if await hasher.verify(AWA, pin, stored)] == ["7"]


async def test_another_key_knows_no_pin(hasher: PinHasher, tmp_path: Path) -> None:
    other = tmp_path / "other"
    Secrets.read(other / FILE)
    stored = await hasher.hash(AWA, "730462")
    stranger = PinHasher(PinKeys.read(other))
    assert not await stranger.verify(AWA, "730462", stored)
    renamed = PinHash(stranger.keys.in_use, stored.text)
    assert not await stranger.verify(AWA, "730462", renamed)


async def test_a_rotation_keeps_pins_and_codes_good_until_the_key_before_is_dropped(
    folder: Path, hasher: PinHasher
) -> None:
    stored, code = await hasher.hash(AWA, "730462"), hasher.keys.code_digest("ABCDEFGHJK")
    ring = KeyRing(folder / FILE)
    for outdated in (False, True):  # a successor is there; it is in use
        ring.rotate(read_secret, timedelta(0))
        later = PinHasher(PinKeys.read(folder))
        assert await later.verify(AWA, "730462", stored)
        assert later.is_outdated(stored) == outdated
        assert code in later.keys.code_digests("ABCDEFGHJK")
    ring.rotate(read_secret, timedelta(0))
    last = PinHasher(PinKeys.read(folder))
    assert not await last.verify(AWA, "730462", stored)
    assert code not in last.keys.code_digests("ABCDEFGHJK")


async def test_hashes_are_made_one_at_a_time_and_never_on_the_event_loop(
    hasher: PinHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, most, threads = 0, 0, set()
    lock = threading.Lock()

    def slow(*_: object) -> bool:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
            threads.add(threading.current_thread().name)
        time.sleep(0.01)
        with lock:
            at_work -= 1
        return True

    monkeypatch.setattr(pin_hash, "_matches", slow)
    stored = PinHash(hasher.keys.in_use, "")
    waiting = [asyncio.ensure_future(hasher.verify(AWA, "1", stored)) for _ in range(6)]
    await asyncio.sleep(0)  # the loop goes on meanwhile
    assert all(await asyncio.gather(*waiting))
    assert most == 1
    assert all(name.startswith("pin") for name in threads)
    hasher.close()


def test_without_its_file_there_are_no_keys_and_none_is_made_up(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        PinKeys.read(tmp_path)
    assert not (tmp_path / FILE).exists()


def test_the_digest_of_a_code_cannot_be_made_without_the_key(hasher: PinHasher) -> None:
    code = "ABCDEFGHJK"
    assert hasher.keys.code_digest(code) != hashlib.sha256(code.encode()).digest()
