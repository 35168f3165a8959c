"""Short messages that become tips: signed by the gateway, taken once, in the name of one desk.

The sender's number is kept as the source of the tip is: sealed, for the assignee alone.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import Field, SecretStr, ValidationError
from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.codelists.tips import TipChannel
from referral_api.domain.deadline_policy import TipClocks
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.identification.scenes.schemas import SceneRecord
from referral_api.domain.identification.tips.assignees import Assignees
from referral_api.domain.identification.tips.assigning import assign_of_itself
from referral_api.domain.identification.tips.reporting import add_tip
from referral_api.domain.identification.tips.schemas import TipReport, TipSourceContact
from referral_api.domain.identification.tips.tables import Tip
from referral_api.errors import InvalidToken, MalformedInput
from referral_api.schemas import LongText, Payload, Resource, ShortText
from referral_api.security.vault import Vault

_SECONDS = 300  # between the clock of the gateway and ours
_KNOWN = Statement(select(col(Tip.id)).where(col(Tip.digest) == bindparam("digest")))
_ALONE = Statement(
    select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("about"), 55)))
)


class IncomingMessage(Payload):
    """One short message, as the gateway received it."""

    message_id: ShortText = Field(description="The gateway's own id: each is taken once.")
    sender: ShortText = Field(description="The number that it came from. It is sealed.")
    text: LongText = Field(description="Its words. They are sealed.")


class IncomingMessageRead(Resource):
    """That a message was taken. Nothing of the tip is told."""

    received: bool = Field(description="Whether it was taken now or before.")


@dataclass(frozen=True, slots=True)
class Desk:
    """The organisation in whose name messages are taken, and the secret of its gateway."""

    organisation_id: UUID
    secret: bytes

    @classmethod
    def of(cls, organisation_id: UUID | None, secret: SecretStr | None) -> "Desk | None":
        """Make the desk of an installation; None while the hook is off."""
        if organisation_id is None or secret is None:
            return None
        return cls(organisation_id, secret.get_secret_value().encode())


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A message that the gateway of this desk has signed."""

    desk: Desk
    message: IncomingMessage


def check_signature(desk: Desk, timestamp: str, signature: str, body: bytes) -> None:
    """Raise InvalidToken unless the gateway signed this body, just now."""
    signed = hmac.new(desk.secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    genuine = hmac.compare_digest(f"sha256={signed}".encode(), signature.encode())
    recent = timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12
    if not genuine or not recent or abs(time.time() - int(timestamp)) > _SECONDS:
        raise InvalidToken


def read_message(body: bytes) -> IncomingMessage:
    """Read the body; MalformedInput names what is wrong, and never its value."""
    try:
        return IncomingMessage.model_validate_json(body)
    except ValidationError as error:
        fields = {".".join(map(str, one["loc"])) for one in error.errors(include_input=False)}
        known = sorted(fields & set(IncomingMessage.model_fields))
        raise MalformedInput(
            errors=[{"pointer": f"/{name}", "code": "invalid_value"} for name in known or [""]]
        ) from None


async def take_message(
    database: Database, vault: Vault, clocks: TipClocks, assignees: Assignees,
    signed: SignedMessage, *, of_itself: bool,
) -> IncomingMessageRead:  # fmt: skip
    """Make a tip of a message, unless it was delivered before."""
    desk, message = signed.desk, signed.message
    digest = hmac.new(desk.secret, b"id|" + message.message_id.encode(), hashlib.sha256).digest()
    async with database.transaction(system_actor(desk.organisation_id), "system") as transaction:
        if not await _is_known(transaction, digest):
            now = await read_clock(transaction)
            tip = _as_tip(message)
            row: Any = await add_tip(transaction, vault, clocks, tip, now, digest)
            if of_itself:
                await assign_of_itself(transaction, clocks, assignees, row)
    return IncomingMessageRead(received=True)


async def _is_known(transaction: Transaction, digest: bytes) -> bool:
    # Two deliveries at once wait for each other.
    await transaction.row(_ALONE, about=digest.hex())
    return await transaction.one(_KNOWN, digest=digest) is not None


def _as_tip(message: IncomingMessage) -> TipReport:
    """Nothing but the words is known: whoever assigns the tip reads them."""
    return TipReport(
        channel=TipChannel.HOTLINE, place=SceneRecord(country_known=Answer.UNKNOWN),
        children_seen=Answer.NOT_ASKED, immediate_danger=Answer.NOT_ASKED,
        urgency=Priority.URGENT, anonymous=False, narrative=message.text,
        source_contact=TipSourceContact(phone=message.sender),
    )  # fmt: skip
