"""The settings of the database: its addresses, and how many connections a worker opens."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from referral_api.database.address import DatabaseAddress


class DatabaseSettings(BaseSettings):
    """The part of the settings that is about the database."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: DatabaseAddress | None = Field(
        None, title="Database",
        description="PostgreSQL 15+ as the application role. Unset: the embedded PostgreSQL.",
    )  # fmt: skip
    migration_database_url: DatabaseAddress | None = Field(
        None, title="Database, as owner", description="The owner role, for its own commands."
    )
    pool_size: int = Field(
        8, title="Pool", description="Database connections of each worker.", ge=1, le=200
    )
    figures_pool_size: int = Field(
        1, title="Pool for figures",
        description="Database connections of each worker that count figures and make reports.",
        ge=1, le=20,
    )  # fmt: skip
    figures_database_url: DatabaseAddress | None = Field(
        None, title="Replica for figures",
        description="A standby, as the application role, on which figures are counted once it holds"
        " what the cut holds. Unset, or out of reach: the database itself.",
    )  # fmt: skip

    @property
    def figures_replica(self) -> str | None:
        """The address of the standby on which figures are counted."""
        address = self.figures_database_url
        return address.get_secret_value() if address else None
