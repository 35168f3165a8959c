"""Refusals of the token endpoint, in the words of RFC 6749."""

from typing import Literal

from referral_api.errors.types import ServiceError


class InvalidClient(ServiceError):
    """RFC 6749 section 5.2, ``invalid_client``."""

    status = 401
    code = "invalid_client"
    oauth = True
    title = "The partner system could not be authenticated."

    def __init__(self, *, reason: Literal["missing", "untrusted", "unknown"] = "untrusted") -> None:
        super().__init__()
        self.reason = reason


class InvalidGrant(ServiceError):
    """RFC 6749 section 5.2, ``invalid_grant``."""

    code = "invalid_grant"
    title = "The assertion is not valid."
    oauth = True


class InvalidRequest(ServiceError):
    """RFC 6749 section 5.2, ``invalid_request``."""

    code = "invalid_request"
    title = "The token request lacks a parameter or is not a well-formed form."
    oauth = True


class UnsupportedGrantType(ServiceError):
    """RFC 6749 section 5.2, ``unsupported_grant_type``."""

    code = "unsupported_grant_type"
    title = "Tokens are not issued for this grant type."
    oauth = True
