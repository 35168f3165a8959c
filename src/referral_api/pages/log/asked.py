"""What an auditor asks of the log: a period first, then a person, an organisation, an act, a file.

Names and codes of files come sealed. Far back is only looked for one person, organisation or file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from referral_api.audit.names import find_agents_named, find_case_of_code
from referral_api.pages.acts.asking import Asked
from referral_api.pages.forms.controls import Control, Kind
from referral_api.pages.forms.reading import Fields, read_payload
from referral_api.pages.visit import PageContext, Visit

_DAY = timedelta(days=1)
# The days of a search that names nobody.
DAYS = 31
FROM, TO = (Control(name, Kind.DAY, "", required=True) for name in ("from", "to"))
_OF_ONE = {"agent_id", "case_id", "organisation_id"}
_GIVEN = (*sorted(_OF_ONE), "action", "subject", "section", "outcome", "request_id", "cursor")


@dataclass(frozen=True, slots=True)
class LogAsked:
    """The filters of a search, and what is wrong with them, as sentences of the pages."""

    given: dict[str, str]
    since: date
    last: date
    name: str = ""
    code: str = ""
    organisation: str = ""
    people: tuple[tuple[UUID, str], ...] = ()
    problems: tuple[str, ...] = ()


async def read_asked(
    visit: Visit, call: PageContext, asked: Asked, organisations: Mapping[str, str]
) -> LogAsked:
    """Read what is asked, and look up the names that it says."""
    fields = asked.fields
    last = _day(TO, fields) or visit.now.date()
    since = _day(FROM, fields) or last - timedelta(days=DAYS - 1)
    given = {name: asked.given[name] for name in _GIVEN if name in asked.given}
    given |= {"since": _instant(since), "until": _instant(last + _DAY)}
    problems = list(_of_period(fields, since, last))
    name, organisation = fields.one("name"), fields.one("organisation")
    people = await find_agents_named(call.transaction, name) if name else []
    if len(people) == 1:
        given["agent_id"], people = str(people[0][0]), []
    elif name and not people:
        problems.append("Nobody has this name.")
    if organisation:
        matching = _named(organisation, organisations)
        given["organisation_id"] = matching[0] if matching else ""
        if len(matching) != 1:
            problems.append("Write more of the name of the organisation.")
    if code := fields.one("code"):
        case_id = await find_case_of_code(call.transaction, code)
        given["case_id"] = str(case_id)
        if case_id is None:
            problems.append("No file has this code.")
    if (last - since).days >= DAYS and not (people or _OF_ONE & given.keys()):
        problems.append("More than 31 days: name a person, an organisation or a file.")
    return LogAsked(given, since, last, name, code, organisation, tuple(people), tuple(problems))


def _day(control: Control, fields: Fields) -> date | None:
    text = fields.one(control.name) or read_payload((control,), fields).get(control.name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _of_period(fields: Fields, since: date, last: date) -> list[str]:
    written = [
        name for name in ("from", "to")
        if fields.one(name) or any(fields.one(f"{name}.{part}") for part in "dmy")
    ]  # fmt: skip
    controls = {"from": FROM, "to": TO}
    if any(_day(controls[name], fields) is None for name in written):
        return ["Write the day, the month and the year in figures."]
    return ["The period ends before it begins."] if last < since else []


def _instant(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).isoformat()


def _named(said: str, organisations: Mapping[str, str]) -> list[str]:
    words = said.casefold()
    exact = [one for one, name in organisations.items() if name.casefold() == words]
    return exact or [one for one, name in organisations.items() if words in name.casefold()]
