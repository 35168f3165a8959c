"""The words of what a person takes home: found there, they must not tell what has happened."""

import re

from referral_api.domain.codelists.access import Section
from referral_api.pages.words.catalogues import say

_TELLING = re.compile(
    r"\btraite\b|traffick|trafic|exploit|esclav|slave|prostitu|servitude|mendicit|begging|brigade"
    r"|auteur présumé|suicid|self-harm|groupe armé|armed group",
    re.IGNORECASE,
)


def tells(text: str) -> bool:
    """Say whether a text tells too much on a paper that is found at home."""
    return _TELLING.search(text) is not None


def discreet_name(name: str) -> str:
    """Return a name that tells nothing: whole, or up to its dash; nothing if even that tells."""
    short = name.partition(" – ")[0]
    return next((each for each in (name, short) if not tells(each)), "")


def discreet_section(section: Section, language: str) -> str:
    """Return the label of a section; the account of the facts is what the person has told."""
    if section == Section.EXPLOITATION:
        return say("What the person has told", language)
    label: str = getattr(section, language)
    return label
