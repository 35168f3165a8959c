"""What a promise rests on: the consent, the open file, and no other place of the person.

It is found and held in one statement, until the transaction ends: who withdraws the consent or
closes the file waits, or was first.
"""

from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, column, func, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.consents import ConsentPurpose
from referral_api.domain.consent.consents.policy import HELPING, check_covers
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.errors import Conflict, ConsentMissing

SHARING = (ConsentPurpose.REFERRAL_SHARING, ConsentPurpose.CARE)
# The database's function: the receiver sees neither the file nor the person's other places.
_held = func.referral_ground(bindparam("referral_id", type_=Uuid())).table_valued(
    column("consent_status", Text()), column("case_state", Text()),
    column("place_ids", ARRAY(Uuid())), name="held",
)  # fmt: skip
_SENDER_IS_ACTIVE = (
    select(col(Organisation.active))
    .where(col(Organisation.id) == bindparam("sender_id"))
    .scalar_subquery()
    .label("sender_is_active")
)
_GROUND = Statement(
    select(Consent, func.now().label("now"), *_held.c, _SENDER_IS_ACTIVE).where(
        col(Consent.id) == bindparam("consent_id")
    )
)


async def check_ground(transaction: Transaction, referral: Referral) -> Row:
    """Hold what the referral rests on, and return it: the consent, with ``place_ids`` beside it.

    Raise InvalidTransition if the file is closed, and ConsentMissing unless an active consent, or
    an urgent ground that waits for its second person, covers this receiver and these sections.
    """
    if referral.consent_id is None:
        raise ConsentMissing
    sender_id = referral.custodian_id or referral.sender_id
    row = await transaction.one(
        _GROUND, referral_id=referral.id, consent_id=referral.consent_id, sender_id=sender_id
    )
    if row is None:
        raise ConsentMissing
    CASES.target("update", row["case_state"], None)
    if not row["sender_is_active"]:
        raise Conflict("An organisation that takes part is not active.", away=[str(sender_id)])
    # The consent was read before it was held.
    consent: Row = {**row, "status": row["consent_status"]}  # type: ignore[assignment]
    check_covers(
        consent, case_id=referral.case_id, recipient_id=referral.receiver_id, purposes=SHARING,
        sections=referral.shared_sections, states=HELPING,
        found=referral.shelter_named_at is not None,
    )  # fmt: skip
    return consent


def other_places(ground: Row) -> list[UUID]:
    """Return the referrals by which the person has another place than the one that she leaves."""
    return ground["place_ids"] or []
