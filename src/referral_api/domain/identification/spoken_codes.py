"""Codes of tips and incidents: random, short, and safe to say on the telephone."""

import secrets

# No letter or digit that is mistaken for another when read aloud or written by hand.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def make_spoken_code() -> str:
    """Make a code of eight characters, derived from nothing; nobody can guess the next."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))
