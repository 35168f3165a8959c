"""From a tip to one person, one file: a committee calls, and forty people are registered."""

from pathlib import Path

from referral_api.demo.client import Partners
from referral_api.demo.incident_child import protect_girl
from referral_api.demo.incident_contacts import meet_without_file
from referral_api.demo.incident_help import help_girl
from referral_api.demo.incident_known import find_the_same_person, register_before
from referral_api.demo.incident_numbers import ask_numbers, tell_numbers
from referral_api.demo.incident_people import invent_person
from referral_api.demo.incident_site import register_forty
from referral_api.demo.incident_tip import follow_tip, report_tip
from referral_api.demo.stage import Stage, Words
from referral_api.demo.story import told_to_its_end

_PROLOGUE: Words = (
    "D'un signalement à une personne, un dossier ; joué contre {address} : tout est inventé.",
    "From a tip to one person, one file, played against {address}: everything is invented.",
)


def play_incident(address: str, issuer: str, keys: Path, language: str) -> bool:
    """Play it; return whether every response was the expected one."""
    stage = Stage(Partners(address, issuer, keys, language), language)
    return told_to_its_end(stage, _PROLOGUE, address, lambda: _play(stage))


def _play(stage: Stage) -> None:
    before = ask_numbers(stage)
    known = invent_person()
    earlier = register_before(stage, known)
    tip = report_tip(stage)
    site = register_forty(stage, known, tip)
    follow_tip(stage, tip, site.incident)
    find_the_same_person(stage, earlier)
    protect_girl(stage, site.girl, site.incident)
    help_girl(stage, site.girl)
    meet_without_file(stage)
    tell_numbers(stage, before)
