"""How alike two opened identities are, in memory alone."""

from datetime import date

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from referral_api.domain.codelists.persons import Likeness
from referral_api.domain.codelists.victims import Sex
from referral_api.domain.identification.identities.compounds import (
    Described,
    plain_number,
    plain_phone,
)
from referral_api.domain.identification.identities.schemas import IdentityFields
from referral_api.domain.identification.identities.spelling import fold, sound

_OF_NAMES, _OF_BIRTH = 0.7, 0.3
_SAME_PHONE, _SAME_DOCUMENT, _OTHER_SEX = 0.15, 0.3, 0.25
_SAME_PLACE, _OTHER_PLACE = 0.06, 0.06
_STRONG, _PROBABLE = 0.95, 0.88
_ALONE = 0.8  # one name says little


def likeness(one: Described, other: Described) -> Likeness | None:
    """Say how alike they are; None if they are two persons, as far as one can see."""
    found = score(one, other)
    if found >= _STRONG:
        return Likeness.STRONG
    return Likeness.PROBABLE if found >= _PROBABLE else None


def score(one: Described, other: Described) -> float:
    """Score two identities from 0 to 1."""
    found = _OF_NAMES * _names(one.identity, other.identity)
    found += _OF_BIRTH * _births(one.identity.birth_date, other.identity.birth_date)
    found += _places(one.identity.birth_place, other.identity.birth_place)
    if _phones(one.identity) & _phones(other.identity):
        found += _SAME_PHONE
    if _documents(one.identity) & _documents(other.identity):
        found += _SAME_DOCUMENT
    if {one.sex, other.sex} == {Sex.FEMALE, Sex.MALE}:
        found -= _OTHER_SEX
    return max(0.0, min(1.0, found))


def _names(one: IdentityFields, other: IdentityFields) -> float:
    """Match each name of the shorter list with the most alike of the other, in any order."""
    short, long = sorted((_words(one), _words(other)), key=len)
    if not short:
        return 0.0
    left, sum_ = list(long), 0.0
    for word in short:
        best = max(left, key=lambda candidate: _alike(word, candidate))
        sum_ += _alike(word, best)
        left.remove(best)
    found = sum_ / len(short)
    if len(long) == 1:
        return found * _ALONE
    together = ratio("".join(sorted(short)), "".join(sorted(long))) / 100
    run_together = ratio("".join(short), "".join(long)) / 100
    return max(found if len(short) > 1 else found * _ALONE, together, run_together)


def _words(identity: IdentityFields) -> list[str]:
    written = [identity.family_name, identity.given_names, *identity.other_names]
    return list(dict.fromkeys(word for name in written for word in fold(name or "")))


def _alike(one: str, other: str) -> float:
    found = JaroWinkler.similarity(one, other)
    return (1 + found) / 2 if sound(one) == sound(other) else found


def _births(one: date | None, other: date | None) -> float:
    """Compare dates; the first of January stands for a year that was estimated."""
    if one is None or other is None:
        return 0.65
    if one == other:
        return 1.0
    apart = abs(one.year - other.year)
    if (1, 1) in {(one.month, one.day), (other.month, other.day)}:
        return {0: 0.9, 1: 0.8, 2: 0.75}.get(apart, 0.1)
    if (one.month, one.day) == (other.day, other.month) and apart == 0:
        return 0.95
    same_day = (one.month, one.day) == (other.month, other.day)
    return {0: 0.5, 1: 0.35, 2: 0.3}.get(apart, 0.1) + (0.35 if same_day else 0.0)


def _places(one: str | None, other: str | None) -> float:
    """Add for the same place of birth, and take for another; places are renamed and moved from."""
    first, second = fold(one or ""), fold(other or "")
    if not first or not second:
        return 0.0
    return _SAME_PLACE if _alike("".join(first), "".join(second)) > 0.9 else -_OTHER_PLACE


def _phones(identity: IdentityFields) -> set[str | None]:
    return {plain_phone(phone) for phone in identity.phones} - {None}


def _documents(identity: IdentityFields) -> set[str | None]:
    return {plain_number(document.number) for document in identity.documents} - {None}
