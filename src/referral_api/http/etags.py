"""Versions as ETags: a change names the version that it was made on (RFC 9110, RFC 6585)."""

import re

from referral_api.errors import VersionMissing

_ETAG = re.compile(r'"(\d{1,9})"')


def make_etag(version: int) -> str:
    """Write a version as a strong ETag."""
    return f'"{version}"'


def read_if_match(header: str | None) -> int:
    """Read the version that If-Match names; VersionMissing if it names none."""
    match = _ETAG.fullmatch(header.strip()) if header else None
    if match is None:
        raise VersionMissing
    return int(match[1])
