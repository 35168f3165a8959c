"""The table of protection measures."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, DateTime, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.children import CareArrangement, FamilyCheck, Relative
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.measures import (
    MeasureKind,
    MeasureOutcome,
    MeasureRequester,
    MeasureStatus,
    NonPunishmentAnswer,
    PermitKind,
    ReturnKind,
    SafetyStep,
    WitnessProtection,
)
from referral_api.domain.codelists.scenes import PlaceSetting
from referral_api.domain.codelists.territory import Region
from referral_api.domain.identification.scenes.columns import SCENE_RULE


def _code(name: str, codes: Any) -> Any:
    return Field(default=None, sa_column=code_column(name, codes, nullable=True))


class Measure(Table, table=True):
    """One measure of one of ten kinds. What words say is sealed with the person's key.

    The database writes ``custodian_id``, which follows custody, and ``held_since``: while the
    identification is open, a recovery period does not end. Signatures and extensions are JSON.
    """

    __table_args__ = (
        Index("ix_measure_recorded_key", "recorded_key"),
        Index("ix_measure_case_id_recorded_key", "case_id", "recorded_key"),
        Index(
            "ix_measure_recorded_by_organisation_id_recorded_key", "recorded_by_organisation_id",
            "recorded_key",
        ),
        Index(
            "ix_measure_executor_organisation_id_recorded_key", "executor_organisation_id",
            "recorded_key",
        ),
        Index("ix_measure_starts_at", "starts_at", postgresql_where=text("status = 'granted'")),
        Index(
            "ix_measure_ends_at", "ends_at",
            postgresql_where=text("status = 'in_force' AND held_since IS NULL"),
        ),
        Index(
            "ix_measure_tell_by", "tell_by",
            postgresql_where=text(
                "status IN ('granted','in_force','rejected','revoked') AND told_on IS NULL"
                " AND untold_at IS NULL"
            ),
        ),
        Index(
            "ix_measure_answer_by", "answer_by",
            postgresql_where=text(
                "status = 'in_force' AND answered_on IS NULL AND unanswered_at IS NULL"
            ),
        ),
        Index(
            "ix_measure_determine_by", "determine_by",
            postgresql_where=text(
                "status IN ('granted','in_force') AND bid_id IS NULL AND undetermined_at IS NULL"
            ),
        ),
        Index(
            "ix_measure_review_at", "review_at",
            postgresql_where=text("status = 'in_force' AND unreviewed_at IS NULL"),
        ),
        Index(
            "uq_measure_recovery", "case_id", unique=True,
            postgresql_where=text(
                "kind = 'recovery_period' AND status IN ('proposed','granted','in_force')"
            ),
        ),
        CheckConstraint("days BETWEEN 30 AND 365", name="days"),
        CheckConstraint(
            "kind <> 'recovery_period' OR ends_on - starts_on >= 30", name="recovery"
        ),
        CheckConstraint("ends_on >= starts_on", name="order_of_days"),
        CheckConstraint("(status = 'ended') <= (outcome IS NOT NULL)", name="outcome"),
        CheckConstraint(
            "person_wants_it <> 'no' OR status NOT IN ('granted','in_force')"
            " OR kind NOT IN ('voluntary_return','family_reunification','stay_permit')",
            name="wanted",
        ),
        CheckConstraint(f"kind <> 'voluntary_return' OR ({SCENE_RULE})", name="destination"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    section: str = Field(sa_column=code_column("section", Section))
    custodian_id: UUID | None
    kind: str = Field(sa_column=code_column("kind", MeasureKind))
    status: str = Field(sa_column=code_column("status", MeasureStatus))
    asked_by: str = Field(sa_column=code_column("asked_by", MeasureRequester))
    person_wants_it: str = Field(sa_column=code_column("person_wants_it", Answer))
    urgent: bool
    legal_basis: str | None = Field(sa_column=Column(Text))
    consent_id: UUID | None
    risk_assessment_id: UUID | None
    bid_id: UUID | None
    executor_organisation_id: UUID | None = Field(foreign_key="organisation.id")
    signatures: Any = Field(sa_column=Column(JSONB, nullable=False, server_default="[]"))
    signatures_needed: int
    decided_by_organisation_id: UUID | None = Field(foreign_key="organisation.id")
    decided_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    decided_on: date | None
    sealed_reasons: bytes | None
    revoking_agent_id: UUID | None = Field(foreign_key="agent.id")
    starts_on: date | None
    ends_on: date | None
    starts_at: datetime | None = Field(sa_column=timestamp_column())
    ends_at: datetime | None = Field(sa_column=timestamp_column())
    held_since: datetime | None = Field(sa_column=timestamp_column())
    started_on: date | None
    ended_on: date | None
    review_by: date | None
    review_at: datetime | None = Field(sa_column=timestamp_column())
    unreviewed_at: datetime | None = Field(sa_column=timestamp_column())
    tell_by: datetime | None = Field(sa_column=timestamp_column())
    untold_at: datetime | None = Field(sa_column=timestamp_column())
    told_on: date | None
    told_in: str | None = _code("told_in", Language)
    outcome: str | None = _code("outcome", MeasureOutcome)
    # What a kind adds.
    days: int | None
    extensions: Any = Field(sa_column=Column(JSONB, nullable=False, server_default="[]"))
    stay_id: UUID | None
    safety_measures: list[str] = Field(sa_column=codes_column("safety_measures", SafetyStep))
    guardian_id: UUID | None
    permit_kind: str | None = _code("permit_kind", PermitKind)
    valid_until: date | None
    place_country: str | None = _code("place_country", Country)
    place_country_known: str | None = _code("place_country_known", Answer)
    place_region: str | None = _code("place_region", Region)
    place_division_code: str | None = Field(sa_column=Column(Text))
    place_cercle: str | None = Field(sa_column=Column(Text))
    place_setting: str | None = _code("place_setting", PlaceSetting)
    return_kind: str | None = _code("return_kind", ReturnKind)
    travel_on: date | None
    escort: str | None = _code("escort", Answer)
    travel_document: str | None = _code("travel_document", Answer)
    arrived_on: date | None
    relative_kind: str | None = _code("relative_kind", Relative)
    tracing_id: UUID | None
    family_check: str | None = _code("family_check", FamilyCheck)
    care_arrangement: str | None = _code("care_arrangement", CareArrangement)
    carer_check: str | None = _code("carer_check", FamilyCheck)
    determine_by: datetime | None = Field(sa_column=timestamp_column())
    undetermined_at: datetime | None = Field(sa_column=timestamp_column())
    offence_text_id: UUID | None
    exploitation_ids: list[UUID] = Field(
        sa_column=Column(ARRAY(Uuid), nullable=False, server_default="{}")
    )
    sent_on: date | None
    answer: str | None = _code("answer", NonPunishmentAnswer)
    answered_on: date | None
    answer_by: datetime | None = Field(sa_column=timestamp_column())
    unanswered_at: datetime | None = Field(sa_column=timestamp_column())
    witness_protections: list[str] = Field(
        sa_column=codes_column("witness_protections", WitnessProtection)
    )
    court_id: UUID | None = Field(foreign_key="organisation.id")
    sealed_words: bytes | None
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
