"""The code of an invitation: ten letters, typed on the device once, within minutes."""

import secrets

# Without I, L, O, Q and V, which are taken for others.
LETTERS = "ABCDEFGHJKMNPRSTUWXYZ"
LENGTH = 10


def new_code() -> str:
    """Make a code."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """Read what was typed, with or without spaces and hyphens; None if it is no code."""
    code = "".join(letter for letter in typed.upper() if letter not in " -\u00a0\u202f")
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else None
