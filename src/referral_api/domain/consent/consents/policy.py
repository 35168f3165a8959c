"""Whether a consent covers a disclosure."""

from collections.abc import Collection
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.domain.codelists.consents import ConsentPurpose, ConsentStatus
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.errors import ConsentMissing


def check_covers(
    consent: Row,
    *,
    case_id: UUID,
    recipient_id: UUID,
    purposes: Collection[ConsentPurpose],
    sections: Collection[str],
) -> None:
    """Raise ConsentMissing, naming what is not covered.

    The consent must cover this person, this recipient, one of these purposes and all of these
    sections, now.
    """
    status = CONSENTS.status_now(consent)
    lacking = {
        "case": consent["case_id"] != case_id,
        "status": status != ConsentStatus.ACTIVE,
        "recipient": recipient_id not in consent["recipients"],
        "purpose": not set(purposes) & set(consent["purposes"]),
        "sections": not set(sections) <= set(consent["sections"]),
    }
    uncovered = [name for name, lacks in lacking.items() if lacks]
    if uncovered:
        raise ConsentMissing(uncovered=uncovered)
