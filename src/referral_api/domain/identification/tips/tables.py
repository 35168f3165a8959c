"""The tables of tips: what was reported, details that came later, and the sealed source."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, DateTime, Index, Text, Uuid, text
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
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.codelists.scenes import AgePrecision, PlaceSetting
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.tips import (
    TipChannel,
    TipDismissalReason,
    TipFeedback,
    TipReturnReason,
    TipSign,
    TipSourceRelation,
    TipStatus,
)
from referral_api.domain.identification.scenes.columns import SCENE_RULE
from referral_api.domain.identification.scenes.partial_dates import (
    partial_date_check,
    partial_day_column,
    partial_text_column,
)

_NOW = text("now()")


class Tip(Table, table=True):
    """One tip. The columns of its own words are sealed with its key, and its source is elsewhere.

    ``coordination_id`` is the body that assigns it, ``child_protection_id`` who is told of children
    beside the assignee. ``digest`` recognises a short message that is delivered again.
    """

    __table_args__ = (
        Index("ix_tip_recorded_key", "recorded_key"),
        *(
            Index(f"ix_tip_{side}_recorded_key", side, "recorded_key")
            for side in (
                "recorded_by_organisation_id", "assigned_organisation_id", "child_protection_id",
            )
        ),
        Index(
            "ix_tip_assign_by", "assign_by",
            postgresql_where=text("status = 'received' AND assign_delay_at IS NULL"),
        ),
        Index(
            "ix_tip_act_by", "act_by",
            postgresql_where=text(
                "status = 'assigned' AND acted_at IS NULL AND act_delay_at IS NULL"
            ),
        ),
        Index("ix_tip_duplicate_of_id", "duplicate_of_id"),
        Index("uq_tip_digest", "digest", unique=True),
        Index("uq_tip_code", "code", unique=True),
        CheckConstraint(SCENE_RULE, name="scene"),
        CheckConstraint("NOT (anonymous AND source_relation IS NOT NULL)", name="anonymous"),
        CheckConstraint(
            "(status IN ('assigned','linked')) <= (assigned_organisation_id IS NOT NULL)",
            name="assignee",
        ),
        CheckConstraint("(status = 'duplicate') <= (duplicate_of_id IS NOT NULL)", name="original"),
        CheckConstraint(
            "(status = 'dismissed') <= (dismissal_reason IS NOT NULL)", name="dismissal"
        ),
        CheckConstraint(
            "child_protection_id IS NULL OR assigned_organisation_id IS NOT NULL",
            name="told_beside",
        ),
        CheckConstraint("duplicate_of_id <> id", name="not_its_own_duplicate"),
        partial_date_check("observed_from"),
        partial_date_check("observed_until"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    code: str = Field(sa_type=Text)
    status: str = Field(sa_column=code_column("status", TipStatus))
    channel: str = Field(sa_column=code_column("channel", TipChannel))
    observed_from: str | None = Field(sa_column=partial_text_column())
    observed_from_first_day: date | None = Field(sa_column=partial_day_column())
    observed_from_last_day: date | None = Field(sa_column=partial_day_column())
    observed_until: str | None = Field(sa_column=partial_text_column())
    observed_until_first_day: date | None = Field(sa_column=partial_day_column())
    observed_until_last_day: date | None = Field(sa_column=partial_day_column())
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
    suspected_forms: list[str] = Field(sa_column=codes_column("suspected_forms", ExploitationForm))
    signs: list[str] = Field(sa_column=codes_column("signs", TipSign))
    seen_women: int | None
    seen_girls: int | None
    seen_men: int | None
    seen_boys: int | None
    seen_unknown: int | None
    people_seen_precision: str | None = Field(
        sa_column=code_column("people_seen_precision", AgePrecision, nullable=True)
    )
    children_seen: str = Field(sa_column=code_column("children_seen", Answer))
    immediate_danger: str = Field(sa_column=code_column("immediate_danger", Answer))
    urgency: str = Field(sa_column=code_column("urgency", Priority))
    languages: list[str] = Field(sa_column=codes_column("languages", Language))
    anonymous: bool
    source_relation: str | None = Field(
        sa_column=code_column("source_relation", TipSourceRelation, nullable=True)
    )
    source_at_risk: str = Field(sa_column=code_column("source_at_risk", Answer))
    sealed_narrative: bytes | None
    sealed_approach_risks: bytes | None
    digest: bytes | None
    coordination_id: UUID | None = Field(foreign_key="organisation.id")
    assigned_organisation_id: UUID | None = Field(foreign_key="organisation.id")
    child_protection_id: UUID | None = Field(foreign_key="organisation.id")
    assigned_at: datetime | None = Field(sa_column=timestamp_column())
    assign_by: datetime | None = Field(sa_column=timestamp_column())
    assign_delay_at: datetime | None = Field(sa_column=timestamp_column())
    act_by: datetime | None = Field(sa_column=timestamp_column())
    act_delay_at: datetime | None = Field(sa_column=timestamp_column())
    acted_at: datetime | None = Field(sa_column=timestamp_column())
    return_reason: str | None = Field(
        sa_column=code_column("return_reason", TipReturnReason, nullable=True)
    )
    dismissal_reason: str | None = Field(
        sa_column=code_column("dismissal_reason", TipDismissalReason, nullable=True)
    )
    dismissal_proposed_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    duplicate_of_id: UUID | None = Field(foreign_key="tip.id")
    incident_id: UUID | None = Field(foreign_key="incident.id")
    case_ids: list[UUID] = Field(
        sa_column=Column(ARRAY(Uuid), nullable=False, server_default=text("'{}'"))
    )
    reporter_feedback: str | None = Field(
        sa_column=code_column("reporter_feedback", TipFeedback, nullable=True)
    )
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=_NOW)
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int

    @property
    def region(self) -> str | None:
        """The region whose coordination is told of delays."""
        return self.place_region


class TipDetail(Table, table=True):
    """What came to a tip later, of whoever added it. It is never changed.

    Row security shows it to its own organisation, the present assignee and the coordination.
    """

    __table_args__ = (Index("ix_tip_detail_tip_id", "tip_id", "id"),)

    id: UUID = Field(primary_key=True)
    tip_id: UUID = Field(foreign_key="tip.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    agent_id: UUID = Field(foreign_key="agent.id")
    still_going_on: str = Field(sa_column=code_column("still_going_on", Answer))
    children_seen: str = Field(sa_column=code_column("children_seen", Answer))
    immediate_danger: str = Field(sa_column=code_column("immediate_danger", Answer))
    suspected_forms: list[str] = Field(sa_column=codes_column("suspected_forms", ExploitationForm))
    signs: list[str] = Field(sa_column=codes_column("signs", TipSign))
    sealed_narrative: bytes | None
    sealed_approach_risks: bytes | None
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=_NOW)
    )


class TipSource(Table, table=True):
    """Who reported, sealed with a key that is destroyed with this row. An anonymous tip has none.

    Row security shows it to the assignee alone.
    """

    tip_id: UUID = Field(primary_key=True, foreign_key="tip.id")
    wrapping_key_id: str = Field(sa_type=Text)
    wrapped_key: bytes
    sealed: bytes
