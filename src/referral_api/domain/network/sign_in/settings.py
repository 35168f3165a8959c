"""The settings of sign-in: its table of limits."""

from datetime import timedelta

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.limits import WAYS, SignInLimits, WayLimits

_DEFAULT = SignInLimits()
_ZERO = timedelta(0)
_NOT_EVERY_WAY = "Name every way: pin, passkey, password, issuer."
_NOT_LIMITED = "PINs, passkeys and passwords need tries and locked; a PIN also tries_per_day."


class SignInSettings(BaseSettings):
    """The part of the settings that is about sign-in."""

    sign_in_clocks: dict[str, WayLimits] = Field(
        WAYS, title="Sign-in clocks",
        description="Limits by way of signing in, as JSON: idle, whole, fresh, tries, locked,"
        " tries_per_day.",
    )  # fmt: skip
    sign_in_pending: timedelta = Field(
        _DEFAULT.pending, title="Pending sign-in", gt=_ZERO, le=timedelta(hours=1),
        description="How long a sign-in that has begun may take.",
    )  # fmt: skip
    sealed_form: timedelta = Field(
        _DEFAULT.sealed_form, title="Sealed form", gt=_ZERO, le=timedelta(hours=1),
        description="How long a form whose session has ended waits for a proof of the same agent.",
    )  # fmt: skip
    one_time_pin: timedelta = Field(
        _DEFAULT.one_time_pin, title="One-time PIN", gt=_ZERO, le=timedelta(days=7),
        description="How long a PIN of the supervisor is good, once, to choose one's own.",
    )  # fmt: skip
    device_code: timedelta = Field(
        _DEFAULT.device_code, title="Code of a device", gt=_ZERO, le=timedelta(days=1),
        description="How long the code is good by which a device is registered.",
    )  # fmt: skip
    device_unused: timedelta = Field(
        _DEFAULT.device_unused, title="Unused device", gt=_ZERO,
        description="A device that nobody has signed in on for so long is ended.",
    )  # fmt: skip
    device_whole: timedelta = Field(
        _DEFAULT.device_whole, title="Registration of a device", gt=_ZERO, le=timedelta(days=400),
        description="How long after its registration a device is ended.",
    )  # fmt: skip
    session_retention: timedelta = Field(
        _DEFAULT.kept, title="Retention of sessions", ge=timedelta(days=30),
        description="How long ended sessions and spent cookies of devices are kept.",
    )  # fmt: skip

    personal_printing: bool = Field(
        default=True, title="Printing by personal accounts",
        description="Pages may be printed without a device of a unit too, by whoever has signed in"
        " by another way. A device of a unit prints where it was registered with a printer.",
    )  # fmt: skip

    @field_validator("sign_in_clocks")
    @classmethod
    def _has_every_way(cls, given: dict[str, WayLimits]) -> dict[str, WayLimits]:
        """Refuse a partial table: the way that it lacks would have no limit."""
        if given.keys() != {*SignInWay}:
            raise ValueError(_NOT_EVERY_WAY)
        proved_here = [given[way] for way in SignInWay if way != SignInWay.ISSUER]
        if any(way.tries is None or way.locked is None for way in proved_here):
            raise ValueError(_NOT_LIMITED)
        if given[SignInWay.PIN].tries_per_day is None:
            raise ValueError(_NOT_LIMITED)
        return given

    @property
    def sign_in_limits(self) -> SignInLimits:
        """The table of limits that operations get."""
        return SignInLimits(
            self.sign_in_clocks, self.sign_in_pending, self.sealed_form, self.one_time_pin,
            self.device_code, self.device_unused, self.device_whole, self.session_retention,
        )  # fmt: skip
