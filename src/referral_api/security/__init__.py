"""Authentication: keys, access tokens and the assertions of partner systems."""

from referral_api.security.assertions import (
    AssertionClaims,
    parse_client_keys,
    peek_issuer,
    verify_assertion,
)
from referral_api.security.issue import issue_access_token
from referral_api.security.keysets import KeySet
from referral_api.security.public_keys import key_fingerprint
from referral_api.security.service_keys import ServiceKeys
from referral_api.security.signing_keys import (
    SigningKey,
    create_signing_key,
    load_or_create_signing_key,
)
from referral_api.security.verify import Claims, Verifier

__all__ = [
    "AssertionClaims",
    "Claims",
    "KeySet",
    "ServiceKeys",
    "SigningKey",
    "Verifier",
    "create_signing_key",
    "issue_access_token",
    "key_fingerprint",
    "load_or_create_signing_key",
    "parse_client_keys",
    "peek_issuer",
    "verify_assertion",
]
