"""The columns that every entry of the programme has, and the kinds of column of its contents."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Index, Numeric, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import RECORDED_KEY_DEFAULT, Table
from referral_api.domain.codelists.entries import EntryStatus, EntryWithdrawalReason

# Entries that count. It stands in the conditions of partial indexes.
REGISTERED = text("status = 'registered'")


class Entry(Table):
    """One entry: whose it is, who entered it, whether it counts, and its version."""

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(
        default=None,
        sa_type=Uuid,
        sa_column_kwargs={"server_default": RECORDED_KEY_DEFAULT},
    )
    organisation_id: UUID = Field(foreign_key="organisation.id")
    entered_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    status: str = Field(sa_type=Text)
    withdrawal_reason: str | None = Field(default=None, sa_type=Text)
    recorded_at: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": text("now()")},
    )
    version: int


def entry_arguments(table: str, *more: Any) -> tuple[Any, ...]:
    """Make the constraints and the indexes of an entry's own columns, and what more there is."""
    return (
        _held("status", EntryStatus), _held("withdrawal_reason", EntryWithdrawalReason),
        CheckConstraint(
            "(status = 'withdrawn') = (withdrawal_reason IS NOT NULL)", name="withdrawal"
        ),
        Index(f"ix_{table}_recorded_key", "recorded_key"),
        Index(f"ix_{table}_organisation_id_recorded_key", "organisation_id", "recorded_key"),
        *more,
    )  # fmt: skip


def _held(name: str, codes: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(
        f"{name} = ANY ('{{{','.join(map(str, codes))}}}'::text[])", name=f"{name}_code"
    )


def counts_column(name: str, codes: Iterable[str]) -> "Column[Any]":
    """Store numbers by the codes of a list, held to the list by a CHECK."""
    listed = ",".join(map(str, codes))
    rule = (
        f"jsonb_typeof({name}) = 'object' AND {name} - '{{{listed}}}'::text[] = '{{}}'::jsonb"
        f" AND NOT jsonb_path_exists({name}, '$.* ? (@.type() != \"number\" || @ < 0)')"
    )
    return Column(name, JSONB, CheckConstraint(rule, name=f"{name}_counts"))


def numbers_column(name: str, codes: Iterable[str]) -> "Column[Any]":
    """Store a list of numbers by profession, held to the list by a CHECK."""
    listed = "|".join(map(str, codes))
    rule = (
        f"jsonb_typeof({name}) = 'array' AND NOT jsonb_path_exists({name},"
        f" '$[*] ? (!(@.profession like_regex \"^({listed})$\"))')"
    )
    return Column(
        name, JSONB, CheckConstraint(rule, name=f"{name}_numbers"), nullable=False,
        server_default=text("'[]'::jsonb"),
    )  # fmt: skip


def day_column(*, nullable: bool = True) -> "Column[Any]":
    """Make a column of a day."""
    return Column(Date, nullable=nullable)


def text_column(*, nullable: bool = True) -> "Column[Any]":
    """Make a column of words."""
    return Column(Text, nullable=nullable)


def decimal_column(*, nullable: bool = True) -> "Column[Any]":
    """Make a column of a decimal number: it keeps the decimals with which it was said."""
    return Column(Numeric, nullable=nullable)
