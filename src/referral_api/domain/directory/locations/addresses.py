"""Recording the true address of a location, and opening it to whoever must go there.

Row security holds who that is. Each opening has its event, and so has each one refused.
"""

from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.directory.locations.keys import find_key, find_or_make_key
from referral_api.domain.directory.locations.records import LOCATIONS
from referral_api.domain.directory.locations.schemas import AddressRead, AddressRecord
from referral_api.domain.directory.locations.tables import LocationAddress
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict, Forbidden, NotFound
from referral_api.permissions import LocationPermission
from referral_api.security.vault import Vault

_PURPOSE = "location_address.sealed"
_ITS = col(LocationAddress.location_id) == bindparam("row_id")
_EVENT = event_insert().cte("event")
_READ = Statement(select(LocationAddress).where(_ITS).add_cte(_EVENT))
_LOCK = Statement(select(LocationAddress).where(_ITS).with_for_update())
_ADD = Statement(
    insert_into(
        LocationAddress, "location_id", "organisation_id", "sealed", "version",
        "updated_by_agent_id",
    )
    .returning(LocationAddress)
    .add_cte(_EVENT)
)  # fmt: skip
_SAVE = Statement(
    update(LocationAddress)
    .where(_ITS)
    .values(
        sealed=bindparam("new_sealed"), updated_by_agent_id=bindparam("new_agent_id"),
        updated_at=func.now(), version=col(LocationAddress.version) + 1,
    )
    .returning(LocationAddress)
    .add_cte(_EVENT)
)  # fmt: skip


async def open_address(transaction: Transaction, vault: Vault, location_id: UUID) -> AddressRead:
    """Open the true address; Forbidden to whoever has nobody to bring or fetch there.

    NotFound where there is no such location. An organisation hears the same of a location without
    an address as of one that is closed to it, unless it is its own.
    """
    location = await LOCATIONS.show(transaction, location_id)
    key = await find_key(transaction, location_id)
    if key is None:
        if location.organisation_id == transaction.actor.organisation_id:
            raise NotFound
        raise Forbidden
    event = event_values(
        transaction.actor, LocationPermission.OPEN_ADDRESS, "location", location_id
    )
    row = await transaction.row(_READ, row_id=location_id, **event)
    opened = vault.open(key, location_id, _PURPOSE, row["sealed"])
    return AddressRead(
        id=location_id, version=row["version"], updated_at=row["updated_at"],
        address=AddressRecord.model_validate_json(opened),
    )  # fmt: skip


async def record_address(
    transaction: Transaction, vault: Vault, location_id: UUID, address: AddressRecord, version: int
) -> AddressRead:
    """Seal the true address of a location of the caller's organisation; version 0 at first."""
    actor = transaction.actor
    location = await LOCATIONS.show(transaction, location_id)
    if location.organisation_id != actor.organisation_id:
        raise Forbidden
    if location.status is not EntryStatus.REGISTERED:
        raise Conflict("This entry was withdrawn.")
    present = await transaction.one(_LOCK, row_id=location_id)
    check_version(version, 0 if present is None else present["version"])
    key = await find_or_make_key(transaction, vault, location_id)
    sealed = vault.seal(key, location_id, _PURPOSE, address.model_dump_json().encode())
    event = event_values(actor, LocationPermission.RECORD_ADDRESS, "location", location_id)
    if present is None:
        row = await transaction.row(
            _ADD, location_id=location_id, organisation_id=actor.organisation_id, sealed=sealed,
            version=1, updated_by_agent_id=actor.agent_id, **event,
        )  # fmt: skip
    else:
        row = await transaction.row(
            _SAVE, row_id=location_id, new_sealed=sealed, new_agent_id=actor.agent_id, **event
        )
    return AddressRead(
        id=location_id, version=row["version"], updated_at=row["updated_at"], address=address
    )
