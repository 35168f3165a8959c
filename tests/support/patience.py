"""Patience with a machine that stands still: no test of a rule fails by a limit on seconds.

The limits themselves are held where they are the subject, with a database of their own.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from referral_api import main
from referral_api.database import pool
from referral_api.database.database import Database
from referral_api.database.session_profile import REQUESTS

PATIENT = replace(REQUESTS, statement=20.0, idle_in_transaction=20.0, lease=30.0, wait=10.0)


@pytest.fixture(scope="session", autouse=True)
def _patience() -> Iterator[None]:
    """Give every app that a test makes in its own process a patient database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "Database", partial(Database, profile=PATIENT))
        patch.setattr(pool, "_LONGEST_OPENING", 10.0)
        yield
