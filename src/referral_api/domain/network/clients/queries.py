"""Finding partner systems."""

import json
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Uuid, bindparam, or_, select
from sqlmodel import col

from referral_api.audit.log import event_insert
from referral_api.database.pagination import page_of
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.network.clients.schemas import ClientRead
from referral_api.domain.network.clients.tables import Client
from referral_api.errors import NotFound

_CLIENT = select(Client).where(col(Client.id) == bindparam("client_id"))
_ORGANISATION_ID = bindparam("organisation_id", type_=Uuid)

GET = Statement(_CLIENT)
_LOCK = Statement(_CLIENT.with_for_update())
# The client and the audit event of reading it, in one round trip.
READ = Statement(_CLIENT.add_cte(event_insert().cte("event")))
PAGE = Statement(
    page_of(
        select(Client).where(
            or_(_ORGANISATION_ID.is_(None), col(Client.organisation_id) == _ORGANISATION_ID),
        ),
        col(Client.recorded_key),
    ).add_cte(event_insert().cte("event"))
)


def write_keys(keys: Mapping[str, str]) -> str:
    """Write kid → PEM as text, the form in which asyncpg takes JSONB."""
    return json.dumps(keys)


def read_keys(stored: str) -> dict[str, str]:
    """Read kid → PEM from text, the form in which asyncpg returns JSONB."""
    keys: dict[str, str] = json.loads(stored)
    return keys


def to_response(row: Row) -> ClientRead:
    """Turn a row into a response that names the keys and does not hold them."""
    return ClientRead(
        id=row["id"], organisation_id=row["organisation_id"], name=row["name"],
        key_ids=sorted(read_keys(row["keys"])), active=row["active"], version=row["version"],
    )  # fmt: skip


async def get_client_for_change(transaction: Transaction, client_id: UUID) -> Client:
    """Load and lock a client; NotFound if there is none."""
    row = await transaction.one(_LOCK, client_id=client_id)
    if row is None:
        raise NotFound
    return Client(**dict(row) | {"keys": read_keys(row["keys"])})
