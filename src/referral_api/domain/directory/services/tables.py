"""The table of services."""

from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import code_column, codes_column
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.directory import (
    SecurityLevel,
    ServiceSetting,
    ServiceState,
    ServiceVisibility,
)
from referral_api.domain.codelists.exploitation import ExploitationForm
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import AccessibilityNeed
from referral_api.domain.codelists.referrals import ServiceType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex
from referral_api.domain.records.entries.tables import (
    REGISTERED,
    Entry,
    entry_arguments,
    text_column,
)


def _list_column(name: str) -> "Column[Any]":
    rule = f"jsonb_typeof({name}) = 'array'"
    return Column(
        name, JSONB, CheckConstraint(rule, name=f"{name}_list"), nullable=False,
        server_default=text("'[]'::jsonb"),
    )  # fmt: skip


class Service(Entry, table=True):
    """One service, with whom it receives, from where, when, and in which languages."""

    __table_args__ = entry_arguments(
        "service",
        CheckConstraint("longest_stay_days > 0", name="longest_stay_days"),
        Index("ix_service_service_type", "service_type", postgresql_where=REGISTERED),
        Index(
            "ix_service_setting",
            "setting",
            postgresql_where=text("status = 'registered' AND setting <> 'centre'"),
        ),
        Index("ix_service_service_type_recorded_key", "service_type", "recorded_key"),
        Index("ix_service_region_recorded_key", "region", "recorded_key"),
    )

    name: str = Field(sa_column=text_column(nullable=False))
    service_type: str = Field(sa_column=code_column("service_type", ServiceType))
    setting: str = Field(sa_column=code_column("setting", ServiceSetting))
    state: str = Field(sa_column=code_column("state", ServiceState))
    visibility: str = Field(sa_column=code_column("visibility", ServiceVisibility))
    region: str = Field(sa_column=code_column("region", Region))
    cercle: str | None = Field(sa_column=text_column())
    served_regions: list[str] = Field(sa_column=codes_column("served_regions", Region))
    served_cercles: list[str] = Field(
        sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    sexes: list[str] = Field(sa_column=codes_column("sexes", Sex))
    age_bands: list[str] = Field(sa_column=codes_column("age_bands", AgeBand))
    accompanied_children: bool
    unaccompanied_children: bool
    nationalities: list[str] = Field(sa_column=codes_column("nationalities", Country))
    exploitation_forms: list[str] = Field(
        sa_column=codes_column("exploitation_forms", ExploitationForm)
    )
    accessibility: list[str] = Field(sa_column=codes_column("accessibility", AccessibilityNeed))
    languages: list[str] = Field(sa_column=codes_column("languages", Language))
    security_level: str = Field(sa_column=code_column("security_level", SecurityLevel))
    receives_at_all_hours: bool
    longest_stay_days: int | None
    hours: list[dict[str, Any]] = Field(sa_column=_list_column("hours"))
    exceptions: list[dict[str, Any]] = Field(sa_column=_list_column("exceptions"))
    contacts: list[dict[str, Any]] = Field(sa_column=_list_column("contacts"))
    duty_telephone: str | None = Field(sa_column=text_column())
