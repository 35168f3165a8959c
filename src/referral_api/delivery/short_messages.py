"""Short messages through the operator's HTTP gateway, one JSON request for each."""

import orjson
import structlog

from referral_api.delivery.sending import Sender
from referral_api.delivery.texts import text
from referral_api.domain.casework.notice_messages.sending import Leased
from referral_api.security.outgoing_settings import OutgoingSettings

_log = structlog.get_logger()


class ShortMessages:
    """Asks the gateway. Its address is the operator's own, and may be a private one."""

    def __init__(self, settings: OutgoingSettings) -> None:
        self._settings = settings
        self._sender = Sender(None)

    async def send(self, leased: Leased) -> bool:
        """Send one message; say whether the gateway has taken it."""
        token = self._settings.sms_gateway_token
        headers = {
            "content-type": "application/json",
            # The same at each attempt, so that a gateway may know it again.
            "idempotency-key": str(leased.id.notice_id),
        }
        if token is not None:
            headers["authorization"] = f"Bearer {token.get_secret_value()}"
        body = {"to": leased.address, "text": text(leased.languages, leased.code)}
        answer = await self._sender.send(
            "POST", self._settings.sms_gateway_url or "", headers, orjson.dumps(body)
        )
        if not answer.is_success:
            cause = answer.failure or answer.status
            _log.warning("message.not_sent", channel="telephone", cause=cause)
        return answer.is_success
