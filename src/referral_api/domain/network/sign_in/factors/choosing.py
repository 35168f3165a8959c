"""Which passwords and sign-in names may be chosen, and how codes are drawn."""

import re
import unicodedata
from enum import StrEnum
from functools import cache
from importlib.resources import files

from referral_api.domain.network.sign_in.devices.codes import new_code

SHORTEST, LONGEST = 12, 128
RECOVERY_CODES = 10
_MOST_SAME = 5  # so many different characters at least
_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,59}")


class Weakness(StrEnum):
    """Why a choice is refused."""

    NAME = "name"
    TAKEN = "taken"
    DIFFERENT = "different"
    LENGTH = "length"
    COMMON = "common"
    OWN_NAME = "own_name"
    CODE = "code"


def read_password(typed: str) -> str:
    """Return a password in the one form in which it is compared, whatever the keyboard made."""
    return unicodedata.normalize("NFKC", typed)


def read_name(typed: str) -> str:
    """Return a sign-in name as it is compared: capitals do not matter."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def find_name_weakness(name: str) -> Weakness | None:
    """Say why a sign-in name cannot be chosen."""
    return None if _NAME.fullmatch(name) else Weakness.NAME


def find_password_weakness(password: str, *names: str) -> Weakness | None:
    """Say why a password must not be chosen; ``names`` are those that others would try first."""
    if not SHORTEST <= len(password) <= LONGEST:
        return Weakness.LENGTH
    plain = password.lower()
    stem = re.sub(r"[^a-z]+$", "", plain)
    if plain in _common() or stem in _common() or len(set(plain)) < _MOST_SAME:
        return Weakness.COMMON
    parts = {part for name in names for part in re.split(r"[\s@]+", name.lower()) if len(part) > 2}
    rest = plain
    for part in parts:
        rest = rest.replace(part, "")
    return Weakness.OWN_NAME if len(rest) < SHORTEST // 2 else None


def draw_recovery_codes() -> list[str]:
    """Draw the recovery codes of an account."""
    return [new_code() for _ in range(RECOVERY_CODES)]


@cache
def _common() -> frozenset[str]:
    text = files(__package__).joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
