"""Versions as ETags: a change names the version that it was made on (RFC 9110, RFC 6585).

A proxy that compresses a response makes its ETag weak. Versions stay exact numbers, so a weak one
names its version as well as a strong one.
"""

import re

from referral_api.errors import MalformedInput, VersionMissing

_ETAG = re.compile(r'(?:W/)?"(\d{1,9})"', re.ASCII)


def make_etag(version: int) -> str:
    """Write a version as a strong ETag."""
    return f'"{version}"'


def read_if_match(header: str | None) -> int:
    """Read the version that If-Match names.

    VersionMissing without one. MalformedInput for any other form: several versions, or ``*``, which
    would let a caller change what it has not seen.
    """
    given = header.strip() if header else ""
    if not given:
        raise VersionMissing
    match = _ETAG.fullmatch(given)
    if match is None:
        raise MalformedInput(errors=[{"pointer": "header:If-Match", "code": "invalid_etag"}])
    return int(match[1])
