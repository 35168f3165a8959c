"""The page of the rules of access: written by hand, but for the tables, which come from the code.

Each table stands between two comments, which name it.
"""

import re
from collections.abc import Callable

from referral_api.generated_docs import access, rules

_TABLES: dict[str, Callable[[], str]] = {
    "rules": rules.write_table,
    "homes": access.write_homes,
    "ceilings": access.write_ceilings,
    "custody": access.write_custody,
}
_PLACE = re.compile(r"(<!-- table: (\w+) -->\n\n).*?(\n<!-- end -->)", re.DOTALL)


def fill(page: str) -> str:
    """Return the page with its tables as the code has them now. KeyError for an unknown table."""
    return _PLACE.sub(lambda place: place[1] + _TABLES[place[2]]() + place[3], page)
