"""Configuration, read once from the environment and frozen."""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, IPvAnyNetwork, field_validator

from referral_api.database.settings import DatabaseSettings
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.deadline_policy import (
    CALL_CONFIRMATION,
    GROUND_CONFIRMATION,
    HANDOFF_CLOCKS,
    REFERRAL_CLOCKS,
    ReferralClock,
)
from referral_api.domain.identification.fact_settings import FactSettings
from referral_api.domain.identification.tips.settings import NOT_EVERY_PRIORITY, TipSettings
from referral_api.domain.network.sign_in.settings import SignInSettings
from referral_api.domain.protection.care_limits import CareLimits
from referral_api.domain.protection.measures.settings import MeasureSettings
from referral_api.domain.protection.settings import ProtectionSettings
from referral_api.permissions import ROLE_HOMES, Role, RoleHomes
from referral_api.security.duplicate_settings import DuplicateSettings
from referral_api.security.office_settings import OfficeSettings
from referral_api.security.outgoing_settings import OutgoingSettings
from referral_api.security.outside_issuers import OutsideIssuer

MOST_PER_MINUTE = 1_000_000_000  # as good as none, but counted
Clock = TypeVar("Clock")
_ADDRESS = re.compile(r"https?://(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(:\d{1,5})?(/[^\s?#@]*)?(?<!/)")
_NO_ADDRESS = "https:// or http://, a host, and no slash at the end."


class Settings(
    DatabaseSettings, OutgoingSettings, TipSettings, FactSettings, MeasureSettings,
    ProtectionSettings, CareLimits, DuplicateSettings, SignInSettings, OfficeSettings,
):  # fmt: skip
    """Each setting is an environment variable of the same name, in capitals."""

    referral_data_dir: Path = Field(
        Path("var"), title="Data folder",
        description="Holds the embedded PostgreSQL, its socket and the generated keys.",
    )  # fmt: skip
    key_dir: Path | None = Field(
        None, title="Key folder",
        description="Holds vault.json and the other keys. Unset: `keys` in the data folder.",
    )  # fmt: skip
    host: str = Field("127.0.0.1", title="Address", description="The address to listen on.")
    port: int = Field(8000, title="Port", description="The port to listen on.", ge=0, le=65535)
    workers: int = Field(1, title="Workers", description="API processes.", ge=1, le=64)
    admission_limit: int = Field(
        64, title="Admission limit",
        description="Requests at work in one worker; one more is answered 503.", ge=1,
    )  # fmt: skip
    request_timeout: float = Field(
        5.0, title="Request timeout", description="Seconds until a request is answered 503.", gt=0,
    )  # fmt: skip
    arrival_timeout: float = Field(
        10.0, title="Arrival timeout",
        description="Seconds for the head of a request to arrive, and for its body; then 408.",
        gt=0,
    )  # fmt: skip
    idle_connections: int = Field(
        100, title="Idle connections",
        description="Connections of one address to one worker that may wait for a request; one more"
        " closes the one that has waited longest.",
        ge=1,
    )  # fmt: skip
    requests_per_minute: int = Field(
        600, title="Requests per minute",
        description="Requests of one agent to all workers; a fifth of them at once; one more is"
        " answered 429. 0: no limit.",
        ge=0, le=MOST_PER_MINUTE,
    )  # fmt: skip
    client_requests_per_minute: int = Field(
        6000, title="Requests of a client per minute",
        description="The same for one partner system, all its agents together.",
        ge=0, le=MOST_PER_MINUTE,
    )  # fmt: skip
    tokens_per_minute: int = Field(
        300, title="Tokens per minute",
        description="Token requests of one partner system; all of them at once. 0: no limit.",
        ge=0, le=MOST_PER_MINUTE,
    )  # fmt: skip
    anonymous_events_per_minute: int = Field(
        3, title="Anonymous events per minute",
        description="Refusals of one kind from one address whose caller is not known that leave an"
        " audit event, in each minute of one worker; all are counted.",
        ge=1,
    )  # fmt: skip
    trusted_proxies: tuple[IPvAnyNetwork, ...] = Field(
        (), title="Trusted proxies",
        description="A JSON list of addresses or networks. `X-Forwarded-For` is believed from them"
        " alone, and their connections are not limited by IDLE_CONNECTIONS.",
    )  # fmt: skip
    public_url: str = Field(
        default_factory=lambda known: f"http://127.0.0.1:{known['port']}", title="Public address",
        description="The issuer of the built-in tokens and their audience: `https://` or `http://`,"
        " a host, and no slash at the end. Unset: this machine and PORT.",
    )  # fmt: skip
    outside_issuers: tuple[OutsideIssuer, ...] = Field(
        (), title="Outside issuers", description="A JSON list of OpenID providers."
    )
    token_lifetime: timedelta = Field(
        timedelta(minutes=10), title="Token lifetime",
        description="How long a built-in access token lives.", le=timedelta(minutes=15),
    )  # fmt: skip
    standing_cache: timedelta = Field(
        timedelta(seconds=10), title="Standing cache",
        description="How long a worker trusts that an agent is still active before it looks again;"
        " never for more than twice as long.",
        le=timedelta(seconds=15),
    )  # fmt: skip
    idempotency_retention: timedelta = Field(
        timedelta(days=7), title="Idempotency retention", gt=timedelta(0),
        description="How long an Idempotency-Key is remembered.",
    )  # fmt: skip
    outgoing_event_retention: timedelta = Field(
        timedelta(days=90), title="Outgoing event retention", gt=timedelta(0),
        description="How long a partner system can still follow what happened.",
    )  # fmt: skip
    maintenance_interval: timedelta = Field(
        timedelta(minutes=5), title="Maintenance interval", ge=timedelta(seconds=1),
        description="How often `maintain --loop`, or your timer, does a round.",
    )  # fmt: skip
    referral_clocks: dict[str, ReferralClock] = Field(
        REFERRAL_CLOCKS, title="Referral clocks", description="Limits by priority, as JSON."
    )
    handoff_clocks: dict[str, timedelta] = Field(
        HANDOFF_CLOCKS, title="Handoff clocks",
        description="From offer to acceptance by priority, as JSON.",
    )  # fmt: skip
    ground_confirmation: timedelta = Field(
        GROUND_CONFIRMATION, title="Ground confirmation",
        description="How long an urgent legal ground helps before a second person confirms it.",
        gt=timedelta(0), le=timedelta(hours=72),
    )  # fmt: skip
    call_confirmation: timedelta = Field(
        CALL_CONFIRMATION, title="Call confirmation", gt=timedelta(0),
        description="How long a receiver may confirm or correct what it said on the telephone.",
    )  # fmt: skip
    capacity_stale_after: timedelta = Field(
        timedelta(days=7), title="Capacity stale after",
        description="An older number of places is shown to others as unknown.",
    )  # fmt: skip
    identification_authorities: tuple[OrganisationType, ...] = Field(
        tuple(
            kind for kind in OrganisationType if kind in ROLE_HOMES[Role.IDENTIFICATION_AUTHORITY]
        ),
        title="Identification authorities",
        description="The types of organisation whose agents may identify victims, as JSON.",
    )  # fmt: skip
    identity_orders: bool = Field(
        default=True, title="Identity orders",
        description="Whether a magistrate's recorded order opens a person's identity to the"
        " investigation. If not, only the person's consent does.",
    )  # fmt: skip
    report_ministry: str = Field(
        "Ministère de la Justice et des Droits de l'Homme", title="Ministry on reports",
        description="The ministry at the head of a report.", max_length=200,
    )  # fmt: skip
    report_committee: str = Field(
        "Comité national de Coordination de la Lutte contre la Traite des Personnes et les"
        " Pratiques assimilées",
        title="Committee on reports", description="Who writes a report, at its head and in it.",
        max_length=300,
    )  # fmt: skip
    report_signature: str = Field(
        "Le Président", title="Signature on reports", max_length=200,
        description="Under a report: the function of who signs, as `La Présidente`.",
    )  # fmt: skip
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", title="Log level", description="The least severe event that is logged."
    )

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, given: str) -> str:
        if not _ADDRESS.fullmatch(given):  # callers repeat it as the audience of a token
            raise ValueError(_NO_ADDRESS)
        return given

    @field_validator("referral_clocks", "handoff_clocks")
    @classmethod
    def _has_every_priority(cls, given: dict[str, Clock]) -> dict[str, Clock]:
        """Refuse a partial table: a referral of the priority that it lacks would have no limit."""
        if given.keys() != {*Priority}:
            raise ValueError(NOT_EVERY_PRIORITY)
        return given

    @property
    def embedded(self) -> bool:
        """Say whether the service runs on its embedded PostgreSQL."""
        return self.database_url is None

    @property
    def role_homes(self) -> RoleHomes:
        """The types of organisation in which a role is held."""
        authorities = frozenset(self.identification_authorities)
        return {**ROLE_HOMES, Role.IDENTIFICATION_AUTHORITY: authorities}

    @property
    def limits_file(self) -> Path | None:
        """The table of limits that several workers share; one keeps it to itself."""
        return None if self.workers == 1 else self.referral_data_dir / "limits"

    @property
    def keys(self) -> Path:
        """The folder of the key files."""
        return self.key_dir or self.referral_data_dir / "keys"


@cache
def read_settings() -> Settings:  # once
    return Settings()
