"""The compounds of an identity that are indexed: never a name alone, because a few are everybody's.

Two names with sex and the year or the place of birth; one name with the whole date; a telephone; a
document. The order of the names is of no account. What is looked for has a weight: the candidates
with the most are opened.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from referral_api.domain.codelists.victims import Sex
from referral_api.domain.identification.identities.schemas import IdentityFields
from referral_api.domain.identification.identities.spelling import fold, shortened, sound

_MOST_NAMES = 6
_NO_YEAR, _ANY_YEAR = "?", "*"
_YEARS_OFF = 2
_SURE, _NEAR, _WEAK, _DATE, _PHONE, _DOCUMENT = 4, 3, 2, 3, 5, 8


@dataclass(frozen=True, slots=True)
class Described:
    """An identity with the sex of its file."""

    identity: IdentityFields
    sex: str


def stored_compounds(who: Described) -> set[str]:
    """Return the compounds by which the person is found."""
    year = _year(who.identity.birth_date)
    found = {
        _pair(sex, pair, year)
        for sex in _sexes(who.sex) for pair in _heard_pairs(who.identity)
    }  # fmt: skip
    found |= {
        _pair(sex, pair, _ANY_YEAR)
        for sex in _sexes(who.sex) for pair in _pairs(who.identity)
    }  # fmt: skip
    dated = set(_dated(who, who.identity.birth_date))
    return found | dated | set(_placed(who)) | set(_certain(who.identity))


def compounds_to_find(who: Described) -> dict[str, int]:
    """Return the compounds to look for, each with its weight."""
    found: dict[str, int] = {}
    for compound, weight in _looked_for(who):
        found[compound] = max(weight, found.get(compound, 0))
    return found


def _looked_for(who: Described) -> Iterator[tuple[str, int]]:
    born = who.identity.birth_date
    sure = set(_pairs(who.identity))
    for sex in _sexes(who.sex):
        for pair in _heard_pairs(who.identity):
            for year, weight in _years(born, sure=pair in sure).items():
                yield _pair(sex, pair, year), weight if pair in sure else _WEAK
    for day in {born, _swapped(born)}:
        for compound in _dated(who, day):
            yield compound, _DATE
    for compound in _placed(who):
        yield compound, _NEAR
    for compound in _certain(who.identity):
        yield compound, _DOCUMENT if compound.startswith("n") else _PHONE


def _years(born: date | None, *, sure: bool) -> Mapping[str, int]:
    if born is None:
        return {_ANY_YEAR: _WEAK} if sure else {}
    off = _YEARS_OFF if sure else 1
    near = {str(born.year + years): _NEAR for years in range(-off, off + 1)}
    return near | {str(born.year): _SURE, _NO_YEAR: _WEAK}


def _heard(identity: IdentityFields) -> list[str]:
    """Return how the names sound, each also run together with the one that follows it."""
    written = [identity.family_name, identity.given_names, *identity.other_names]
    found: dict[str, None] = {}
    for name in written:
        words = fold(name or "")
        found |= dict.fromkeys(map(sound, words))
        found |= dict.fromkeys(sound(first + second) for first, second in pairwise(words))
    return list(found)[:_MOST_NAMES]


def _pairs(identity: IdentityFields) -> Iterator[tuple[str, str]]:
    heard = _heard(identity)
    if len(heard) == 1:
        yield heard[0], ""
    yield from combinations(sorted(heard), 2)


def _heard_pairs(identity: IdentityFields) -> set[tuple[str, str]]:
    """Return the pairs, and those with one consonant less in one of them."""
    found = set()
    for first, second in _pairs(identity):
        found.add((first, second))
        found |= {_in_order(less, second) for less in shortened(first)}
        found |= {_in_order(first, less) for less in shortened(second)}
    return found


def _in_order(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first <= second else (second, first)


def _pair(sex: str, pair: tuple[str, str], year: str) -> str:
    return f"p|{sex}|{year}|{pair[0]}|{pair[1]}"


def _dated(who: Described, born: date | None) -> Iterator[str]:
    # The first of January stands for a year.
    if born is not None and (born.month, born.day) != (1, 1):
        for sex in _sexes(who.sex):
            for name in _heard(who.identity):
                yield f"b|{sex}|{born}|{name}"


def _placed(who: Described) -> Iterator[str]:
    place = "".join(map(sound, fold(who.identity.birth_place or "")))
    if place:
        for sex in _sexes(who.sex):
            for pair in _pairs(who.identity):
                yield f"l|{sex}|{place}|{pair[0]}|{pair[1]}"


def _certain(identity: IdentityFields) -> Iterator[str]:
    for phone in identity.phones:
        if (number := plain_phone(phone)) is not None:
            yield f"t|{number}"
    for document in identity.documents:
        if (number := plain_number(document.number)) is not None:
            yield f"n|{number}"


def plain_phone(phone: str) -> str | None:
    """Return the last eight figures, which a number of Mali has."""
    figures = re.sub(r"\D", "", phone)
    return figures[-8:] if len(figures) >= 8 else None


def plain_number(number: str) -> str | None:
    """Return the letters and figures of a document's number, with what is read alike as one."""
    signs = re.sub("[^A-Z0-9]", "", number.upper()).replace("O", "0").replace("I", "1")
    return signs if len(signs) >= 4 else None


def _year(born: date | None) -> str:
    return _NO_YEAR if born is None else str(born.year)


def _swapped(born: date | None) -> date | None:
    """Return the date with month and day exchanged, if there is such a date."""
    return born if born is None or born.day > 12 else born.replace(month=born.day, day=born.month)


def _sexes(sex: str) -> tuple[str, ...]:
    return (Sex.FEMALE, Sex.MALE) if sex == Sex.UNKNOWN else (sex,)
