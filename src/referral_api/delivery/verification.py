"""Asking an address for its consent before anything is sent, as CloudEvents' webhooks do.

A receiver answers OPTIONS with ``WebHook-Allowed-Origin``: the origin of this service, or ``*``.
"""

from urllib.parse import urlsplit

from referral_api.database.database import Database
from referral_api.delivery.sending import Sender
from referral_api.domain.events.webhooks.keeping import pending, verify


async def verify_pending(database: Database, sender: Sender, source: str) -> int:
    """Ask each address that waits; return how many consented."""
    origin, number = urlsplit(source).hostname or "", 0
    for subscription in await pending(database):
        answer = await sender.send(
            "OPTIONS", subscription["url"], {"webhook-request-origin": origin}
        )
        allowed = (answer.headers or {}).get("webhook-allowed-origin", "")
        if answer.is_success and allowed in {"*", origin}:
            await verify(database, subscription)
            number += 1
    return number
