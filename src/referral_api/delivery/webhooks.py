"""Sending the waiting events of a lane, one after the other, signed as Standard Webhooks say."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

from referral_api.database.database import Database
from referral_api.delivery.cloud_events import write_event
from referral_api.delivery.sending import Sender
from referral_api.domain.codelists.webhooks import WebhookDisableReason
from referral_api.domain.events.webhooks.keeping import PURPOSE, disable
from referral_api.domain.events.webhooks.sending import Lane, lease_next, note_attempt
from referral_api.security.vault import Vault, VaultError, WrappedKey

_AT_ONCE = 100  # of one lane; the next feeding finds the rest
_GONE = 410


class WebhookSender:
    """Sends what waits. ``source`` is the service's own address."""

    def __init__(self, database: Database, vault: Vault, sender: Sender, source: str) -> None:
        self._database, self._vault, self._sender = database, vault, sender
        self._source = source

    async def send_lane(self, lane: Lane) -> int:
        """Send what is due of a lane until one is not taken; return how many were."""
        for number in range(_AT_ONCE):
            sent = await lease_next(self._database, lane)
            if sent is None or not await self._send(sent):
                return number
        return _AT_ONCE

    async def _send(self, sent: Any) -> bool:
        body = write_event(sent, self._source)
        try:
            signatures = self._sign(sent, body)
        except VaultError:
            await disable(self._database, sent, WebhookDisableReason.SECRET_LOST)
            return False
        answer = await self._sender.send("POST", sent["url"], signatures, body)
        await note_attempt(self._database, sent, answer.status, ok=answer.is_success)
        if answer.status == _GONE:
            await disable(self._database, sent, WebhookDisableReason.GONE)
        return answer.is_success

    def _sign(self, sent: Any, body: bytes) -> dict[str, str]:
        """Sign with the secret, and while it is being exchanged with the former one, too."""
        key = WrappedKey(sent["wrapping_key_id"], sent["wrapped_key"])
        sealed = [sent["sealed"]]
        if sent["sealed_former"] is not None and sent["former_signs"]:
            sealed.append(sent["sealed_former"])
        secrets = [
            self._vault.open(key, sent["subscription_id"], PURPOSE, secret).decode()
            for secret in sealed
        ]
        return sign(secrets, str(sent["event_id"]), body)


def sign(secrets: Iterable[str], message_id: str, body: bytes) -> dict[str, str]:
    """Write the headers of a webhook: one signature for each secret."""
    now = datetime.now(UTC)
    signatures = [Webhook(secret).sign(message_id, now, body.decode()) for secret in secrets]
    return {
        "content-type": "application/cloudevents+json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
