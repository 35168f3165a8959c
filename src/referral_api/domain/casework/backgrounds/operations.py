"""Recording and reading ethnic group and descent.

Off unless the installation turns it on. Only who answers for the person, of three types, with a
consent of its own that stands: no referral, handoff or emergency opens it.
"""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import any_, bindparam, func, literal, null, select, update
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Row, Statement, insert_into, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import BACKGROUND_HOLDERS
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.casework.backgrounds.schemas import BackgroundRead, BackgroundRecord
from referral_api.domain.casework.backgrounds.tables import Background
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.consents import ConsentGiver, ConsentPurpose, ConsentStatus
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict, ConsentMissing, Forbidden, MalformedInput, NotFound
from referral_api.permissions import BackgroundPermission
from referral_api.security.vault import Vault

_PURPOSE = "background.sealed"
_ALONE = frozenset({"none_claimed", "unknown", "not_asked"})
_FOR_A_CHILD = frozenset(
    {
        ConsentGiver.MOTHER, ConsentGiver.FATHER, ConsentGiver.GUARDIAN,
        ConsentGiver.LEGAL_REPRESENTATIVE,
    }
)  # fmt: skip
_CONSENTS = Statement(
    select(Consent, func.now().label("now")).where(
        col(Consent.case_id) == bindparam("case_id"),
        col(Consent.status) == literal_code(ConsentStatus.ACTIVE),
        literal(ConsentPurpose.BACKGROUND_STATISTICS.value) == any_(col(Consent.purposes)),
        col(Consent.legal_ground).is_(None),
    )
)
_MINE = col(Background.case_id) == bindparam("row_id")
_EVENT = event_insert().cte("event")
_READ = Statement(select(Background).where(_MINE).add_cte(_EVENT))
_LOCK = Statement(select(Background).where(_MINE).with_for_update())
_ADD = Statement(
    insert_into(Background, "case_id", "sealed", "version", "updated_by_agent_id")
    .returning(Background)
    .add_cte(_EVENT)
)
_SAVE = Statement(
    update(Background)
    .where(_MINE)
    .values(
        sealed=bindparam("new_sealed"), updated_by_agent_id=bindparam("new_agent_id"),
        updated_at=func.now(), erased_at=null(), version=col(Background.version) + 1,
    )
    .returning(Background)
    .add_cte(_EVENT)
)  # fmt: skip


async def record_background(
    transaction: Transaction, vault: Vault, case_id: UUID, background: BackgroundRecord,
    version: int, *, enabled: bool,
) -> BackgroundRead:  # fmt: skip
    """Record what the person declares; ``version`` is 0 the first time.

    Conflict while the installation does not record it; ConsentMissing without a consent of its own,
    for a child of who speaks for it, with the child's assent.
    """
    case = await get_case(transaction, case_id)
    child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)
    await _check_may(transaction, case, child=child, enabled=enabled)
    groups = background.ethnic_groups
    if len(set(groups)) < len(groups) or (len(groups) > 1 and _ALONE.intersection(groups)):
        raise MalformedInput(errors=[{"pointer": "/ethnic_groups", "code": "invalid_value"}])
    if child and background.child_assents is not Answer.YES:
        raise ConsentMissing(uncovered=["assent"])
    await check_open(transaction, case_id)
    present = await transaction.one(_LOCK, row_id=case_id)
    check_version(version, 0 if present is None else present["version"])
    said = background.model_dump_json(include={"ethnic_groups", "descent_status"})
    sealed = await seal_narrative(transaction, vault, case_id, _PURPOSE, said)
    agent_id = transaction.actor.agent_id
    event = _event(transaction, BackgroundPermission.RECORD, case_id)
    if present is None:
        row = await transaction.one(
            _ADD, case_id=case_id, sealed=sealed, version=1, updated_by_agent_id=agent_id, **event
        )
    else:
        row = await transaction.one(
            _SAVE, row_id=case_id, new_sealed=sealed, new_agent_id=agent_id, **event
        )
    if row is None:
        raise Forbidden
    return _show(row, said)


async def read_background(transaction: Transaction, vault: Vault, case_id: UUID) -> BackgroundRead:
    """Read what the person declared; NotFound if nothing is kept."""
    case = await get_case(transaction, case_id)
    child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)
    await _check_may(transaction, case, child=child, enabled=True)
    event = _event(transaction, BackgroundPermission.READ, case_id)
    row = await transaction.one(_READ, row_id=case_id, **event)
    if row is None or row["sealed"] is None:
        raise NotFound
    said = await open_narrative(transaction, vault, case_id, _PURPOSE, row["sealed"])
    if said is None:
        raise NotFound
    return _show(row, said)


async def _check_may(transaction: Transaction, case: Case, *, child: bool, enabled: bool) -> None:
    """Raise Forbidden to who may never hold this section, ConsentMissing without its consent."""
    actor = transaction.actor
    if actor.organisation_type not in BACKGROUND_HOLDERS:
        raise Forbidden
    await check_answers_for_person(transaction, case.id)
    if not enabled:
        raise Conflict("This installation records no ethnic group and no descent.")
    givers = _FOR_A_CHILD if child else frozenset({ConsentGiver.SELF})
    for consent in await transaction.all(_CONSENTS, case_id=case.id):
        covers = actor.organisation_id in consent["recipients"] and consent["given_by"] in givers
        if covers and CONSENTS.status_now(consent) == ConsentStatus.ACTIVE:
            return
    raise ConsentMissing(uncovered=["purpose"])


def _event(
    transaction: Transaction, permission: BackgroundPermission, case_id: UUID
) -> dict[str, Any]:
    return event_values(
        transaction.actor, permission, "case", case_id, case_id=case_id, section=Section.BACKGROUND
    )


def _show(row: Row, said: str) -> BackgroundRead:
    return BackgroundRead(
        **json.loads(said), id=row["case_id"], version=row["version"],
        updated_at=row["updated_at"],
    )  # fmt: skip
