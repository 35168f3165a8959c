"""The parts of one worker, which every request finds on the app."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from referral_api.database.database import Database
from referral_api.domain.network.agents.actor_resolver import Standing
from referral_api.http.pagination import (
    Cursors,
)
from referral_api.http.stored_responses import KeySecrets
from referral_api.security import SigningKey, Verifier
from referral_api.security.vault import Vault
from referral_api.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one worker, put together by ``create_app``."""

    settings: Settings
    database: Database
    verifier: Verifier
    standing: Standing
    vault: Vault
    cursors: Cursors
    key_secrets: KeySecrets
    signing_key: SigningKey


def parts_of(request: HTTPConnection) -> Parts:
    """The parts of this worker."""
    parts: Parts = request.app.state.parts
    return parts
