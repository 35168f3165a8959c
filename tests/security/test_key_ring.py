"""A key is rotated in three steps, and an interrupted step is taken again."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from referral_api.security.key_files import read_secret
from referral_api.security.key_ring import KeyRing, Secrets, Step, TooEarly

KEEP = timedelta(minutes=15)


@pytest.fixture
def current(tmp_path: Path) -> Path:
    read_secret(tmp_path / "cursor.key")
    return tmp_path / "cursor.key"


def _let_pass(file: Path, time: timedelta) -> None:
    then = file.stat().st_mtime - time.total_seconds()
    os.utime(file, (then, then))


def test_a_successor_is_known_before_it_is_in_use_and_the_predecessor_until_it_is_dropped(
    current: Path,
) -> None:
    ring, old = KeyRing(current), current.read_bytes()
    assert Secrets.read(current) == Secrets(old, [old])
    assert ring.rotate(read_secret, KEEP) is Step.ADDED
    new = ring.following.read_bytes()
    assert new != old
    assert Secrets.read(current) == Secrets(old, [old, new])
    assert ring.rotate(read_secret, KEEP) is Step.CHANGED
    assert Secrets.read(current) == Secrets(new, [old, new])
    _let_pass(ring.previous, KEEP)
    assert ring.rotate(read_secret, KEEP) is Step.DROPPED
    assert Secrets.read(current) == Secrets(new, [new])
    assert [file.name for file in current.parent.iterdir()] == ["cursor.key"]


def test_the_predecessor_is_not_dropped_while_what_it_made_is_in_use(current: Path) -> None:
    ring = KeyRing(current)
    ring.rotate(read_secret, KEEP)
    ring.rotate(read_secret, KEEP)
    _let_pass(ring.previous, KEEP - timedelta(minutes=1))
    with pytest.raises(TooEarly, match=r"cursor\.previous\.key is needed until"):
        ring.rotate(read_secret, KEEP)
    assert len(Secrets.read(current).by_age) == 2


def test_a_step_that_was_interrupted_knows_every_key_and_is_taken_again(current: Path) -> None:
    ring, old = KeyRing(current), current.read_bytes()
    ring.rotate(read_secret, KEEP)
    new = ring.following.read_bytes()
    ring.previous.write_bytes(old)  # the predecessor is kept, and the power fails
    assert Secrets.read(current) == Secrets(old, [old, new])
    assert ring.rotate(read_secret, KEEP) is Step.CHANGED
    assert Secrets.read(current) == Secrets(new, [old, new])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_every_file_is_private_to_its_owner(current: Path) -> None:
    ring = KeyRing(current)
    ring.rotate(read_secret, KEEP)
    ring.rotate(read_secret, KEEP)
    assert {file.stat().st_mode & 0o777 for file in current.parent.iterdir()} == {0o600}
