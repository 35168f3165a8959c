"""The history of screenings, episodes of exploitation and profiles: coded columns alone."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Column, Text
from sqlmodel import Field

from referral_api.domain.figures.history.tables import Image


class CountedScreening(Image, table=True):
    """An image of a screening, without its answers and its narrative."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    instrument: str | None = Field(sa_type=Text)
    instrument_version: str | None = Field(sa_type=Text)
    advice: str | None = Field(sa_type=Text)
    conducted_on: date | None
    treated_as_child: bool | None
    recorded_by_organisation_id: UUID | None


class CountedExploitation(Image, table=True):
    """An image of an episode, without its narrative and its places."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    forms: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    activities: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    child_at_start: str | None = Field(sa_type=Text)
    movement_scope: str | None = Field(sa_type=Text)
    # Where the person was exploited, as far as it is known.
    regions: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    countries: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    recorded_by_organisation_id: UUID | None


class CountedProfile(Image, table=True):
    """An image of a profile, which ``row_id`` names by its case."""

    residence_kind: str | None = Field(sa_type=Text)
    migration_statuses: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    displacement_causes: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    income_level: str | None = Field(sa_type=Text)
    difficulty_any: str | None = Field(sa_type=Text)
    updated_by_organisation_id: UUID | None
