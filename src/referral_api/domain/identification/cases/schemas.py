"""Request and response schemas of cases."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from pydantic import Field, computed_field

from referral_api.database.statements import Row
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import RiskFlag
from referral_api.domain.codelists.status import CaseState, ClosureReason, IdentificationStatus
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import (
    AgeBand,
    Category,
    InterviewerSex,
    Sex,
    category_of,
    is_treated_as_child,
)
from referral_api.schemas import CaseCode, Flag, Instant, Payload, RecordId, Resource, ResponseData

# Partners write and read it still; those who begin use the list.
NATIONALITY: Any = Field(
    None,
    description="ISO 3166-1 alpha-2. Deprecated: use `nationalities`, whose first it is.",
    json_schema_extra={"deprecated": True},
)
_NATIONALITIES = "ISO 3166-1 alpha-2, code list `countries`. Empty: not known."
_INTERVIEWER = "Who spoke with the person: a woman, a man or both."
_STATELESS = "No country considers the person its national. Then there are no `nationalities`."


class CaseRegister(Payload):
    """A person who may be a victim, without the identity."""

    id: RecordId | None = Field(
        None, description="A UUIDv7 of your own, so that you can register while offline."
    )
    sex: Sex
    age_band: AgeBand
    age_in_doubt: Flag = False
    region: Region = Field(description="Where the person was met.")
    nationality: Country | None = NATIONALITY
    nationalities: list[Country] = Field([], max_length=5, description=_NATIONALITIES)
    stateless: Flag = Field(default=False, description=_STATELESS)
    languages: list[Language] = Field([], max_length=10)
    risk_flags: list[RiskFlag] = Field([], max_length=20)
    accused_by_us: Flag = Field(
        default=False,
        description="Your organisation accuses the person of an offence. It is then responsible "
        "for the person alone, never for the investigation too, and the coordination is "
        "told.",
    )
    code: CaseCode | None = Field(
        None, description="An unused code of a pad of your organisation. Left out: a new one."
    )
    happened_at: Instant | None = Field(
        None, description="When the person was met. Left out: at the registration. Never later."
    )
    interviewer_sex: InterviewerSex | None = Field(None, description=_INTERVIEWER)


class CaseUpdate(Payload):
    """The fields that have changed. Fields that you leave out stay."""

    sex: Sex | None = None
    age_band: AgeBand | None = None
    age_in_doubt: Flag | None = None
    region: Region | None = None
    nationality: Country | None = NATIONALITY
    nationalities: list[Country] | None = Field(None, max_length=5, description=_NATIONALITIES)
    stateless: Flag | None = Field(None, description=_STATELESS)
    languages: list[Language] | None = Field(None, max_length=10)
    risk_flags: list[RiskFlag] | None = Field(None, max_length=20)


class CaseClose(Payload):
    """Why no organisation needs to be responsible for the case any longer."""

    reason: ClosureReason
    duplicate_of_id: UUID | None = Field(
        None,
        description="Of a duplicate, the other file of the person: one that your organisation can"
        " see, or that a confirmed link names. Left out, the only one that is linked.",
    )


class CaseRead(Resource):
    """A pseudonymous file. Identity and the other sections have routes of their own."""

    id: UUID
    code: str = Field(description="A random code, safe to say on the telephone.")
    status: IdentificationStatus
    state: CaseState
    sex: Sex
    age_band: AgeBand
    age_in_doubt: bool
    region: Region
    nationality: str | None = Field(
        description="The first of `nationalities`. Deprecated.",
        json_schema_extra={"deprecated": True},
    )
    nationalities: list[str] = Field(description=_NATIONALITIES)
    stateless: bool = Field(description=_STATELESS)
    languages: list[Language]
    risk_flags: list[RiskFlag]
    closure_reason: ClosureReason | None
    duplicate_of_id: UUID | None = Field(
        description="Of a file that was closed as a duplicate, the other one."
    )
    protection_custodian_id: UUID = Field(
        description="The organisation responsible for the person."
    )
    investigation_custodian_id: UUID | None = Field(
        description="The organisation responsible for the investigation."
    )
    registered_by_organisation_id: UUID
    registered_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    death_reported_at: datetime | None = Field(
        description="When a report of the person's death came in. It closes no file."
    )
    death_refuted_at: datetime | None = Field(
        description="When the organisation responsible for the person corrected that report."
    )
    happened_at: datetime | None = Field(
        description="When the person was met, where that was said at the registration."
    )
    interviewer_sex: InterviewerSex | None = Field(description=_INTERVIEWER)
    version: int

    # For the OpenAPI document only: ``to_response`` computes the value that is sent.
    @computed_field  # type: ignore[prop-decorator]
    @property
    def treated_as_child(self) -> bool:
        """Under 18, or of doubtful age: the rules for children apply."""
        return is_treated_as_child(self.age_band, in_doubt=self.age_in_doubt)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def category(self) -> Category | None:
        """Women, girls, men or boys; null while the sex is not known."""
        return category_of(self.sex, self.age_band, in_doubt=self.age_in_doubt)


# The columns, with the one that most responses derive at the end.
_DERIVED, _WHOLE = ("nationalities", "stateless"), "nationalities"
_WRITTEN = tuple(name for name in CaseRead.model_fields if name not in _DERIVED)
CASE_MEMBERS = (*_WRITTEN, _WHOLE)
_deriving = itemgetter(
    *map(CASE_MEMBERS.index, ("sex", "age_band", "age_in_doubt", "nationality", _WHOLE))
)


@cache
def _outline(
    sex: str,
    age_band: str,
    in_doubt: bool,  # noqa: FBT001
    nationality: str | None,
) -> dict[str, Any]:
    """Make all members, with those that follow from these columns. A copy does not grow when the
    others are written into it. There are as many outlines as combinations.
    """
    return dict.fromkeys(CaseRead.model_fields) | {
        "treated_as_child": is_treated_as_child(age_band, in_doubt=in_doubt),
        "category": category_of(sex, age_band, in_doubt=in_doubt),
        "nationalities": [] if nationality is None else [nationality],
        "stateless": False,
    }


def to_members(values: Sequence[Any] | Row) -> dict[str, Any]:
    """Turn the values of ``CASE_MEMBERS`` in a row, already in JSON form, into the members of a
    response. What follows them in the row of a list is its key, which no response shows.
    """
    sex, age_band, in_doubt, first, whole = _deriving(values)
    members = _outline(sex, age_band, in_doubt, first).copy()
    members.update(zip(_WRITTEN, values, strict=False))
    # Kept for the few of whom the first does not say all (``nationalities.py``).
    if whole is not None and first == (whole[0] if whole else None):
        members["nationalities"], members["stateless"] = whole, not whole
    return members


def to_response(values: Sequence[Any] | Row) -> ResponseData[CaseRead]:
    """Turn the values of ``CASE_MEMBERS`` in a row into a response."""
    return ResponseData(CaseRead, to_members(values))
