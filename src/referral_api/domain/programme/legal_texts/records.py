"""The register of legal texts, and the order of their dates."""

from collections.abc import Iterator
from itertools import combinations

from sqlalchemy import Boolean, Date, bindparam, cast, func, literal_column
from sqlmodel import col

from referral_api.domain.programme.legal_texts.schemas import LegalTextContents, LegalTextRead
from referral_api.domain.programme.legal_texts.tables import LegalText
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import LegalTextPermission as May

_DATES = ("bill_on", "adopted_on", "in_force_on")
_TODAY = cast(func.timezone(literal_column("'Africa/Bamako'"), func.now()), Date)
_IN_FORCE = func.coalesce(col(LegalText.in_force_on) <= _TODAY, literal_column("false"))


def find_faults(text: LegalTextContents) -> Iterator[tuple[str, str]]:
    """Find a date that lies before one that comes first; a text without any is no text."""
    dates = {name: getattr(text, name) for name in _DATES}
    known = [(name, day) for name, day in dates.items() if day is not None]
    if not known:
        yield "bill_on", "missing"
    wrong = [later for (_, first), (later, day) in combinations(known, 2) if day < first]
    yield from ((name, "out_of_range") for name in dict.fromkeys(wrong))


LEGAL_TEXTS = Register(
    LegalText, LegalTextRead, LegalTextContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(LegalText, "kind")
    | {"in_force": bindparam("in_force", type_=Boolean()) == _IN_FORCE},
    faults=find_faults,
)  # fmt: skip
