"""How a name sounds, however it is written: rules alone, no list of names.

A name is written as it is heard: Traoré or Traore, Coulibaly or Koulibaly, Diarra or Jara,
Mohamed, Mouhamed or Mamadou. What stays are its consonants.
"""

import re
import unicodedata
from functools import lru_cache

# Letters of the languages of Mali that no decomposition takes apart.
_LETTERS = str.maketrans({"ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "n", "œ": "oe", "æ": "ae", "ı": "i"})
# What stands between names, and is written or left out.
_PARTICLES = frozenset(
    {
        "ag", "al", "ben", "bin", "bint", "de", "di", "dit", "dite", "du", "el", "epouse", "ibn",
        "la", "le", "mint", "nee", "oul", "ould", "veuve", "walet",
    }
)  # fmt: skip
_RULES = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("ph", "f"), ("kh|ck|qu|q", "k"), ("sch|sh|ch", "s"), ("([tdg])h", r"\1"),
        ("gu(?=[ei])", "g"), ("gn|ny|ni(?=[aeou])", "n"), ("dj|dy|di(?=[aeou])", "j"),
        ("c(?=[eiy])", "s"), ("c", "k"), ("x", "ks"), ("ou|oo|w", "u"), ("z", "s"), ("h", ""),
        ("[aeiouwy]+$", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_VOWELS = re.compile("[aeiouwy]")


@lru_cache(maxsize=50_000)
def fold(text: str) -> tuple[str, ...]:
    """Split a text into its words, without accents, case, signs or particles."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.findall("[a-z]+", re.sub("['’`]", "", bare))
    return tuple(word for word in words if word not in _PARTICLES and len(word) > 1) or tuple(words)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Keep the consonants of a folded word; a vowel at its start only where little else is left."""
    heard = word
    for written, replacement in _RULES:
        heard = written.sub(replacement, heard)
    bare = _VOWELS.sub("", heard)
    return bare if len(bare) > 1 else f"{(heard or word)[:1]}{bare}"


def shortened(sounded: str) -> set[str]:
    """Return what is left when one consonant was not heard, or was heard for another."""
    if len(sounded) < 3:
        return set()
    return {sounded[:place] + sounded[place + 1 :] for place in range(len(sounded))}
