"""The address of a database: one that every reader takes apart at the same places.

libpq, SQLAlchemy and asyncpg disagree on a password with an ``@`` or a ``/`` that is not
percent-encoded. One of them would take a part of it for a host, and name that in a message.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr

_NOT_AN_ADDRESS = (
    "postgresql://role:password@host/database is the form; in a password write %40 for @, %2F for"
    " /, %3A for :, %3F for ?, %23 for # and %25 for %."
)
_SIGN = r"[^\s@:/?#%\[\]]|%[0-9A-Fa-f]{2}"
_HOST = r"(?:\[[0-9A-Fa-f:.]+\]|[^\s@:/?#,\[\]]*)(?::\d{1,5})?"
_ADDRESS = re.compile(
    rf"postgres(?:ql)?://(?:(?:{_SIGN})*(?::(?:{_SIGN}|:)*)?@)?{_HOST}(?:,{_HOST})*"
    r"(?:/[^\s@/?#]*)?(?:\?[^\s#@]*)?"
)


def _check(given: SecretStr) -> SecretStr:
    """Refuse an address without quoting any of it."""
    if not _ADDRESS.fullmatch(given.get_secret_value()):
        raise ValueError(_NOT_AN_ADDRESS)
    return given


DatabaseAddress = Annotated[SecretStr, AfterValidator(_check)]
