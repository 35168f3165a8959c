"""The cookies of a device: each sign-in gives a new one; the one before is good until it is seen.

An answer that is lost on a bad line shuts nobody out, nor does one that arrives late: two pages of
a browser may sign in at once, and it keeps what arrived last. So the cookie of a device is the one
that was seen first last. One that had been seen, and comes back once another was, is a copy.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Interval,
    Uuid,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    update,
)
from sqlmodel import col

from referral_api.database.statements import Row, Statement, insert_into, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import DeviceStatus
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.cookies import digest_of, new_cookie
from referral_api.domain.network.sign_in.devices.tables import DeviceCookie, UnitDevice
from referral_api.domain.network.sign_in.limits import UNDER_WAY, SignInLimits

_COOKIE, _DEVICE = DeviceCookie.__table__, UnitDevice.__table__  # type: ignore[attr-defined]
_DIGEST = bindparam("digest", type_=_COOKIE.c.digest.type)
_UNDER_WAY: Any = literal_column(f"interval '{UNDER_WAY.total_seconds():g} seconds'")
_FIND = Statement(
    select(
        _DEVICE.c.id, _DEVICE.c.organisation_id, _DEVICE.c.name, _DEVICE.c.has_printer,
        _DEVICE.c.status, _DEVICE.c.unused_until, _DEVICE.c.ends_at,
        col(Organisation.name).label("organisation_name"),
        _COOKIE.c.seen_at, _COOKIE.c.issued_at,
        (
            _COOKIE.c.seen_at.is_not(None) & (_COOKIE.c.spent_at <= func.now() - _UNDER_WAY)
        ).label("is_copy"),
        (
            (_DEVICE.c.status == literal_code(DeviceStatus.REGISTERED))
            & (_DEVICE.c.unused_until > func.now()) & (_DEVICE.c.ends_at > func.now())
            & col(Organisation.active)
        ).label("is_good"),
    )
    .join(_DEVICE, _DEVICE.c.id == _COOKIE.c.device_id)
    .join(Organisation, col(Organisation.id) == _DEVICE.c.organisation_id)
    .where(_COOKIE.c.digest == _DIGEST)
)  # fmt: skip
# One that was spent before it arrived is the device's from now on, this once.
_FIRST_SEEN = {"seen_at": func.now(), "spent_at": None}
_SEE = Statement(
    update(DeviceCookie)
    .where(_COOKIE.c.digest == _DIGEST, _COOKIE.c.seen_at.is_(None))
    .values(**_FIRST_SEEN)
)
# Whatever was seen before one that has been seen; and was issued before it, if it never was seen.
_later = _COOKIE.alias("later")
_SPEND = Statement(
    update(DeviceCookie)
    .where(
        _COOKIE.c.device_id == bindparam("device_id", type_=Uuid),
        _COOKIE.c.spent_at.is_(None),
        exists().where(
            _later.c.device_id == _COOKIE.c.device_id, _later.c.seen_at.is_not(None),
            case(
                (_COOKIE.c.seen_at.is_(None), _later.c.issued_at > _COOKIE.c.issued_at),
                else_=_later.c.seen_at > _COOKIE.c.seen_at,
            ),
        ),
    )
    .values(spent_at=func.now())
)  # fmt: skip
_ARRIVE = Statement(
    update(DeviceCookie)
    .where(_COOKIE.c.session_id == bindparam("session_id", type_=Uuid), _COOKIE.c.seen_at.is_(None))
    .values(**_FIRST_SEEN)
)
_ISSUE = Statement(
    insert_into(DeviceCookie, "digest", "device_id", "organisation_id", "session_id")
)
_USE = Statement(
    update(UnitDevice)
    .where(
        _DEVICE.c.id == bindparam("device_id", type_=Uuid),
        _DEVICE.c.status == literal_code(DeviceStatus.REGISTERED),
    )
    .values(unused_until=func.now() + bindparam("unused", type_=Interval))
    .returning(_DEVICE.c.organisation_id)
)


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A registered device of an active organisation, as its cookie has told."""

    id: UUID
    organisation_id: UUID
    organisation_name: str
    name: str | None
    has_printer: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a cookie of a device says. ``device`` is None where nobody may sign in by it.

    ``copy_of`` is the device of which the cookie is a copy; it must be suspended.
    """

    device: KnownDevice | None = None
    copy_of: KnownDevice | None = None


async def recognise(transaction: Transaction, cookie: str) -> Recognised:
    """Recognise a device by its cookie, in the scope ``system``; note that the cookie was seen."""
    digest = digest_of(cookie)
    row = None if digest is None else await transaction.one(_FIND, digest=digest)
    if row is None or not row["is_good"]:
        return Recognised()
    known = _known(row)
    if row["is_copy"]:
        return Recognised(copy_of=known)
    if row["seen_at"] is None:
        await transaction.run(_SEE, digest=digest)
        await transaction.run(_SPEND, device_id=known.id)
    return Recognised(known)


def _known(row: Row) -> KnownDevice:
    return KnownDevice(
        row["id"], row["organisation_id"], row["organisation_name"], row["name"],
        row["has_printer"],
    )  # fmt: skip


async def note_arrival(transaction: Transaction, session_id: UUID, device_id: UUID) -> None:
    """Note that the cookie which came with this session's has arrived."""
    await transaction.run(_ARRIVE, session_id=session_id)
    await transaction.run(_SPEND, device_id=device_id)


async def renew_cookie(
    transaction: Transaction, limits: SignInLimits, device_id: UUID, session_id: UUID | None = None
) -> str | None:
    """Give a device its next cookie, and note its use; None if it is not registered any more."""
    row = await transaction.one(_USE, device_id=device_id, unused=limits.device_unused)
    return None if row is None else await issue_cookie(
        transaction, device_id, row["organisation_id"], session_id
    )  # fmt: skip


async def issue_cookie(
    transaction: Transaction, device_id: UUID, organisation_id: UUID, session_id: UUID | None
) -> str:
    """Make a cookie of a device; only its digest is kept."""
    cookie = new_cookie()
    await transaction.run(
        _ISSUE, digest=digest_of(cookie), device_id=device_id, organisation_id=organisation_id,
        session_id=session_id,
    )  # fmt: skip
    return cookie
