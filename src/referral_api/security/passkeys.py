"""Passkeys (WebAuthn): what the browser is asked, and whether its answer is right.

A passkey proves two things: that the key is there, and that its owner unlocked it. It is asked for
without a name: the key knows whose it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from referral_api.security.tokens import Untrusted

_NEUTRAL = "Bureau"
_MUST = UserVerificationRequirement.REQUIRED
# What fido2 raises for what is no answer, and for one that is wrong.
_ESCAPES = (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser is asked, and what must be remembered until it answers."""

    options: Mapping[str, Any]
    state: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey that was made just now."""

    credential_id: bytes
    credential: bytes
    sign_count: int


class Passkeys:
    """Asks for passkeys of this site, and checks them."""

    def __init__(self, public_url: str) -> None:
        host = urlsplit(public_url).hostname or ""
        self._server = Fido2Server(
            PublicKeyCredentialRpEntity(id=host, name=_NEUTRAL),
            verify_origin=lambda origin: origin == public_url,
        )

    def ask_new(self, agent_id: UUID, known: list[bytes]) -> Asked:
        """Ask for a new passkey of an agent, on none of the keys that it has already."""
        user = PublicKeyCredentialUserEntity(
            id=agent_id.bytes, name=_NEUTRAL, display_name=_NEUTRAL
        )
        options, state = self._server.register_begin(
            user, [AttestedCredentialData(each) for each in known],
            resident_key_requirement=ResidentKeyRequirement.REQUIRED, user_verification=_MUST,
        )  # fmt: skip
        return Asked(dict(options), state)

    def check_new(self, state: Mapping[str, Any], answer: Mapping[str, Any]) -> NewPasskey:
        """Return the passkey that was made; Untrusted if the answer is not to what was asked."""
        try:
            made = self._server.register_complete(state, RegistrationResponse.from_dict(answer))
            credential = made.credential_data
        except _ESCAPES:
            raise Untrusted from None
        if credential is None:
            raise Untrusted
        return NewPasskey(credential.credential_id, bytes(credential), made.counter)

    def ask_proof(self) -> Asked:
        """Ask for a passkey, whosever it is."""
        options, state = self._server.authenticate_begin(user_verification=_MUST)
        return Asked(dict(options), state)

    def check_proof(
        self, state: Mapping[str, Any], credential: bytes, answer: Mapping[str, Any]
    ) -> int:
        """Return how often the key says it was used; Untrusted unless this passkey has answered."""
        try:
            given = AuthenticationResponse.from_dict(answer)
            self._server.authenticate_complete(state, [AttestedCredentialData(credential)], given)
            return int(given.response.authenticator_data.counter)
        except _ESCAPES:
            raise Untrusted from None


def named_by(answer: Mapping[str, Any]) -> bytes:
    """Return the id of the passkey that an answer names, before it is checked."""
    try:
        return bytes(AuthenticationResponse.from_dict(answer).raw_id)
    except _ESCAPES:
        raise Untrusted from None
