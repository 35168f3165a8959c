"""Loads the demo data into an empty database, as the owner role."""

from pathlib import Path

import psycopg

from referral_api.database.installation import (
    Connection,
    is_empty,
    record,
    write_agent,
    write_client,
    write_organisation,
)
from referral_api.demo.data import AGENTS, ORGANISATIONS, DemoOrganisation, organisation
from referral_api.permissions import CapacityPermission
from referral_api.security import load_or_create_signing_key

_LANGUAGES = ["fra", "bam"]
_CAPACITY = """
    INSERT INTO capacity (organisation_id, places, held, occupied, version)
    VALUES (%s, %s, 0, 0, 1)
"""


def load_demo_data(url: str, keys: Path) -> bool:
    """Load it if the database holds no organisation; say whether it was loaded."""
    with psycopg.connect(url) as connection:
        if not is_empty(connection):
            return False
        for body in ORGANISATIONS:
            _load_organisation(connection, body, keys)
        for human in AGENTS:
            home = organisation(human.organisation).id
            write_agent(connection, human.id, home, human.name, human.roles)
    return True


def _load_organisation(connection: Connection, body: DemoOrganisation, keys: Path) -> None:
    write_organisation(
        connection, body.id, body.name, body.type, body.htcds,
        regions=body.regions, languages=_LANGUAGES, duty_telephone=body.duty_telephone,
    )  # fmt: skip
    if body.places is not None:
        connection.execute(_CAPACITY, (body.id, body.places))
        record(connection, CapacityPermission.UPDATE, "capacity", body.id)
    if body.machine:
        key = load_or_create_signing_key(keys / body.key_file)
        name = f"Système de démonstration – {body.key}"
        write_client(connection, body.client_id, body.id, name, {key.key_id: key.public_pem})
