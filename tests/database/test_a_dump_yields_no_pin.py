"""Whoever steals the database has no PIN: without the key file none can even be tried."""

import asyncio
import base64
import re
import subprocess
from hashlib import sha256
from uuid import UUID

from argon2.exceptions import VerifyMismatchError
from argon2.low_level import Type, verify_secret

from referral_api.embedded import Embedded
from referral_api.embedded.account import binaries
from tests.support.desk import PIN, Desk
from tests.support.world import World

_HASH = re.compile(r"\$argon2id\$[^\t\n]+")


def _dump(server: Embedded, *more: str) -> str:
    program = [str(binaries() / "pg_dump"), *more, server.url("postgres")]
    return subprocess.run(program, capture_output=True, text=True, check=True).stdout


def _guesses(agent_id: UUID, pin: str, known: list[str]) -> list[bytes]:
    """Return what might be hashed of a PIN by whoever has the dump alone."""
    whole = [pin.encode(), agent_id.bytes + pin.encode(), f"{agent_id}{pin}".encode()]
    whole += [f"{each}{pin}".encode() for each in known]
    return [*whole, *(sha256(each).digest() for each in whole)]


def _opens(text: str, guess: bytes) -> bool:
    try:
        return verify_secret(text.encode(), guess, Type.ID)
    except VerifyMismatchError:
        return False


async def test_a_dump_without_the_key_file_does_not_even_confirm_the_right_pin(
    world: World, server: Embedded
) -> None:
    desk = await Desk.of(world)  # three people, two of them with the same PIN
    dump = await asyncio.to_thread(_dump, server, "--table=agent_pin")
    of_unit = [line for line in dump.splitlines() if str(desk.unit.id) in line]
    assert len(of_unit) == 3
    hashes = {UUID(line.split("\t")[0]): _HASH.findall(line)[0] for line in of_unit}
    assert len(set(hashes.values())) == 3, "the same PIN of two people must not show"
    # Even the right guess cannot be told from a wrong one: a million of them tell nothing.
    text = hashes[desk.guard]
    (line,) = [each for each in of_unit if each.startswith(str(desk.guard))]
    known = [column for column in line.split("\t") if column != text]
    opened = [
        guess for guess in _guesses(desk.guard, PIN, known)
        if await asyncio.to_thread(_opens, text, guess)
    ]  # fmt: skip
    assert opened == []


async def test_no_form_of_the_key_of_pins_is_in_the_database(
    world: World, server: Embedded
) -> None:
    await Desk.of(world)
    assert world.process.pins is not None
    file = (world.process.settings.keys / "pin.key").read_bytes().strip()
    dump = (await asyncio.to_thread(_dump, server)).lower()
    assert "copy public.agent_pin" in dump
    for secret in (file, *world.process.pins.keys.by_id.values()):
        told = (secret.hex(), base64.b64encode(secret).decode(), secret.decode("latin-1"))
        assert [form for form in told if form.lower() in dump] == []
