"""The table of the keys of records that hang on no case."""

from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from referral_api.database.tables import Table


class VaultKey(Table, table=True):
    """A record's own key, wrapped by a key from outside the database.

    Row security shows it to whoever sees the record. Destroying this row makes what is sealed
    unreadable.
    """

    subject_id: UUID = Field(primary_key=True)
    subject: str = Field(sa_type=Text)
    wrapping_key_id: str = Field(sa_type=Text)
    wrapped_key: bytes
