"""A data folder for each test, copied from one that is set up once."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from referral_api.embedded import start


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    """Setting up a folder takes most of a second, so the tests copy one."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-"))
    start(folder).stop()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data_dir(made_once: Path) -> Iterator[Path]:
    """Not pytest's own folder: another session, as root, closes that to the server's account."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-"))
    folder.chmod(0o711)  # the mode that the service sets for root
    server = folder / "postgres"
    shutil.copytree(made_once / "postgres", server)
    if os.geteuid() == 0:
        owner = (made_once / "postgres").stat()
        for path in (server, *server.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
    yield folder
    shutil.rmtree(folder)
