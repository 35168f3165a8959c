"""The history of who is who: links of files, and of each linked file the root of its person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from referral_api.database.tables import timestamp_column
from referral_api.domain.figures.history.tables import Image


class CountedPersonLink(Image, table=True):
    """An image of a link."""

    case_id: UUID | None
    other_case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    decided_by_id: UUID | None
    confirmed_at: datetime | None = Field(sa_column=timestamp_column())
    undone_at: datetime | None = Field(sa_column=timestamp_column())


class CountedPerson(Image, table=True):
    """The root of a person: of the files that links in force join, the one registered first.

    A file that was never linked has no image: it is its own root.
    """

    root_id: UUID | None
