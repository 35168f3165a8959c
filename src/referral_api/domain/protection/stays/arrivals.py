"""Arrivals: the stay begins, and what it makes true. A fact, whatever was promised before.

The referral that led to it begins, if it still waits for that; the person's stay elsewhere ends,
and the referral behind it. Referrals are locked first, the newest before, then stays; places last.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, not_, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.places import Bed
from referral_api.domain.codelists.referrals import OutcomeCode
from referral_api.domain.codelists.referrals import ReferralStatus as Wanted
from referral_api.domain.codelists.stays import DepartureReason, DestinationKind, StayStatus
from referral_api.domain.deadline_policy import ReferralClocks
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.protection.referrals.delivery import begin_service
from referral_api.domain.protection.referrals.lifecycle import OPEN
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.protection.stays.lifecycle import HERE
from referral_api.domain.protection.stays.operations import end_absence
from referral_api.domain.protection.stays.records import STAY_RECORDS, to_response
from referral_api.domain.protection.stays.schemas import StayArrive, StayRead, StayRecord
from referral_api.domain.protection.stays.tables import Stay
from referral_api.domain.records.happened import check_happened, latest
from referral_api.errors import Conflict, MalformedInput, NotFound
from referral_api.permissions import StayPermission

_HERE = one_of(col(Stay.status), sorted(HERE))
_ELSEWHERE = Statement(
    select(col(Stay.id), col(Stay.referral_id)).where(
        col(Stay.case_id) == bindparam("case_id"), _HERE,
        not_(col(Stay.id) == bindparam("stay_id", type_=Stay.__table__.c.id.type)),  # type: ignore[attr-defined]
    )
)  # fmt: skip
_LOCK_ELSEWHERE = Statement(
    select(Stay, func.now().label("now"))
    .where(col(Stay.id) == bindparam("stay_id"), _HERE)
    .with_for_update()
)
_EXPECTED_HERE = Statement(
    select(col(Stay.id)).where(
        col(Stay.case_id) == bindparam("case_id"),
        col(Stay.host_organisation_id) == bindparam("host_id"),
        col(Stay.status) == literal_code(StayStatus.EXPECTED),
    )
)


class _Found(NamedTuple):
    """What an arrival concerns, locked: the referrals by their ids, and the stay elsewhere."""

    referrals: dict[UUID, Referral]
    elsewhere: Stay | None


async def record_stay(
    transaction: Transaction, clocks: ReferralClocks, stay: StayRecord,
    custodian_id: UUID | None = None,
) -> StayRead:  # fmt: skip
    """Record that the caller's organisation expects a person, or that one has arrived.

    ``custodian_id`` is who answers for the person of the handoff that leads to the stay.

    NotFound for a case, a referral or a handoff out of sight; Conflict for those of another case
    or host, and for an arrival where the person is expected by this host. Nobody is expected whose
    file is closed; an arrival is a fact.
    """
    actor = transaction.actor
    if stay.referral_id is not None and stay.handoff_id is not None:
        raise MalformedInput(errors=[{"pointer": "/handoff_id", "code": "invalid_value"}])
    custodian_id = await _find_custodian(transaction, stay, custodian_id)
    if stay.arrival is None:
        await check_open(transaction, stay.case_id, actor.organisation_id)
    fields: dict[str, Any] = {
        "id": stay.id or uuid7(), "case_id": stay.case_id, "unit": stay.unit,
        "custodian_id": custodian_id,
        "host_organisation_id": actor.organisation_id, "referral_id": stay.referral_id,
        "handoff_id": stay.handoff_id, "expected_at": stay.expected_at, "version": 1,
        "recorded_by_organisation_id": actor.organisation_id, "status": StayStatus.EXPECTED,
        "recorded_by_agent_id": actor.agent_id, **_of(None),
    }  # fmt: skip
    if stay.arrival is not None:
        found = await _find(transaction, stay.case_id, stay.referral_id, fields["id"])
        if await transaction.one(
            _EXPECTED_HERE, case_id=stay.case_id, host_id=actor.organisation_id
        ):
            raise Conflict("The person is expected here: record the arrival of that stay.")
        now = await read_clock(transaction)
        check_happened(stay.arrival.happened_at, since=None, now=now, field="arrival/happened_at")
        await _begin(transaction, clocks, found, stay.referral_id, stay.arrival.happened_at, now)
        fields |= {"status": StayStatus.PRESENT, **_of(stay.arrival)}
    return to_response(await STAY_RECORDS.add(transaction, fields, StayPermission.RECORD))


async def _find_custodian(
    transaction: Transaction, stay: StayRecord, custodian_id: UUID | None
) -> UUID | None:
    """Find who answers for the person; NotFound unless the host knows of her by what it names."""
    if stay.referral_id is not None:
        row = await REFERRAL_RECORDS.find(transaction, stay.referral_id)
        receives = row["receiver_id"] == transaction.actor.organisation_id
        if row["case_id"] != stay.case_id or not receives:
            raise NotFound
        found: UUID = row["custodian_id"] or row["sender_id"]
        return found
    return custodian_id or (await get_case(transaction, stay.case_id)).protection_custodian_id


def _of(arrival: StayArrive | None) -> dict[str, Any]:
    """Return the columns of an arrival."""
    groups = ("women", "girls", "men", "boys", "unknown")
    if arrival is None:
        return {
            "arrived_at": None, "arrival_state": [], "rules_explained_in": None,
            "free_to_leave_told": Answer.NOT_ASKED, **{f"with_{name}": None for name in groups},
        }  # fmt: skip
    return {
        "arrived_at": arrival.happened_at, "arrival_state": arrival.arrival_state,
        "rules_explained_in": arrival.rules_explained_in,
        "free_to_leave_told": arrival.free_to_leave_told,
        **{f"with_{name}": getattr(arrival.with_person, name) for name in groups},
    }  # fmt: skip


async def arrive(
    transaction: Transaction, clocks: ReferralClocks, stay_id: UUID, arrival: StayArrive,
    version: int,
) -> StayRead:  # fmt: skip
    """Record that the person has arrived, as the host or as who answers for the person."""
    row = await STAY_RECORDS.find(transaction, stay_id)
    found = await _find(transaction, row["case_id"], row["referral_id"], stay_id)

    async def move_in(stay: Stay, now: datetime) -> None:
        check_happened(arrival.happened_at, since=None, now=now)
        await _begin(transaction, clocks, found, stay.referral_id, arrival.happened_at, now)
        for name, value in _of(arrival).items():
            setattr(stay, name, value)
        stay.closed_at = None

    row = await STAY_RECORDS.transition(transaction, stay_id, "arrive", version, move_in)
    return to_response(row)


async def _find(
    transaction: Transaction, case_id: UUID, referral_id: UUID | None, stay_id: UUID
) -> _Found:
    """Lock what an arrival concerns. It may be other organisations', which the host never sees."""
    async with transaction.elevated():
        other = await transaction.one(_ELSEWHERE, case_id=case_id, stay_id=stay_id)
        concerned = {referral_id, other and other["referral_id"]} - {None}
        referrals = {}
        for one in sorted(concerned, key=str, reverse=True):
            referrals[one], _ = await REFERRAL_RECORDS.lock(transaction, one)  # type: ignore[arg-type]
        row = other and await transaction.one(_LOCK_ELSEWHERE, stay_id=other["id"])
    return _Found(referrals, STAY_RECORDS.load(row)[0] if row else None)  # type: ignore[arg-type]


async def _begin(
    transaction: Transaction, clocks: ReferralClocks, found: _Found, referral_id: UUID | None,
    happened_at: datetime, now: datetime,
) -> None:  # fmt: skip
    """Make true what an arrival says: the stay elsewhere has ended, the service has begun."""
    async with transaction.elevated():
        if found.elsewhere is not None:
            await _leave(transaction, found, found.elsewhere, happened_at, now)
        referral = found.referrals.get(referral_id) if referral_id else None
        if referral is not None:
            await _start(transaction, clocks, referral, now)


async def _leave(
    transaction: Transaction, found: _Found, stay: Stay, happened_at: datetime, now: datetime
) -> None:
    if stay.arrived_at is not None and happened_at < stay.arrived_at:
        raise MalformedInput(errors=[{"pointer": "/happened_at", "code": "out_of_range"}])
    stay.departed_at = latest(happened_at, stay.arrived_at)
    stay.departure_reason = DepartureReason.TO_OTHER_SHELTER
    stay.destination_kind = DestinationKind.SHELTER
    stay.departure_wished = Answer.UNKNOWN
    end_absence(stay, None)
    await STAY_RECORDS.cause(transaction, stay, "transfer", now)
    former = found.referrals.get(stay.referral_id) if stay.referral_id else None
    if former is None or await REFERRAL_RECORDS.apply_expiry(transaction, former, now):
        return
    # Who came before the acceptance has the referral's place, perhaps without a start.
    if former.status in OPEN and (former.started_at is not None or former.bed == Bed.OCCUPIED):
        former.outcome = OutcomeCode.REFERRED_ONWARD
        await REFERRAL_RECORDS.cause(transaction, former, "transfer", now)


async def _start(
    transaction: Transaction, clocks: ReferralClocks, referral: Referral, now: datetime
) -> None:
    """Begin the service, if the referral waits for that still.

    One that ran out before does not begin again; the arrival stands by itself.
    """
    await REFERRAL_RECORDS.apply_expiry(transaction, referral, now)
    events = {Wanted.ACCEPTED: "start", Wanted.ON_HOLD: "resume"}
    event = events.get(Wanted(referral.status))
    if event is not None and referral.started_at is None:
        await begin_service(transaction, clocks, referral, now)
        await REFERRAL_RECORDS.cause(transaction, referral, event, now)
