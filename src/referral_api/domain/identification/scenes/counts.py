"""How many people were seen or found, by group; none of them has a file for that reason."""

from typing import Any

from pydantic import Field

from referral_api.database.statements import Row
from referral_api.schemas import Count, Payload, Resource

GROUPS = ("women", "girls", "men", "boys", "unknown")


class PeopleCount(Payload):
    """How many people. Null: not counted. They are never added to victims."""

    women: Count | None = Field(None, description="How many women.")
    girls: Count | None = Field(None, description="How many girls.")
    men: Count | None = Field(None, description="How many men.")
    boys: Count | None = Field(None, description="How many boys.")
    unknown: Count | None = Field(
        None, description="How many people whose sex or age is not known."
    )


class PeopleCounted(Resource):
    """How many people. Null: not counted."""

    women: int | None = Field(description="How many women.")
    girls: int | None = Field(description="How many girls.")
    men: int | None = Field(description="How many men.")
    boys: int | None = Field(description="How many boys.")
    unknown: int | None = Field(description="How many people whose sex or age is not known.")


def count_names(prefix: str) -> tuple[str, ...]:
    """Name the columns of the groups."""
    return tuple(f"{prefix}_{name}" for name in GROUPS)


def count_values(prefix: str, people: PeopleCount) -> dict[str, Any]:
    """Return the columns of the groups."""
    return {f"{prefix}_{name}": getattr(people, name) for name in GROUPS}


def counted(prefix: str, row: Row) -> PeopleCounted:
    """Return the groups of a row."""
    return PeopleCounted(**{name: row[f"{prefix}_{name}"] for name in GROUPS})


def any_counted(people: PeopleCount) -> bool:
    """Say whether any group was counted."""
    return any(getattr(people, name) is not None for name in GROUPS)
