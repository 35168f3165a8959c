"""What stands at the head and the foot of every report of this installation."""

from typing import NamedTuple, Self

from referral_api.settings import Settings


class Letterhead(NamedTuple):
    """The ministry and the committee, and the function of who signs."""

    ministry: str
    committee: str
    signature: str

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read it from the settings."""
        return cls(settings.report_ministry, settings.report_committee, settings.report_signature)
