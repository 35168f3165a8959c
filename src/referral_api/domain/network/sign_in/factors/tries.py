"""Tries of personal accounts, each counted before it is looked at.

From a browser in which the agent has signed in before, tries are counted for that browser; from all
others together, for the account. So a stranger who guesses shuts the person out of new browsers
only, and for as long as the guessing lasts. Codes of the authenticator are counted after a right
password alone, so nobody else can use them up: their lock doubles.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Integer,
    Interval,
    LargeBinary,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SignInRefusal
from referral_api.domain.network.sign_in.factors.tables import FactorTry
from referral_api.domain.network.sign_in.limits import WayLimits
from referral_api.errors import SignInRefused

_TRY = FactorTry.__table__  # type: ignore[attr-defined]
_OF = _TRY.c.bucket == bindparam("of_bucket", type_=LargeBinary)
_LONGEST = 10  # doublings
_LOCKS = _TRY.c.tries + 1 >= bindparam("most", type_=Integer)
_TIMES: Any = case(
    (bindparam("doubles", type_=Boolean), func.power(2, func.least(_TRY.c.locks, _LONGEST))),
    else_=1,
)
_BEGIN = Statement(
    insert(FactorTry).values(bucket=bindparam("of_bucket"), tries=0, locks=0)
    .on_conflict_do_nothing()
)  # fmt: skip
_COUNT = Statement(
    update(FactorTry)
    .where(_OF, or_(_TRY.c.locked_until.is_(None), _TRY.c.locked_until <= func.now()))
    .values(
        tries=case((_LOCKS, 0), else_=_TRY.c.tries + 1),
        locks=case((_LOCKS, _TRY.c.locks + 1), else_=_TRY.c.locks),
        locked_until=case(
            (
                _LOCKS,
                func.now()
                + bindparam("locked", type_=Interval).op("*", return_type=Interval())(_TIMES),
            ),
            else_=None,
        ),
        tried_at=func.now(),
    )
    .returning(_TRY.c.tries)
)
_UNTIL = Statement(select(_TRY.c.locked_until).where(_OF))
_CLEAR = Statement(update(FactorTry).where(_OF).values(tries=0, locks=0, locked_until=None))


async def count_try(
    transaction: Transaction, way: WayLimits, bucket: bytes, *, doubles: bool = False
) -> SignInRefused | None:
    """Count a try, as if it were wrong; return the refusal if none is left."""
    await transaction.run(_BEGIN, of_bucket=bucket)
    counted = await transaction.one(
        _COUNT, of_bucket=bucket, most=way.tries, locked=way.locked, doubles=doubles
    )
    if counted is not None:
        return None
    row = await transaction.row(_UNTIL, of_bucket=bucket)
    until: datetime | None = row["locked_until"]
    return SignInRefused(reason=SignInRefusal.TRIES, until=until)


async def forget_tries(transaction: Transaction, bucket: bytes) -> None:
    """Forget the tries of somebody who was right."""
    await transaction.run(_CLEAR, of_bucket=bucket)
