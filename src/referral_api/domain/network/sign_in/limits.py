"""The limits of sign-in, on one screen: what a way allows, and how long anything lasts.

Each is a setting (``settings.py`` beside). Operations get the whole table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import BaseModel, Field

from referral_api.domain.codelists.sign_in import SignInWay

_M, _H, _D = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# ``seen_at`` is written once in such a time; a session locks so much earlier at most.
SEEN_EACH = 1 * _M
# Requests that were under way while a device got its new cookie still carry the one before.
UNDER_WAY = 1 * _M


class WayLimits(BaseModel, frozen=True):
    """The limits of one way to sign in. No ``tries``: those of the issuer."""

    idle: timedelta = Field(title="Idle, then locked")
    whole: timedelta = Field(title="Whole session")
    fresh: timedelta = Field(title="Age of a proof for a sensitive act")
    tries: int | None = Field(None, title="Wrong tries until locked", ge=1)
    locked: timedelta | None = Field(None, title="First lock, then doubled")
    tries_per_day: int | None = Field(None, title="Wrong tries in a day until a reset", ge=1)


def _way(
    idle: timedelta, whole: timedelta, fresh: timedelta, tries: int | None = None,
    locked: timedelta | None = None, tries_per_day: int | None = None,
) -> WayLimits:  # fmt: skip
    return WayLimits(
        idle=idle, whole=whole, fresh=fresh, tries=tries, locked=locked,
        tries_per_day=tries_per_day,
    )  # fmt: skip


# By way:                              idle     whole   fresh   tries, locked, in a day
WAYS: dict[str, WayLimits] = {
    SignInWay.PIN.value: _way(10 * _M, 8 * _H, 5 * _M, 5, 15 * _M, 15),
    SignInWay.PASSKEY.value: _way(15 * _M, 8 * _H, 5 * _M, 5, 15 * _M),
    SignInWay.PASSWORD.value: _way(15 * _M, 8 * _H, 5 * _M, 5, 15 * _M),
    SignInWay.ISSUER.value: _way(15 * _M, 8 * _H, 5 * _M),
}


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """All limits of sign-in; the defaults are those of the settings."""

    ways: Mapping[str, WayLimits] = field(default_factory=lambda: WAYS)
    pending: timedelta = 10 * _M  # a sign-in that has begun, once
    sealed_form: timedelta = 15 * _M  # a form kept while its session was over
    one_time_pin: timedelta = 24 * _H  # told by the supervisor, until the person chooses
    device_code: timedelta = 15 * _M  # of an invitation, once
    device_unused: timedelta = 90 * _D  # then the device ends
    device_whole: timedelta = 365 * _D  # from its registration
    kept: timedelta = 90 * _D  # ended sessions and spent cookies, then deleted

    def way(self, way: str) -> WayLimits:
        """Return the limits of a way."""
        return self.ways[way]
