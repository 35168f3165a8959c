"""Stays in groups: who is expected, who is here, who is away for a while."""

from collections.abc import Mapping
from typing import Any

from referral_api.domain.codelists.places import PlaceUnit
from referral_api.domain.codelists.stays import StayStatus
from referral_api.pages.acts.due import end_of
from referral_api.pages.acts.grouped import Grouping, Part
from referral_api.pages.rendering import code_label
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import say
from referral_api.pages.words.formats import write_instant

_SINCE = (("departed_at", "left on %(time)s"), ("arrived_at", "here since %(time)s"))


def tell(
    visit: Visit, row: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Tell a stay: the place, and since when."""
    language = visit.language
    own = str(visit.session.actor.organisation_id)
    host = str(row["host_organisation_id"])
    unit = code_label(PlaceUnit(row["unit"]), language)
    heading = f"{unit} · {str(row['id'])[-4:].upper()}"
    return heading, (names.get(host, "") if host != own else "", _since(row, language))


def _since(row: Mapping[str, Any], language: str) -> str:
    for member, words in _SINCE:
        if row.get(member):
            time = write_instant(end_of(row[member]), language)
            return say(words, language).replace("%(time)s", time)
    return ""


STAYS = Grouping(
    {},
    (
        Part("Expected", lambda row, _: row["status"] == StayStatus.EXPECTED),
        Part("Away, to return", lambda row, _: row["status"] == StayStatus.ABSENT),
        Part("Here", lambda row, _: row["status"] == StayStatus.PRESENT),
        Part("Left", lambda row, _: row["status"] == StayStatus.DEPARTED),
    ),
    tell,
)
