"""The objects that one process builds once, and that every request finds on the app."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from referral_api.database.database import Database
from referral_api.database.generation import KnownGeneration
from referral_api.domain.identification.screenings.library import Instruments
from referral_api.domain.network.agents.actor_resolver import ActorResolver
from referral_api.domain.network.sign_in.sessions.resolver import SessionResolver
from referral_api.domain.network.tokens.operations import TokenIssuer
from referral_api.http.call_limits import CallLimits
from referral_api.http.pagination import Cursors
from referral_api.http.refusal_sample import RefusalSample
from referral_api.http.stored_responses import IdempotencySecrets, KnownSecrets
from referral_api.security import ServiceKeys, SigningKey, Verifier
from referral_api.security.pin_hash import PinHasher
from referral_api.security.vault import Vault
from referral_api.settings import Settings


@dataclass(frozen=True, slots=True)
class ProcessContext:
    """The objects of one process, built by ``create_app``."""

    settings: Settings
    database: Database
    figures: Database
    verifier: Verifier
    actor_resolver: ActorResolver
    vault: Vault
    instruments: Instruments
    sessions: SessionResolver
    pins: PinHasher | None  # without its key nobody signs in by PIN
    passwords: PinHasher | None  # there where that of PINs is
    generation: KnownGeneration
    cursors: Cursors
    known_secrets: KnownSecrets
    service_keys: ServiceKeys
    anonymous_refusals: RefusalSample
    throttled_refusals: RefusalSample
    call_limits: CallLimits

    @property
    def signing_key(self) -> SigningKey:
        """The key that signs tokens."""
        return self.service_keys.signing

    @property
    def idempotency_secrets(self) -> IdempotencySecrets:
        """The secrets by which keys and responses are stored."""
        return self.known_secrets.in_use

    @property
    def issuer(self) -> TokenIssuer:
        """The built-in issuer of access tokens."""
        settings = self.settings
        return TokenIssuer(settings.public_url, self.signing_key, settings.token_lifetime)


def process_context(request: HTTPConnection) -> ProcessContext:
    """The objects of this process."""
    process: ProcessContext = request.app.state.process
    return process
