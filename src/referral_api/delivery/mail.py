"""Mail through the operator's relay, encrypted unless the settings say otherwise."""

import ssl
from email.message import EmailMessage

import aiosmtplib
import structlog

from referral_api.delivery.texts import subject, text
from referral_api.domain.casework.notice_messages.sending import Leased
from referral_api.security.outgoing_settings import OutgoingSettings

_log = structlog.get_logger()
_PATIENCE = 20.0


class Mail:
    """Writes to shared mailboxes. Its relay is the operator's, so its address is not judged."""

    def __init__(self, settings: OutgoingSettings) -> None:
        self._settings = settings

    async def send(self, leased: Leased) -> bool:
        """Send one message; say whether the relay has taken it."""
        settings = self._settings
        password = settings.smtp_password
        try:
            await aiosmtplib.send(
                self._write(leased), hostname=settings.smtp_host, port=settings.smtp_port,
                username=settings.smtp_user,
                password=password.get_secret_value() if password else None,
                use_tls=settings.smtp_tls == "tls", start_tls=settings.smtp_tls == "starttls",
                tls_context=ssl.create_default_context(), timeout=_PATIENCE,
            )  # fmt: skip
        except (aiosmtplib.SMTPException, OSError) as error:
            # Its text would name the mailbox.
            _log.warning("message.not_sent", channel="mail", cause=type(error).__name__)
            return False
        return True

    def _write(self, leased: Leased) -> EmailMessage:
        sender = self._settings.smtp_from or ""
        message = EmailMessage()
        message["From"], message["To"] = sender, leased.address
        message["Subject"] = subject(leased.languages)
        # The same at each attempt, so that a mailbox may know it again.
        message["Message-ID"] = f"<{leased.id.notice_id}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text(leased.languages, leased.code))
        return message
