"""The public code of a case: random, safe to say on the telephone."""

import secrets

# No letter or digit that is mistaken for another when read aloud or written by hand.
_ALPHABET = b"23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Which of them each byte stands for. The last bytes stand for none, so that all are as likely.
_LETTERS = (_ALPHABET * 9)[:256]
_LEFT_OUT = bytes(range(256 - 256 % len(_ALPHABET), 256))


def make_code() -> str:
    """Make a case's public code: 49 random bits, derived from nothing."""
    letters = b""
    while len(letters) < 10:
        letters += secrets.token_bytes(16).translate(_LETTERS, _LEFT_OUT)
    code = letters.decode("ascii")
    return f"ML-{code[:5]}-{code[5:10]}"
