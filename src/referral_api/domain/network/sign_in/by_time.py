"""What time ends: devices that nobody uses or that are old, and sessions past their whole limit.

``domain/expiry_job.py`` stores it; reads apply it at once.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import col

from referral_api.database.old_rows import OldRows
from referral_api.database.statements import literal_code
from referral_api.domain.codelists.sign_in import DeviceStatus, SessionStatus
from referral_api.domain.network.sign_in.devices.tables import DeviceCookie, UnitDevice
from referral_api.domain.network.sign_in.factors.tables import FactorInvitation, FactorTry
from referral_api.domain.network.sign_in.pins.tables import PinTry
from referral_api.domain.network.sign_in.sessions.tables import AgentSession, PendingSignIn

_INVITED = col(UnitDevice.status) == literal_code(DeviceStatus.INVITED)
DEVICE_DUE_AT: ColumnElement[datetime] = case(
    (_INVITED, col(UnitDevice.code_until)),
    else_=func.least(col(UnitDevice.unused_until), col(UnitDevice.ends_at)),
)
SESSION_DUE_AT = col(AgentSession.expires_at)
_DEVICE_IS_DUE = (
    col(UnitDevice.status) != literal_code(DeviceStatus.ENDED),
    func.now() >= DEVICE_DUE_AT,
)
_SESSION_IS_DUE = (
    col(AgentSession.status) != literal_code(SessionStatus.ENDED),
    col(AgentSession.expires_at) <= func.now(),
)
DUE_DEVICES: Any = select(col(UnitDevice.id), col(UnitDevice.organisation_id)).where(
    *_DEVICE_IS_DUE
)
DUE_SESSIONS: Any = select(col(AgentSession.id), col(AgentSession.organisation_id)).where(
    *_SESSION_IS_DUE
)
# When the first of them became due; NULL if none is.
FIRST_DUE = (
    select(func.min(DEVICE_DUE_AT)).where(*_DEVICE_IS_DUE).scalar_subquery(),
    select(func.min(SESSION_DUE_AT)).where(*_SESSION_IS_DUE).scalar_subquery(),
)


def count_due(at_most: int) -> Any:
    """Count what is due and not stored yet; of each kind up to a number."""
    return _count(DUE_DEVICES, at_most) + _count(DUE_SESSIONS, at_most)


def _count(due: Any, at_most: int) -> Any:
    found = due.limit(at_most).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


# Kept for the retention of sessions, then deleted.
OLD_SIGN_INS = (
    OldRows(AgentSession, col(AgentSession.ended_at)),
    OldRows(DeviceCookie, col(DeviceCookie.spent_at)),
    OldRows(PinTry, col(PinTry.tried_at)),
    OldRows(FactorTry, col(FactorTry.tried_at)),
    OldRows(FactorInvitation, col(FactorInvitation.invited_at)),
)
# What nobody came back for.
OLD_PENDING = OldRows(PendingSignIn, col(PendingSignIn.good_until))
