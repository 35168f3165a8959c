"""Operations of an administrator on partner systems."""

from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row, Statement, insert_into, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import PendingChangeSubject
from referral_api.domain.network.clients import queries
from referral_api.domain.network.clients.schemas import ClientCreate, ClientRead, ClientUpdate
from referral_api.domain.network.clients.tables import Client
from referral_api.domain.network.organisations.queries import (
    check_organisation_exists,
    within_reach,
)
from referral_api.domain.network.second_person.policy import waits_for_client
from referral_api.domain.network.second_person.proposals import (
    CONFIRMED,
    Division,
    check_unchanged,
    divide,
    keep,
)
from referral_api.domain.versions import check_version
from referral_api.errors import Forbidden, NotFound
from referral_api.permissions import ClientPermission

_COLUMNS = ("name", "keys", "active")
_CREATE = Statement(
    insert_into(Client, "id", "organisation_id", "version", *_COLUMNS, prefix="new_")
    .returning(Client)
    .add_cte(event_insert().cte("event"))
)
_SAVE = Statement(
    save_into(Client, *_COLUMNS).returning(Client).add_cte(event_insert().cte("event"))
)


async def create_client(transaction: Transaction, client: ClientCreate) -> ClientRead:
    """Register a partner system of an organisation. AlreadyExists if its id is taken.

    Its keys wait for a second person: until then it has none and is not active.
    """
    await check_organisation_exists(transaction, client.organisation_id)
    if not transaction.actor.administers(client.organisation_id):
        raise Forbidden
    change = {"keys": client.jwks, "active": True}
    division = await divide(transaction, change, waits_for_client(change, keys={}, active=False))
    client_id = client.id or uuid7()
    row = await transaction.one(
        _CREATE, new_id=client_id, new_organisation_id=client.organisation_id,
        new_name=client.name, new_keys=queries.write_keys(division.done.get("keys", {})),
        new_active=division.done.get("active", False), new_version=1,
        **event_values(
            transaction.actor, ClientPermission.CREATE, "client", client_id, code=division.code
        ),
    )  # fmt: skip
    return await _keep(transaction, division, _to_response(row))


async def read_client(transaction: Transaction, client_id: UUID) -> ClientRead:
    """Read a partner system; NotFound beyond the caller's reach."""
    event = event_values(transaction.actor, ClientPermission.READ, "client", client_id)
    row = await transaction.one(queries.READ, client_id=client_id, **event)
    if row is None or not transaction.actor.administers(row["organisation_id"]):
        raise NotFound
    return _to_response(row)


async def show_client(transaction: Transaction, client_id: UUID) -> ClientRead:
    """Read as ``read_client`` does, for an act that is recorded by itself."""
    row = await transaction.one(queries.GET, client_id=client_id)
    if row is None or not transaction.actor.administers(row["organisation_id"]):
        raise NotFound
    return _to_response(row)


async def list_clients(
    transaction: Transaction, organisation_id: UUID | None, window: Window
) -> Slice[ClientRead]:
    """List the partner systems within reach, the last registered first."""
    rows = await transaction.all(
        queries.PAGE, organisation_id=within_reach(transaction.actor, organisation_id),
        **window.parameters,
        **event_values(transaction.actor, ClientPermission.LIST, "client"),
    )  # fmt: skip
    return window.slice([queries.to_response(row) for row in rows], rows)


async def update_client(
    transaction: Transaction, client_id: UUID, update: ClientUpdate, version: int
) -> ClientRead:
    """Rename a partner system, rotate its keys, or deactivate it.

    What waits for a second person is kept.
    """
    client = await queries.get_client_for_change(transaction, client_id)
    if not transaction.actor.administers(client.organisation_id):
        raise NotFound
    check_version(version, client.version)
    change = update.model_dump(exclude_none=True)
    if "jwks" in change:
        change["keys"] = change.pop("jwks")
    waiting = waits_for_client(change, keys=client.keys, active=client.active)
    division = await divide(transaction, change, waiting)
    changed = await _save(transaction, client, division.done, division.code)
    return await _keep(transaction, division, changed)


async def apply_to_client(
    transaction: Transaction, client_id: UUID, version: int, change: dict[str, Any]
) -> None:
    """Make a confirmed change of the version that was seen; Conflict on any other."""
    client = await queries.get_client_for_change(transaction, client_id)
    check_unchanged(version, client.version)
    await _save(transaction, client, change, CONFIRMED)


async def _keep(transaction: Transaction, division: Division, client: ClientRead) -> ClientRead:
    kept = await keep(
        transaction, division, PendingChangeSubject.CLIENT, client.id, client.organisation_id,
        client.version,
    )  # fmt: skip
    return client.model_copy(update={"pending_change_id": kept})


async def _save(
    transaction: Transaction, client: Client, change: dict[str, Any], code: str | None
) -> ClientRead:
    for name, value in change.items():
        setattr(client, name, value)
    values = update_values(client, *_COLUMNS) | {"new_keys": queries.write_keys(client.keys)}
    event = event_values(transaction.actor, ClientPermission.UPDATE, "client", client.id, code=code)
    return _to_response(await transaction.one(_SAVE, **values, **event))


def _to_response(row: Row | None) -> ClientRead:
    if row is None:
        raise NotFound
    return queries.to_response(row)
