"""Whether a consent says what it must, whether it covers a disclosure, and what helps at once."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.consents import (
    ConsentGiver,
    ConsentMethod,
    ConsentPurpose,
    ConsentStatus,
    LegalGround,
)
from referral_api.domain.codelists.victims import AgeBand, is_treated_as_child
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.consent.consents.schemas import ConsentRecord
from referral_api.domain.identification.cases.tables import Case
from referral_api.errors import ConsentMissing, MalformedInput

# Help does not wait for a signature. On these grounds one officer opens the sheet of a referral at
# once, and of the sections that it shares those below. All else waits for the second person:
# identity, every other section, and custody. The database holds the same (``check_grants``).
HELPS_AT_ONCE = frozenset({LegalGround.VITAL_INTEREST, LegalGround.CHILD_BEST_INTEREST})
OPEN_BEFORE_CONFIRMATION = frozenset({Section.HEALTH})

IN_FORCE = frozenset({ConsentStatus.ACTIVE})
# What a referral may rest on.
HELPING = IN_FORCE | {ConsentStatus.PROVISIONAL}


def waits_until(consent: Row) -> datetime | None:
    """Return when what rests on a consent closes for want of a second person, if one is awaited."""
    confirm_by: datetime | None = consent["confirm_by"]
    return confirm_by if consent["status"] == ConsentStatus.PROVISIONAL else None


def sections_that_open(consent: Row, shared: Collection[str]) -> frozenset[Section]:
    """Keep the shared sections that the consent opens now."""
    sections = frozenset(map(Section, shared))
    return sections if waits_until(consent) is None else sections & OPEN_BEFORE_CONFIRMATION


def is_for(ground: str, case: Case) -> bool:
    """Say whether a ground is for this person: the best interest of a child is a child's."""
    child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)
    return child or ground != LegalGround.CHILD_BEST_INTEREST


def check_says_once(consent: ConsentRecord, case: Case) -> None:
    """Refuse a consent that contradicts itself or its case: nothing is said twice, or in two ways.

    Either a legal ground replaces the consent, or a person gave it in some way. An authority gives
    none: its order is a legal ground. A child under six does not sign for herself. The best
    interest of a child is that of a person who is treated as one.
    """
    _check_names_receivers(consent)
    if consent.legal_ground is not None:
        if not is_for(consent.legal_ground, case):
            raise MalformedInput(errors=[{"pointer": "/legal_ground", "code": "invalid_value"}])
        return
    wrong = {
        "given_by": "missing" if consent.given_by is None else None,
        "method": "missing" if consent.method is None else None,
        "legal_ground": "missing" if consent.given_by is ConsentGiver.AUTHORITY_ORDER else None,
    }
    if (case.age_band, consent.given_by, consent.method) == (
        AgeBand.UNDER_6, ConsentGiver.SELF, ConsentMethod.WRITTEN
    ):  # fmt: skip
        wrong["given_by"] = "invalid_value"
    errors = [{"pointer": f"/{name}", "code": code} for name, code in wrong.items() if code]
    if errors:
        raise MalformedInput(errors=errors)


def _check_names_receivers(consent: ConsentRecord) -> None:
    """Refuse a consent to nobody, and one that shares sections with a shelter still to be found.

    Only the person leaves the choice to the coordination: a legal ground names who receives.
    """
    if consent.coordination_finds and consent.legal_ground is not None:
        raise MalformedInput(errors=[{"pointer": "/coordination_finds", "code": "invalid_value"}])
    if consent.recipients:
        return
    if not consent.coordination_finds:
        raise MalformedInput(errors=[{"pointer": "/recipients", "code": "missing"}])
    if consent.sections:
        raise MalformedInput(errors=[{"pointer": "/sections", "code": "invalid_value"}])


def check_covers(
    consent: Row,
    *,
    case_id: UUID,
    recipient_id: UUID,
    purposes: Collection[ConsentPurpose],
    sections: Collection[str],
    states: Collection[str] = IN_FORCE,
    found: bool = False,
) -> None:
    """Raise ConsentMissing, naming what is not covered.

    The consent must cover this person, this recipient, one of these purposes and all of these
    sections, now. ``states`` are those in which it covers anything. ``found`` is a recipient that
    the coordination has named as the shelter that it found.
    """
    uncovered = find_uncovered(
        consent, case_id=case_id, recipient_id=recipient_id, purposes=purposes, sections=sections,
        states=states, found=found,
    )  # fmt: skip
    if uncovered:
        raise ConsentMissing(uncovered=uncovered)


def find_uncovered(
    consent: Row,
    *,
    case_id: UUID,
    recipient_id: UUID,
    purposes: Collection[ConsentPurpose],
    sections: Collection[str],
    states: Collection[str] = IN_FORCE,
    found: bool = False,
) -> list[str]:
    """Name the parts of a disclosure that the consent does not cover; none if it covers all."""
    status = CONSENTS.status_now(consent)
    # The sheet alone: whatever says more of the person needs the name of who receives it.
    may_be_found = found and consent["coordination_finds"] and not sections
    lacking = {
        "case": consent["case_id"] != case_id,
        "status": status not in states,
        "recipient": recipient_id not in consent["recipients"] and not may_be_found,
        "purpose": not set(purposes) & set(consent["purposes"]),
        "sections": not set(sections) <= set(consent["sections"]),
    }
    return [name for name, lacks in lacking.items() if lacks]
