"""The tries of one agent's PIN on one device: each is counted before it is looked at.

So many at once are as many as one after the other. What is tried elsewhere is not touched: nobody
shuts an agent out from another device.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Integer,
    Interval,
    Uuid,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SignInRefusal, SignInWay
from referral_api.domain.network.sign_in.devices.cookies import KnownDevice
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.network.sign_in.pins.tables import PinTry
from referral_api.errors import SignInRefused

_TRY = PinTry.__table__  # type: ignore[attr-defined]
_DAY: Any = literal_column("interval '1 day'")
_LONGEST = 16  # doublings
_OF_BOTH = and_(
    _TRY.c.device_id == bindparam("of_device", type_=Uuid),
    _TRY.c.agent_id == bindparam("of_agent", type_=Uuid),
)
_NEW_DAY = _TRY.c.day_began_at <= func.now() - _DAY
_DAY_TRIES = case((_NEW_DAY, 1), else_=_TRY.c.day_tries + 1)
_LOCKS = _TRY.c.tries + 1 >= bindparam("most", type_=Integer)


def _doubled(locked: Any) -> Any:
    times = func.power(2, func.least(_TRY.c.locks, _LONGEST))
    return locked.op("*", return_type=Interval())(times)


_BEGIN = Statement(
    insert(PinTry)
    .values(
        device_id=bindparam("of_device"), agent_id=bindparam("of_agent"),
        organisation_id=bindparam("organisation_id"), tries=0, locks=0, day_tries=0,
        reset_needed=False,
    )
    .on_conflict_do_nothing()
)  # fmt: skip
_COUNT = Statement(
    update(PinTry)
    .where(
        _OF_BOTH, not_(_TRY.c.reset_needed),
        or_(_TRY.c.locked_until.is_(None), _TRY.c.locked_until <= func.now()),
    )
    .values(
        tries=case((_LOCKS, 0), else_=_TRY.c.tries + 1),
        locks=case((_LOCKS, _TRY.c.locks + 1), else_=_TRY.c.locks),
        locked_until=case(
            (_LOCKS, func.now() + _doubled(bindparam("locked", type_=Interval))), else_=None
        ),
        day_began_at=case((_NEW_DAY, func.now()), else_=_TRY.c.day_began_at),
        day_tries=_DAY_TRIES,
        reset_needed=bindparam("most_per_day", type_=Integer) <= _DAY_TRIES,
        tried_at=func.now(),
    )
    .returning(_TRY.c.tries)
)  # fmt: skip
_WHY = Statement(select(_TRY.c.reset_needed, _TRY.c.locked_until).where(_OF_BOTH))
_CLEAR = Statement(
    update(PinTry)
    .where(_OF_BOTH)
    .values(
        tries=0, locks=0, locked_until=None, reset_needed=False,
        day_tries=func.greatest(_TRY.c.day_tries - 1, 0),
    )
)  # fmt: skip
_FORGET = Statement(delete(PinTry).where(_TRY.c.agent_id == bindparam("of_agent", type_=Uuid)))


async def count_try(
    transaction: Transaction, limits: SignInLimits, device: KnownDevice, agent_id: UUID
) -> SignInRefused | None:
    """Count a try, as if it were wrong; return the refusal if none is left."""
    way = limits.way(SignInWay.PIN)
    both = {"of_device": device.id, "of_agent": agent_id}
    await transaction.run(_BEGIN, **both, organisation_id=device.organisation_id)
    counted = await transaction.one(
        _COUNT, **both, most=way.tries, locked=way.locked, most_per_day=way.tries_per_day
    )
    if counted is not None:
        return None
    row = await transaction.row(_WHY, **both)
    until: datetime | None = row["locked_until"]
    if row["reset_needed"]:
        return SignInRefused(reason=SignInRefusal.RESET_NEEDED)
    return SignInRefused(reason=SignInRefusal.TRIES, until=until)


async def take_back_try(transaction: Transaction, device_id: UUID, agent_id: UUID) -> None:
    """Take back the count of a try that was right, and of the wrong ones before it."""
    await transaction.run(_CLEAR, of_device=device_id, of_agent=agent_id)


async def forget_tries(transaction: Transaction, agent_id: UUID) -> None:
    """Let an agent try anew on every device, because its PIN was reset."""
    await transaction.run(_FORGET, of_agent=agent_id)
