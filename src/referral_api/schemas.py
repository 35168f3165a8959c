"""The types of requests and responses: strict, closed, and storable in the database."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Payload(BaseModel):
    """The body of a request: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Resource(BaseModel):
    """The body of a response."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)  # not frozen: a page makes fifty of them, each at three times the cost
class ResponseData(Generic[Model]):
    """A resource whose members are already JSON values, because the database wrote them as such.

    Turning each row into a model and each model into JSON costs more than the rest of a read
    (docs/decisions/0012). ``decode`` builds the model where its types are needed.
    """

    model: type[Model]
    members: dict[str, Any]

    def decode(self) -> Model:
        """Build the typed resource."""
        known = self.model.model_fields
        return self.model.model_validate(
            {name: value for name, value in self.members.items() if name in known}
        )


def _only_text(value: Any) -> Any:
    # Pydantic would read a number as seconds since 1970.
    if not isinstance(value, str) or not re.match(r"\d{4}-", value):
        raise ValueError("not an ISO 8601 text")
    return value


def _only_day(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("not an ISO 8601 day")
    return value


def whole(value: Any) -> Any:
    """Take a number without a fraction for an integer."""
    # In JSON Schema, and for some JSON writers, 5.0 is an integer.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _no_nul(value: str) -> str:
    # PostgreSQL's text type cannot store it.
    if "\x00" in value:
        raise ValueError("a NUL byte")
    return value


_When = TypeVar("_When", bound=date)  # an instant is one, too


def _within_reach(value: _When) -> _When:
    # No paper and no person is older. At the ends of the calendar, changing the time zone or adding
    # a duration overflows.
    if not 1900 <= value.year < 3000:
        raise PydanticCustomError("out_of_range", "out of range")
    return value


def _described(pattern: str) -> Any:
    # Publishes in the contract what the validators check.
    return Field(json_schema_extra={"pattern": pattern})


_OUR_YEARS = "^(19|2[0-9])[0-9]{2}-"
Day = Annotated[
    date, BeforeValidator(_only_day), AfterValidator(_within_reach), _described(_OUR_YEARS)
]  # fmt: skip
Instant = Annotated[
    AwareDatetime, BeforeValidator(_only_text), AfterValidator(_within_reach),
    _described(_OUR_YEARS),
]  # fmt: skip
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0, le=100_000), BeforeValidator(whole)]
_ANY_TEXT = r"^[^\u0000]*$"
ShortText = Annotated[
    str, Field(min_length=1, max_length=200), AfterValidator(_no_nul), _described(_ANY_TEXT)
]
LongText = Annotated[
    str, Field(min_length=1, max_length=4000), AfterValidator(_no_nul), _described(_ANY_TEXT)
]
_SPACES = re.compile(r"[ \u00a0\u202f]")
_TELEPHONE = re.compile(r"\+[1-9][0-9]{6,14}")


def _is_telephone(value: str) -> str:
    dense = _SPACES.sub("", value)
    if not _TELEPHONE.fullmatch(dense):
        raise ValueError("not an international telephone number")
    return dense


# E.164; it is kept without the spaces between its groups.
Telephone = Annotated[
    str, Field(max_length=40), AfterValidator(_is_telephone),
    _described(
        r"^[ \u00a0\u202f]*\+[ \u00a0\u202f]*[1-9]([ \u00a0\u202f]*[0-9]){6,14}[ \u00a0\u202f]*$"
    ),
]  # fmt: skip
# One address, as plain as a mail server of any age takes it.
Mailbox = Annotated[
    str,
    Field(
        max_length=254,
        pattern=r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
        r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$",
    ),
]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# Letters, then a figure: a number of an order or of a file, and never a name alone. It is kept
# without the spaces around it.
Reference = Annotated[
    str, Field(pattern=r"^[A-Za-z°./ -]{0,20}[0-9][0-9A-Za-z°./ -]{0,39}$", max_length=60),
    AfterValidator(str.strip),
]  # fmt: skip
Nationality = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{3}$")]


def _is_version_7(value: UUID) -> UUID:
    if value.version != 7:
        raise ValueError("not a UUIDv7")
    return value


CaseCode = Annotated[str, Field(max_length=14, pattern="^ML-[0-9A-Z]{5}-[0-9A-Z]{5}$")]
_HEX = "[0-9a-fA-F]"
RecordId = Annotated[
    UUID, AfterValidator(_is_version_7),
    _described(f"^{_HEX}{{8}}-{_HEX}{{4}}-7{_HEX}{{3}}-[89abAB]{_HEX}{{3}}-{_HEX}{{12}}$"),
]  # fmt: skip
