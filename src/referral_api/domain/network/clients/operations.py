"""Operations of an administrator on partner systems."""

from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row, Statement, insert_into, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.network.clients import queries
from referral_api.domain.network.clients.schemas import ClientCreate, ClientRead, ClientUpdate
from referral_api.domain.network.clients.tables import Client
from referral_api.domain.network.organisations.queries import check_organisation_exists
from referral_api.domain.versions import check_version
from referral_api.errors import NotFound
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
    """Register a partner system of an organisation. AlreadyExists if its id is taken."""
    await check_organisation_exists(transaction, client.organisation_id)
    client_id = client.id or uuid7()
    row = await transaction.one(
        _CREATE, new_id=client_id, new_organisation_id=client.organisation_id,
        new_name=client.name, new_keys=queries.write_keys(client.jwks), new_active=True,
        new_version=1,
        **event_values(transaction.actor, ClientPermission.CREATE, "client", client_id),
    )  # fmt: skip
    return _to_response(row)


async def read_client(transaction: Transaction, client_id: UUID) -> ClientRead:
    """Read a partner system; NotFound if there is none."""
    event = event_values(transaction.actor, ClientPermission.READ, "client", client_id)
    row = await transaction.one(queries.READ, client_id=client_id, **event)
    return _to_response(row)


async def show_client(transaction: Transaction, client_id: UUID) -> ClientRead:
    """Read as ``read_client`` does, for an act that is recorded by itself."""
    return _to_response(await transaction.one(queries.GET, client_id=client_id))


async def list_clients(
    transaction: Transaction, organisation_id: UUID | None, window: Window
) -> Slice[ClientRead]:
    """List partner systems, the last registered first."""
    rows = await transaction.all(
        queries.PAGE, organisation_id=organisation_id, **window.parameters,
        **event_values(transaction.actor, ClientPermission.LIST, "client"),
    )  # fmt: skip
    return window.slice([queries.to_response(row) for row in rows], rows)


async def update_client(
    transaction: Transaction, client_id: UUID, update: ClientUpdate, version: int
) -> ClientRead:
    """Rename a partner system, rotate its keys, or deactivate it."""
    client = await queries.get_client_for_change(transaction, client_id)
    check_version(version, client.version)
    if update.name is not None:
        client.name = update.name
    if update.jwks is not None:
        client.keys = update.jwks
    if update.active is not None:
        client.active = update.active
    values = update_values(client, *_COLUMNS) | {"new_keys": queries.write_keys(client.keys)}
    event = event_values(transaction.actor, ClientPermission.UPDATE, "client", client_id)
    row = await transaction.one(_SAVE, **values, **event)
    return _to_response(row)


def _to_response(row: Row | None) -> ClientRead:
    if row is None:
        raise NotFound
    return queries.to_response(row)
