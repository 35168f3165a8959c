"""The settings of what the service sends: to others' addresses, and through the operator's."""

import re
from typing import Literal

from pydantic import Field, IPvAnyNetwork, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

_GATEWAY = re.compile(r"(https://|http://(127\.0\.0\.1|\[::1\]|localhost)[:/])[^\s?#@]+")
_NO_GATEWAY = "https://, or http:// to this machine alone."
_MAILBOX = re.compile(r"[!-?A-~]+@[!-?A-~]+")
_NO_MAILBOX = "An address as name@host."
_NO_SENDER = "SMTP_HOST needs SMTP_FROM."


class OutgoingSettings(BaseSettings):
    """The part of the settings that is about connections to the outside."""

    webhook_allowed_networks: tuple[IPvAnyNetwork, ...] = Field(
        (), title="Webhook networks",
        description="A JSON list of networks that webhooks may reach although they are not public;"
        " over plain HTTP these alone. Empty: public addresses over HTTPS alone.",
    )  # fmt: skip
    smtp_host: str | None = Field(
        None, title="Mail relay",
        description="The relay through which the worker writes to shared mailboxes that a notice"
        " waits. Unset: no mail.",
    )  # fmt: skip
    smtp_port: int = Field(
        587, title="Port of the mail relay", description="Its port.", ge=1, le=65535
    )
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", title="Encryption of mail",
        description="`starttls` and `tls` send nothing without it, and check the certificate;"
        " `none` for a relay on this machine.",
    )  # fmt: skip
    smtp_user: str | None = Field(
        None, title="User of the mail relay", description="Unset: the relay asks for none."
    )
    smtp_password: SecretStr | None = Field(
        None, title="Password of the mail relay", description="The password of SMTP_USER."
    )
    smtp_from: str | None = Field(
        None, title="Sender of mail",
        description="The address that mail comes from.",
        validate_default=True,
    )  # fmt: skip
    sms_gateway_url: str | None = Field(
        None, title="Gateway of short messages",
        description="Where the worker posts `{\"to\", \"text\"}` for a duty telephone: `https://`,"
        " or `http://` to this machine. Unset: no short messages.",
    )  # fmt: skip
    sms_gateway_token: SecretStr | None = Field(
        None, title="Token of the gateway", description="Sent as `Authorization: Bearer`."
    )

    @field_validator("sms_gateway_url")
    @classmethod
    def _is_a_gateway(cls, given: str | None) -> str | None:
        if given is not None and not _GATEWAY.fullmatch(given):
            raise ValueError(_NO_GATEWAY)
        return given

    @field_validator("smtp_from")
    @classmethod
    def _is_a_sender(cls, given: str | None, known: ValidationInfo) -> str | None:
        if given is None and known.data.get("smtp_host") is not None:
            raise ValueError(_NO_SENDER)
        if given is not None and not _MAILBOX.fullmatch(given):
            raise ValueError(_NO_MAILBOX)
        return given

    @property
    def plain_webhooks(self) -> bool:
        """Say whether an address may be one of plain HTTP: on networks of the operator's own."""
        return bool(self.webhook_allowed_networks)
