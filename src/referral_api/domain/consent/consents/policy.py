"""Whether a consent says what it must, and whether it covers a disclosure."""

from collections.abc import Collection
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.domain.codelists.consents import (
    ConsentGiver,
    ConsentMethod,
    ConsentPurpose,
    ConsentStatus,
)
from referral_api.domain.codelists.victims import AgeBand
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.consent.consents.schemas import ConsentRecord
from referral_api.errors import ConsentMissing, MalformedInput


def check_says_once(consent: ConsentRecord, age_band: str) -> None:
    """Refuse a consent that contradicts itself: nothing is said twice, or in two ways.

    Either a legal ground replaces the consent, or a person gave it in some way. An authority gives
    none: its order is a legal ground. A child under six does not sign for herself.
    """
    if consent.legal_ground is not None:
        return
    wrong = {
        "given_by": "missing" if consent.given_by is None else None,
        "method": "missing" if consent.method is None else None,
        "legal_ground": "missing" if consent.given_by is ConsentGiver.AUTHORITY_ORDER else None,
    }
    if (age_band, consent.given_by, consent.method) == (
        AgeBand.UNDER_6, ConsentGiver.SELF, ConsentMethod.WRITTEN
    ):  # fmt: skip
        wrong["given_by"] = "invalid_value"
    errors = [{"pointer": f"/{name}", "code": code} for name, code in wrong.items() if code]
    if errors:
        raise MalformedInput(errors=errors)


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
    uncovered = find_uncovered(
        consent, case_id=case_id, recipient_id=recipient_id, purposes=purposes, sections=sections
    )
    if uncovered:
        raise ConsentMissing(uncovered=uncovered)


def find_uncovered(
    consent: Row,
    *,
    case_id: UUID,
    recipient_id: UUID,
    purposes: Collection[ConsentPurpose],
    sections: Collection[str],
) -> list[str]:
    """Name the parts of a disclosure that the consent does not cover; none if it covers all."""
    status = CONSENTS.status_now(consent)
    lacking = {
        "case": consent["case_id"] != case_id,
        "status": status != ConsentStatus.ACTIVE,
        "recipient": recipient_id not in consent["recipients"],
        "purpose": not set(purposes) & set(consent["purposes"]),
        "sections": not set(sections) <= set(consent["sections"]),
    }
    return [name for name, lacks in lacking.items() if lacks]
