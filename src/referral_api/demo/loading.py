"""Loads the demo data into an empty database, as the owner role."""

import secrets
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from referral_api.demo.data import AGENTS, ORGANISATIONS, DemoOrganisation, organisation
from referral_api.permissions import (
    AgentPermission,
    CapacityPermission,
    ClientPermission,
    OrganisationPermission,
    Permission,
)
from referral_api.security import load_or_create_signing_key

_LANGUAGES = ["fra", "bam"]
_ORGANISATION = """
    INSERT INTO organisation
        (id, name, type, htcds_type, regions, languages, duty_telephone, active, version)
    VALUES (%s, %s, %s, %s, %s, %s, %s, true, 1)
"""
_AGENT = """
    INSERT INTO agent (id, organisation_id, name, roles, active, version)
    VALUES (%s, %s, %s, %s, true, 1)
"""
_CAPACITY = """
    INSERT INTO capacity (organisation_id, places, held, occupied, version)
    VALUES (%s, %s, 0, 0, 1)
"""
_CLIENT = """
    INSERT INTO client (id, organisation_id, name, keys, active, version)
    VALUES (%s, %s, %s, %s, true, 1)
"""
# No change is committed without its event; nobody is its author.
_EVENT = """
    INSERT INTO audit_event (id, action, outcome, code, roles, subject, subject_id, salt)
    VALUES (%s, %s, 'allowed', 'installation', '{}', %s, %s, %s)
"""


def load_demo_data(url: str, keys: Path) -> bool:
    """Load it if the database holds no organisation; say whether it was loaded."""
    with psycopg.connect(url) as connection:
        # Of two concurrent starts, the second waits here and then finds the data.
        connection.execute("LOCK TABLE organisation IN EXCLUSIVE MODE")
        if connection.execute("SELECT 1 FROM organisation LIMIT 1").fetchone():
            return False
        for body in ORGANISATIONS:
            _load_organisation(connection, body, keys)
        for human in AGENTS:
            home = organisation(human.organisation).id
            connection.execute(_AGENT, (human.id, home, human.name, list(human.roles)))
            _record(connection, AgentPermission.CREATE, "agent", human.id)
    return True


def _load_organisation(
    connection: psycopg.Connection[tuple[object, ...]], body: DemoOrganisation, keys: Path
) -> None:
    regions = list(body.regions)
    told = (body.id, body.name, body.type, body.htcds, regions, _LANGUAGES, body.duty_telephone)
    connection.execute(_ORGANISATION, told)
    _record(connection, OrganisationPermission.CREATE, "organisation", body.id)
    if body.places is not None:
        connection.execute(_CAPACITY, (body.id, body.places))
        _record(connection, CapacityPermission.UPDATE, "capacity", body.id)
    if body.machine:
        key = load_or_create_signing_key(keys / body.key_file)
        name = f"Système de démonstration – {body.key}"
        public = Jsonb({key.key_id: key.public_pem})
        connection.execute(_CLIENT, (body.client_id, body.id, name, public))
        _record(connection, ClientPermission.CREATE, "client", body.client_id)


def _record(
    connection: psycopg.Connection[tuple[object, ...]], action: Permission, subject: str,
    subject_id: UUID,
) -> None:  # fmt: skip
    salt = secrets.token_bytes(16)
    connection.execute(_EVENT, (uuid7(), action, subject, subject_id, salt))
