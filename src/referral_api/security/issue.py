"""Issues the built-in access tokens (RFC 9068)."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from referral_api.security.signing_keys import SigningKey
from referral_api.security.tokens import sign_token

LONGEST_LIFETIME = timedelta(minutes=15)


def issue_access_token(
    key: SigningKey,
    *,
    issuer: str,
    audience: str,
    subject: UUID,
    client_id: UUID | None,
    lifetime: timedelta,
    now: datetime,
) -> str:
    """Return a signed access token for an agent, or for a partner system itself.

    The token has no ``client_id`` if no partner system requested it.
    """
    if not timedelta(seconds=1) <= lifetime <= LONGEST_LIFETIME:
        raise ValueError("An access token lives between one second and 15 minutes.")
    if now.tzinfo is None:
        raise ValueError("The time of issue needs its time zone.")
    issued = int(now.timestamp())
    claims: dict[str, object] = {
        "iss": issuer,
        "aud": audience,
        "sub": str(subject),
        "iat": issued,
        "exp": issued + int(lifetime.total_seconds()),
        "jti": str(uuid4()),
    }
    if client_id is not None:
        claims["client_id"] = str(client_id)
    return sign_token(claims, private_pem=key.private_pem, key_id=key.key_id, typ="at+jwt")
