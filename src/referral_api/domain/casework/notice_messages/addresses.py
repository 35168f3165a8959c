"""To which address of an organisation each channel leads: one that all on duty share."""

from typing import Any

from sqlalchemy import func, literal_column, select
from sqlmodel import col

from referral_api.database.statements import literal_code
from referral_api.domain.casework.notice_messages.channels import Channel
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.directory.services.tables import Service
from referral_api.domain.network.organisations.tables import Organisation

# Where its services have several, none of them speaks for all.
_only_telephone = (
    select(func.min(col(Service.duty_telephone)))
    .where(
        col(Service.organisation_id) == col(Organisation.id),
        col(Service.status) == literal_code(EntryStatus.REGISTERED),
    )
    .having(func.count(col(Service.duty_telephone).distinct()) == literal_column("1"))
    .scalar_subquery()
    .correlate(Organisation)
)
ADDRESSES: dict[Channel, Any] = {
    Channel.MAIL: col(Organisation.notice_mailbox),
    Channel.TELEPHONE: func.coalesce(col(Organisation.duty_telephone), _only_telephone),
}
