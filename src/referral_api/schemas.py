"""The types that cross the wire: strict, closed, and refusing what the database cannot hold."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Payload(BaseModel):
    """What a caller sends: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Resource(BaseModel):
    """What a caller receives."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


def _only_text(value: Any) -> Any:
    # Pydantic would read a number as seconds since 1970.
    if not isinstance(value, str) or not re.match(r"\d{4}-", value):
        raise ValueError("not an ISO 8601 text")
    return value


def _only_day(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("not an ISO 8601 day")
    return value


def _no_nul(value: str) -> str:
    # PostgreSQL's text cannot hold it.
    if "\x00" in value:
        raise ValueError("a NUL byte")
    return value


_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


def _within_reach(value: datetime) -> datetime:
    # At the ends of the calendar neither a change of zone nor an addition is possible.
    if not _EARLIEST <= value < _LATEST:
        raise PydanticCustomError("out_of_range", "out of range")
    return value


Day = Annotated[date, BeforeValidator(_only_day)]
Instant = Annotated[AwareDatetime, BeforeValidator(_only_text), AfterValidator(_within_reach)]
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]
ShortText = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_no_nul)]
LongText = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_no_nul)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Nationality = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{3}$")]


def _is_version_7(value: UUID) -> UUID:
    if value.version != 7:
        raise ValueError("not a UUIDv7")
    return value


RecordId = Annotated[UUID, AfterValidator(_is_version_7)]
