"""The forty people of the site, names that nobody bears, and days."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

# How many of which sex and age band. The girl of unknown age comes last.
_GROUPS = (
    (20, "male", "25_59"), (8, "male", "18_24"), (5, "male", "15_17"), (4, "female", "25_59"),
    (1, "female", "12_14"),
)  # fmt: skip
_SPOKEN = {"region": "KAYES", "languages": ["bam"]}
_CONSONANTS, _VOWELS = "bdfgklmnst", "aeiou"


@dataclass(frozen=True, slots=True)
class Invented:
    """A person whose name is made of chance, as it is written here and as another hears it."""

    written: dict[str, Any]
    heard: dict[str, Any]


def forty() -> list[dict[str, Any]]:
    """Describe them for a registration; the woman who is known comes last but one."""
    rows = [
        {"sex": sex, "age_band": band} | _SPOKEN
        for number, sex, band in _GROUPS
        for _ in range(number)
    ]
    known = {"sex": "female", "age_band": "18_24"} | _SPOKEN
    girl = {"sex": "female", "age_band": "unknown", "age_in_doubt": True} | _SPOKEN
    return [*rows, known, girl | {"risk_flags": ["unaccompanied_child"]}]


def invent_person() -> Invented:
    """Invent a woman of 22 to 24, whom two organisations spell differently."""
    family, given = _syllables(4), _syllables(4)
    born = {"birth_date": "2003-05-17"}
    return Invented(
        {"family_name": f"Ko{family}", "given_names": f"Wa{given}"} | born,
        {"family_name": f"Co{family}", "given_names": f"Oua{given}"} | born,
    )


def in_days(days: int) -> str:
    """Write the day so many days ahead."""
    return str(datetime.now(UTC).date() + timedelta(days=days))


def invent_name() -> dict[str, Any]:
    """Invent a name alone."""
    return {"family_name": _syllables(5).title(), "given_names": _syllables(5).title()}


def _syllables(number: int) -> str:
    chance = random.SystemRandom()
    return "".join(chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(number))
