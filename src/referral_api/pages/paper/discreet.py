"""The words of what a person takes home: found there, they must not tell what has happened."""

import re

from referral_api.domain.codelists.access import Section
from referral_api.pages.words.catalogues import say

_TELLING = re.compile(
    r"\btraite\b|traffick|trafic|exploit|esclav|slave|prostitu|servitude|mendicit|begging|brigade"
    r"|auteur présumé|suicid|self-harm|groupe armé|armed group|\bvictim"
    # The acronyms of the trafficking brigade (BRTMTEH) and of the committee (CNLTP, CNLTPPA).
    r"|(?-i:\b[A-Z]*(?:TEH|LTP)[A-Z]*\b)",
    re.IGNORECASE,
)


def tells(text: str) -> bool:
    """Say whether a text tells too much on a paper that is found at home."""
    return _TELLING.search(text) is not None


def discreet_name(name: str, language: str) -> str:
    """Return a name that tells nothing; of one that tells, no part: its acronym tells as much."""
    return say("An organisation that was named to you", language) if tells(name) else name


def discreet_section(section: Section, language: str) -> str:
    """Return the label of a section; the account of the facts is what the person has told."""
    if section == Section.EXPLOITATION:
        return say("What the person has told", language)
    label: str = getattr(section, language)
    return label
