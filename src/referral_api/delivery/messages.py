"""Messages about notices: on the channels that the settings set up, and on no other."""

from typing import Protocol

from referral_api.database.database import Database
from referral_api.delivery.mail import Mail
from referral_api.delivery.short_messages import ShortMessages
from referral_api.domain.casework.notice_messages.channels import Channel
from referral_api.domain.casework.notice_messages.sending import (
    Leased,
    MessageId,
    due_messages,
    lease_message,
    note_message,
)
from referral_api.domain.casework.notice_messages.writing import give_up_stale, write_messages
from referral_api.security.outgoing_settings import OutgoingSettings


class _Channel(Protocol):
    async def send(self, leased: Leased) -> bool:
        """Send one message; say whether it was taken."""


class Messages:
    """Writes what is to be sent, finds what is due, and sends it."""

    def __init__(self, database: Database, settings: OutgoingSettings) -> None:
        self._database = database
        self._channels: dict[Channel, _Channel] = {}
        if settings.smtp_host is not None:
            self._channels[Channel.MAIL] = Mail(settings)
        if settings.sms_gateway_url is not None:
            self._channels[Channel.TELEPHONE] = ShortMessages(settings)

    async def find_due(self) -> list[MessageId]:
        """Write a row for each new notice and channel; list what may be sent now."""
        await give_up_stale(self._database)
        await write_messages(self._database, self._channels)
        return await due_messages(self._database, list(self._channels))

    async def send(self, message: MessageId) -> None:
        """Send a message, if it is due and somebody needs it still."""
        channel = self._channels.get(message.channel)
        if channel is None:
            return
        leased = await lease_message(self._database, message)
        if leased is not None:
            await note_message(self._database, leased, ok=await channel.send(leased))
