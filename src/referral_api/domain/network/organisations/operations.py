"""Operations on organisations."""

from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row, Statement, insert_into, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.network.organisations import queries
from referral_api.domain.network.organisations.schemas import (
    OrganisationCreate,
    OrganisationRead,
    OrganisationUpdate,
    Wanted,
)
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.versions import check_version
from referral_api.errors import NotFound
from referral_api.permissions import OrganisationPermission

_COLUMNS = ("name", "htcds_type", "regions", "languages", "active")
_CREATE = Statement(
    insert_into(Organisation, "id", "type", "version", *_COLUMNS, prefix="new_")
    .returning(Organisation)
    .add_cte(event_insert().cte("event"))
)
_SAVE = Statement(
    save_into(Organisation, *_COLUMNS).returning(Organisation).add_cte(event_insert().cte("event"))
)


async def create_organisation(
    transaction: Transaction, organisation: OrganisationCreate
) -> OrganisationRead:
    """Add an organisation. AlreadyExists if its id or its name is taken."""
    organisation_id = organisation.id or uuid7()
    fields = organisation.model_dump() | {"id": organisation_id, "version": 1}
    row = await transaction.one(
        _CREATE,
        **{f"new_{name}": value for name, value in fields.items()},
        **event_values(
            transaction.actor, OrganisationPermission.CREATE, "organisation", organisation_id
        ),
    )
    return _to_response(row)


async def read_organisation(transaction: Transaction, organisation_id: UUID) -> OrganisationRead:
    """Read an organisation; NotFound if there is none."""
    event = event_values(
        transaction.actor, OrganisationPermission.READ, "organisation", organisation_id
    )
    row = await transaction.one(queries.READ, organisation_id=organisation_id, **event)
    return _to_response(row)


async def show_organisation(transaction: Transaction, organisation_id: UUID) -> OrganisationRead:
    """Read as ``read_organisation`` does, for an act that is recorded by itself."""
    return _to_response(await transaction.one(queries.GET, organisation_id=organisation_id))


async def list_organisations(
    transaction: Transaction, wanted: Wanted, window: Window
) -> Slice[OrganisationRead]:
    """List organisations, the last created first."""
    rows = await transaction.all(
        queries.PAGE, type=wanted.type, region=wanted.region, active=wanted.active,
        **window.parameters,
        **event_values(transaction.actor, OrganisationPermission.LIST, "organisation"),
    )  # fmt: skip
    return window.slice([OrganisationRead(**row) for row in rows], rows)


async def update_organisation(
    transaction: Transaction, organisation_id: UUID, update: OrganisationUpdate, version: int
) -> OrganisationRead:
    """Correct an organisation, or deactivate it with its agents and systems."""
    organisation = await queries.get_organisation_for_change(transaction, organisation_id)
    check_version(version, organisation.version)
    for name, value in update.model_dump(exclude_none=True, exclude={"takeover_reason"}).items():
        setattr(organisation, name, value)
    event = event_values(
        transaction.actor, OrganisationPermission.UPDATE, "organisation", organisation_id
    )
    row = await transaction.one(_SAVE, **update_values(organisation, *_COLUMNS), **event)
    return _to_response(row)


def _to_response(row: Row | None) -> OrganisationRead:
    if row is None:
        raise NotFound
    return OrganisationRead(**row)
