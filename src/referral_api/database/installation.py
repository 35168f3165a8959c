"""What the owner writes itself, above all before anybody can sign in: organisations, agents and
partner systems.

Each with its event, since no change is committed without one; nobody is its author.
"""

import secrets
from collections.abc import Sequence
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from referral_api.permissions import (
    AgentPermission,
    ClientPermission,
    FactorPermission,
    OrganisationPermission,
    Permission,
)

Connection = psycopg.Connection[tuple[object, ...]]

_ORGANISATION = """
    INSERT INTO organisation
        (id, name, type, htcds_type, regions, languages, duty_telephone, active, version)
    VALUES (%s, %s, %s, %s, %s, %s, %s, true, 1)
"""
_AGENT = """
    INSERT INTO agent (id, organisation_id, name, roles, active, version)
    VALUES (%s, %s, %s, %s, true, 1)
"""
_INVITATION = (
    "INSERT INTO factor_invitation (id, agent_id, organisation_id, code_digest,"
    " invited_by_agent_id, code_until) VALUES (%s, %s, %s, %s, %s, now() + interval '1 day')"
)
_SUBJECT = "INSERT INTO agent_subject (issuer, subject, agent_id) VALUES (%s, %s, %s)"
_CLIENT = """
    INSERT INTO client (id, organisation_id, name, keys, active, version)
    VALUES (%s, %s, %s, %s, true, 1)
"""
_EVENT = """
    INSERT INTO audit_event
        (id, action, outcome, code, roles, subject, subject_id, case_ids, salt)
    VALUES (%s, %s, 'allowed', %s, '{}', %s, %s, %s, %s)
"""


def is_empty(connection: Connection) -> bool:
    """Say whether there is no organisation yet, and let nobody else write one meanwhile."""
    # Of two concurrent starts, the second waits here and then finds what the first has written.
    connection.execute("LOCK TABLE organisation IN EXCLUSIVE MODE")
    return connection.execute("SELECT 1 FROM organisation LIMIT 1").fetchone() is None


def write_organisation(
    connection: Connection, organisation_id: UUID, name: str, kind: str, htcds: str, *,
    regions: Sequence[str] = (), languages: Sequence[str] = (), duty_telephone: str | None = None,
) -> None:  # fmt: skip
    """Write an organisation."""
    connection.execute(
        _ORGANISATION,
        (organisation_id, name, kind, htcds, list(regions), list(languages), duty_telephone),
    )
    record(connection, OrganisationPermission.CREATE, "organisation", organisation_id)


def write_agent(
    connection: Connection, agent_id: UUID, organisation_id: UUID, name: str,
    roles: Sequence[str], subject: tuple[str, str] | None = None,
) -> None:  # fmt: skip
    """Write an agent; ``subject`` is an outside issuer and its name for the agent."""
    connection.execute(_AGENT, (agent_id, organisation_id, name, list(roles)))
    if subject is not None:
        connection.execute(_SUBJECT, (*subject, agent_id))
    record(connection, AgentPermission.CREATE, "agent", agent_id)


def write_invitation(
    connection: Connection, agent_id: UUID, organisation_id: UUID, digest: bytes
) -> None:
    """Write the invitation by which the first administrator makes an account, within a day."""
    connection.execute(_INVITATION, (uuid7(), agent_id, organisation_id, digest, agent_id))
    record(connection, FactorPermission.INVITE, "agent", agent_id)


def write_client(
    connection: Connection, client_id: UUID, organisation_id: UUID, name: str, keys: dict[str, str]
) -> None:
    """Write a partner system; ``keys`` are public keys as PEM by key id."""
    connection.execute(_CLIENT, (client_id, organisation_id, name, Jsonb(keys)))
    record(connection, ClientPermission.CREATE, "client", client_id)


def record(
    connection: Connection, action: Permission, subject: str, subject_id: UUID | None = None, *,
    code: str = "installation", case_ids: Sequence[UUID] | None = None,
) -> None:  # fmt: skip
    """Write the event of something that the owner did; ``code`` says on which occasion."""
    salt, cases = secrets.token_bytes(16), None if case_ids is None else list(case_ids)
    values = (uuid7(), action, code, subject, subject_id, cases, salt)
    connection.execute(_EVENT, values)
