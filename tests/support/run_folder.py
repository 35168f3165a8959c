"""A folder that all processes of one run share; they find it in their environment."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

_NAME = "REFERRAL_RUN_FOLDER"
_OWN = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder, unless the process that started this one has."""
    if _NAME not in os.environ:
        config.stash[_OWN] = Path(tempfile.mkdtemp(prefix="referral-run-"))
        os.environ[_NAME] = str(config.stash[_OWN])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder with the run that made it."""
    own = config.stash.get(_OWN, None)
    if own is not None:
        del os.environ[_NAME]
        shutil.rmtree(own, ignore_errors=True)
