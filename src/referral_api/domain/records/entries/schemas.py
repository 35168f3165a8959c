"""What the schemas of all entries of the programme share."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field

from referral_api.domain.codelists.entries import EntryStatus, EntryWithdrawalReason
from referral_api.domain.codelists.prevention import Profession
from referral_api.schemas import Payload, RecordId, Resource

OWN_ID: Any = Field(None, description="A UUIDv7 of your own, if you keep one.")
OWNER: Any = Field(
    None,
    description="Whose entry it is: yours if left out. Only the coordination enters for others.",
)
WHOLE_NUMBER = 1_000_000_000


def as_whole(value: Any) -> Any:
    """Take 5.0 for 5, as the rest of the contract does."""
    # In JSON Schema, and for some JSON writers, 5.0 is an integer.
    return int(value) if isinstance(value, float) and value.is_integer() else value


Headcount = Annotated[int, Field(strict=True, ge=0, le=WHOLE_NUMBER), BeforeValidator(as_whole)]
Year = Annotated[int, Field(strict=True, ge=1960, le=2200), BeforeValidator(as_whole)]
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]

_DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$"


def _plain_decimal(value: str) -> str:
    if not re.fullmatch(_DECIMAL, value, re.ASCII):
        raise ValueError("not a decimal number")
    return value


def _as_text(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


# A decimal number as text: its decimals are part of what was said, and stay.
DecimalText = Annotated[
    str, BeforeValidator(_as_text), Field(pattern=_DECIMAL), AfterValidator(_plain_decimal)
]


class ByPopulation(Payload):
    """Numbers of people. A member that is left out was not told; it is no zero."""

    women: Headcount | None = Field(None, description="Women.")
    girls: Headcount | None = Field(None, description="Girls.")
    men: Headcount | None = Field(None, description="Men.")
    boys: Headcount | None = Field(None, description="Boys.")
    not_determined: Headcount | None = Field(None, description="People of no determined sex.")
    women_and_girls: Headcount | None = Field(
        None, description="Women and girls together, where the source gives no more."
    )
    undivided: Headcount | None = Field(
        None, description="Everybody else together, where the source gives no more."
    )

    @property
    def total(self) -> int:
        """How many they are together, of those that were told."""
        return sum(number for _, number in self if number is not None)


class ProfessionNumber(Payload):
    """How many people of one profession."""

    profession: Profession = Field(description="The profession.")
    number: Headcount = Field(description="How many people.")


class EntryCreate(Payload):
    """An entry that the coordination keeps."""

    id: RecordId | None = OWN_ID


class OwnEntryCreate(Payload):
    """An entry that an organisation makes for itself, or the coordination for it."""

    id: RecordId | None = OWN_ID
    organisation_id: UUID | None = OWNER


class EntryWithdraw(Payload):
    """Why it does not count."""

    reason: EntryWithdrawalReason


class EntryRead(Resource):
    """What every entry shows of itself."""

    id: UUID
    organisation_id: UUID = Field(description="The organisation whose entry it is.")
    entered_by_organisation_id: UUID = Field(description="The organisation that entered it.")
    status: EntryStatus
    withdrawal_reason: EntryWithdrawalReason | None = Field(
        description="Why it does not count; null while it does."
    )
    recorded_at: datetime
    version: int
