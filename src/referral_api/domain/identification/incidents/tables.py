"""The tables of incidents, and of the cases that hang on them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.exploitation import ExploitationForm
from referral_api.domain.codelists.incidents import DetectionMethod, IncidentStatus
from referral_api.domain.codelists.scenes import MovementScope, PlaceSetting
from referral_api.domain.codelists.territory import Region
from referral_api.domain.identification.scenes.columns import SCENE_RULE
from referral_api.domain.identification.scenes.partial_dates import (
    partial_date_check,
    partial_day_column,
    partial_text_column,
)

_NOW = text("now()")
_HANGS = text("ended_at IS NULL")


class Incident(Table, table=True):
    """One event of trafficking, the unit of IC-TIP.

    Seen by whoever recorded it, by the coordination, and by who answers for a case that hangs on
    it. ``merge_into_id`` is proposed, ``merged_into_id`` is done.
    """

    __table_args__ = (
        Index("ix_incident_recorded_key", "recorded_key"),
        Index(
            "ix_incident_recorded_by_organisation_id_recorded_key", "recorded_by_organisation_id",
            "recorded_key",
        ),
        Index("uq_incident_code", "code", unique=True),
        CheckConstraint(SCENE_RULE, name="scene"),
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
        partial_date_check("detected_on"),
        partial_date_check("reported_on"),
        partial_date_check("began_on"),
        partial_date_check("ended_on"),
        CheckConstraint("ended_on_last_day >= began_on_first_day", name="order_of_days"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    code: str = Field(sa_type=Text)
    status: str = Field(sa_column=code_column("status", IncidentStatus))
    detected_on: str = Field(sa_column=partial_text_column(nullable=False))
    detected_on_first_day: date = Field(sa_column=partial_day_column(nullable=False))
    detected_on_last_day: date = Field(sa_column=partial_day_column(nullable=False))
    reported_on: str | None = Field(sa_column=partial_text_column())
    reported_on_first_day: date | None = Field(sa_column=partial_day_column())
    reported_on_last_day: date | None = Field(sa_column=partial_day_column())
    detected_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    detection_method: str = Field(sa_column=code_column("detection_method", DetectionMethod))
    began_on: str | None = Field(sa_column=partial_text_column())
    began_on_first_day: date | None = Field(sa_column=partial_day_column())
    began_on_last_day: date | None = Field(sa_column=partial_day_column())
    ended_on: str | None = Field(sa_column=partial_text_column())
    ended_on_first_day: date | None = Field(sa_column=partial_day_column())
    ended_on_last_day: date | None = Field(sa_column=partial_day_column())
    still_going_on: str = Field(sa_column=code_column("still_going_on", Answer))
    place_country: str | None = Field(
        sa_column=code_column("place_country", Country, nullable=True)
    )
    place_country_known: str = Field(sa_column=code_column("place_country_known", Answer))
    place_region: str | None = Field(sa_column=code_column("place_region", Region, nullable=True))
    place_division_code: str | None = Field(sa_type=Text)
    place_cercle: str | None = Field(sa_type=Text)
    place_setting: str | None = Field(
        sa_column=code_column("place_setting", PlaceSetting, nullable=True)
    )
    sealed_locality: bytes | None
    movement_scope: str = Field(sa_column=code_column("movement_scope", MovementScope))
    suspected_forms: list[str] = Field(sa_column=codes_column("suspected_forms", ExploitationForm))
    found_women: int | None
    found_girls: int | None
    found_men: int | None
    found_boys: int | None
    found_unknown: int | None
    suspects_seen: int | None
    organised_group: str = Field(sa_column=code_column("organised_group", Answer))
    sealed_official_involved: bytes | None
    sealed_operation_name: bytes | None
    sealed_narrative: bytes | None
    merge_into_id: UUID | None = Field(foreign_key="incident.id")
    merge_proposed_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    merged_into_id: UUID | None = Field(foreign_key="incident.id")
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=_NOW)
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


class IncidentCase(Table, table=True):
    """A case that hangs on an incident: on one at most. It opens neither to the other's readers.

    Row security shows it to who answers for the case, and to the coordination.
    """

    __table_args__ = (
        Index("ix_incident_case_incident_id_recorded_key", "incident_id", "recorded_key"),
        Index("uq_incident_case_case_id", "case_id", unique=True, postgresql_where=_HANGS),
    )

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    incident_id: UUID = Field(foreign_key="incident.id")
    case_id: UUID = Field(foreign_key="case.id")
    linked_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    linked_by_agent_id: UUID = Field(foreign_key="agent.id")
    linked_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=_NOW)
    )
    ended_at: datetime | None = Field(sa_column=timestamp_column())
