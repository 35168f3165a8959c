"""The table of a person's own views."""

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.own_views import Assent, ViewMeans, ViewTopic
from referral_api.domain.protection.children.tables import ChildRecord, child_arguments


class OwnView(ChildRecord, table=True):
    """One view, in the person's own words."""

    __table_args__ = child_arguments(
        "own_view",
        Index(
            "ix_own_view_last", "case_id", "topic", "recorded_key",
            postgresql_where=text("status = 'recorded'"),
        ),
    )  # fmt: skip

    status: str = Field(sa_column=code_column("status", RecordStatus))
    topic: str = Field(sa_column=code_column("topic", ViewTopic))
    said_on: date
    language: str = Field(sa_column=code_column("language", Language))
    means: str = Field(sa_column=code_column("means", ViewMeans))
    sealed_view: bytes | None
    assent: str = Field(sa_column=code_column("assent", Assent))
    sealed_weight: bytes | None
