"""A pytest plugin: plants one fault in the database of the run, after it was migrated.

The statement comes in ``MUTANT_SQL`` and is run as the owner, before anybody connects.
"""

import os

import psycopg
import pytest

from referral_api.embedded import Embedded


@pytest.fixture(scope="session", autouse=True)
def _fault_in_the_database(server: Embedded) -> None:
    with psycopg.connect(server.url("referral_owner"), autocommit=True) as connection:
        connection.execute(os.environ["MUTANT_SQL"].encode())
