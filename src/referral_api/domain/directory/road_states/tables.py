"""The table of the states of roads."""

from sqlalchemy import Index, text
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.directory import RoadCondition
from referral_api.domain.codelists.territory import Region
from referral_api.domain.records.entries.tables import (
    REGISTERED,
    Entry,
    entry_arguments,
    text_column,
)


class RoadState(Entry, table=True):
    """Whether people can travel to a region, or to one of its cercles: one state at a time."""

    __table_args__ = entry_arguments(
        "road_state",
        Index(
            "uq_road_state_place", "region", text("COALESCE(cercle, '')"), unique=True,
            postgresql_where=REGISTERED,
        ),
    )  # fmt: skip

    region: str = Field(sa_column=code_column("region", Region))
    cercle: str | None = Field(sa_column=text_column())
    condition: str = Field(sa_column=code_column("condition", RoadCondition))
