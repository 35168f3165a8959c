"""The alerts that report a state of things: raised while it lasts, settled when it has ended.

The timer compares the state of things with the open alerts, and sees for this what the coordination
sees. One table says, for each kind, which records cause an alert at this moment.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Interval, Select, and_, bindparam, exists, func, not_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Statement, literal_code, one_of
from referral_api.domain.access.ceilings import INVESTIGATORS
from referral_api.domain.casework.alerts.lifecycle import ALERTS
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.casework.alerts.records import ALERT_RECORDS
from referral_api.domain.casework.alerts.tables import Alert
from referral_api.domain.codelists.alerts import AccusationStatus, AlertKind
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.codelists.status import CaseState
from referral_api.domain.custody.accusations.tables import Accusation
from referral_api.domain.custody.chains.tables import Custody
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.records.due_batches import DueBatches
from referral_api.domain.records.one_by_one import Due, write_each

_OPEN_CASE = col(Case.state) == literal_code(CaseState.OPEN)


def _police_still_answer() -> Any:
    """Select the link with which the justice chain began to answer for a person, if too long ago.

    A handoff from one of its units to another begins nothing.
    """
    earlier, undone = aliased(Custody), aliased(Custody)
    other = aliased(Organisation)
    # By a call that was wrong nobody had taken her over.
    never = exists().where(
        col(undone.case_id) == col(earlier.case_id), col(undone.kind) == col(earlier.kind),
        col(undone.seq) == col(earlier.seq) + 1, col(undone.handoff_id) == col(Handoff.id),
        col(Handoff.corrected_call_id).is_not(None),
    )  # fmt: skip
    outside = (
        select(func.coalesce(func.max(col(earlier.seq)), 0))
        .join(other, col(other.id) == col(earlier.organisation_id))
        .where(
            col(earlier.case_id) == col(Custody.case_id), col(earlier.kind) == col(Custody.kind),
            not_(one_of(col(other.type), sorted(INVESTIGATORS))), not_(never),
        )
        .scalar_subquery()
    )  # fmt: skip
    return (
        select(
            col(Custody.case_id), col(Custody.id).label("about_id"),
            col(Case.protection_custodian_id).label("organisation_id"), col(Custody.since),
        )
        .join(Case, col(Case.id) == col(Custody.case_id))
        .join(Organisation, col(Organisation.id) == col(Case.protection_custodian_id))
        .where(
            _OPEN_CASE, one_of(col(Organisation.type), sorted(INVESTIGATORS)),
            col(Custody.kind) == literal_code(CustodyKind.PROTECTION),
            col(Custody.seq) == outside + 1,
            col(Custody.since) <= func.now() - bindparam("police_protection", type_=Interval()),
        )
    )  # fmt: skip


def _accuser_answers() -> Any:
    """Select the accusation of a person for whom the accuser answers."""
    return (
        select(
            col(Accusation.case_id), col(Accusation.id).label("about_id"),
            col(Accusation.organisation_id), col(Accusation.recorded_at).label("since"),
        )
        .join(Case, col(Case.id) == col(Accusation.case_id))
        .where(
            _OPEN_CASE,
            col(Accusation.status) == literal_code(AccusationStatus.STANDING),
            col(Case.protection_custodian_id) == col(Accusation.organisation_id),
        )
    )  # fmt: skip


CAUSES: Mapping[AlertKind, Select[Any]] = {
    AlertKind.POLICE_STILL_ANSWERS: _police_still_answer(),
    AlertKind.ACCUSER_ANSWERS: _accuser_answers(),
}


def _is_open(kind: AlertKind) -> Any:
    return and_(
        col(Alert.kind) == literal_code(kind), one_of(col(Alert.status), sorted(ALERTS.open))
    )


def _untold(kind: AlertKind, cause: Select[Any]) -> Select[Any]:
    """Select the causes of which no alert is open: all of them, or those of one case or record."""
    causes = cause.subquery("cause")
    only = [
        func.coalesce(causes.c[name] == bindparam(name, type_=causes.c[name].type), True)
        for name in ("case_id", "about_id")
    ]
    told = exists().where(_is_open(kind), col(Alert.about_id) == causes.c.about_id)
    return select(causes).where(*only, not_(told))


def _untold_batches(untold: Select[Any]) -> DueBatches:
    found = untold.subquery("untold")
    return DueBatches(select(found), found.c.since, found.c.about_id)


def _ended(kind: AlertKind, cause: Select[Any]) -> DueBatches:
    """Select the open alerts whose cause has ended."""
    causes = cause.subquery("cause")
    lasts = exists().where(causes.c.about_id == col(Alert.about_id))
    ended = select(col(Alert.id), col(Alert.organisation_id)).where(_is_open(kind), not_(lasts))
    return DueBatches(ended, col(Alert.raised_at), col(Alert.id))


_UNTOLD = {kind: _untold(kind, cause) for kind, cause in CAUSES.items()}
_UNTOLD_BATCHES = {kind: _untold_batches(untold) for kind, untold in _UNTOLD.items()}
_UNTOLD_ONE = {kind: Statement(untold) for kind, untold in _UNTOLD.items()}
_ENDED = [_ended(kind, cause) for kind, cause in CAUSES.items()]
# One at a time tells of a record. Others wait, and then find it told.
_ALONE = Statement(
    select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("about"), 18)))
)


async def follow_causes(
    database: Database, police_protection: timedelta, case_id: UUID | None = None
) -> int:
    """Raise an alert for each cause that has none, and settle those whose cause has ended.

    Each in a transaction of its own; return their number. One that fails holds up no other, and
    ExpiriesFailed follows at the end. With a case, raise those of that alone.
    """
    return await write_each(_find_due(database, {"police_protection": police_protection}, case_id))


async def _find_due(
    database: Database, limits: dict[str, Any], case_id: UUID | None
) -> AsyncIterator[Due]:
    actor = system_actor()
    for kind, untold in _UNTOLD_BATCHES.items():
        values = {"case_id": case_id, "about_id": None} | _of(untold.statement, limits)
        async for row in untold.read(database, actor, "flow", **values):
            yield Due("alert", row["about_id"], partial(_tell, database, kind, row, limits))
    for ended in _ENDED:
        async for row in ended.read(database, actor, "flow", **_of(ended.statement, limits)):
            yield Due("alert", row["id"], partial(_settle, database, row))


def _of(statement: Statement, limits: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in limits.items() if name in statement.names}


async def _tell(database: Database, kind: AlertKind, cause: Any, limits: dict[str, Any]) -> bool:
    about_id, actor = cause["about_id"], system_actor(cause["organisation_id"])
    async with database.transaction(actor, "flow") as transaction:
        await transaction.row(_ALONE, about=str(about_id))
        statement = _UNTOLD_ONE[kind]
        row = await transaction.one(
            statement, case_id=cause["case_id"], about_id=about_id, **_of(statement, limits)
        )
        if row is None:
            return False
        await raise_alert(
            transaction, kind, case_id=row["case_id"], about_id=about_id,
            organisation_id=row["organisation_id"],
        )  # fmt: skip
    return True


async def _settle(database: Database, found: Any) -> bool:
    actor = system_actor(found["organisation_id"])
    async with database.transaction(actor, "flow") as transaction:
        alert, at = await ALERT_RECORDS.lock(transaction, found["id"])
        if alert.status not in ALERTS.open:
            return False
        await ALERT_RECORDS.cause(transaction, alert, "end", at, by_time=True)
    return True
