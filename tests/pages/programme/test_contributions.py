"""The committee calls structures, types in what one says by telephone, and sees who answered."""

import gzip
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.contributions import a_quarter, an_open_call, answers
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

FORM = "/bureau/contributions/nouvelle"


async def test_what_a_structure_says_is_typed_in_as_it_was_said(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    visitor = await Visitor.of(world, coordinator)
    request = await an_open_call(world, world.ngo, world.health)
    page = await visitor.get(f"/bureau/saisines/{request['id']}")
    (listed,) = [href for href, text in Parsed(page.text).links if text == "Réponses à l'appel"]
    called = Parsed((await visitor.get(listed)).text)
    assert called.text.count("Attendue") == 2
    (typed, _) = [href for href, _ in called.links if href.startswith(FORM)]
    form = await visitor.get(typed)
    assert len(gzip.compress(form.content, 5)) < 60_000
    given = {
        "lines__2__unit": "persons_assisted", "lines__2__women": "12", "lines__2__men": "0",
        "lines__2__total": "13", "said_by": "focal_point", "said_at__d": "29",
        "said_at__m": "novembre", "said_at__y": "2026", "said_at__h": "9", "said_at__i": "5",
    }  # fmt: skip
    wrong = await visitor.send(form, FORM, **given)
    assert wrong.status_code == 422
    text = Parsed(wrong.text).text
    assert "Rien n'a été enregistré." in text
    assert 'value="13"' in wrong.text  # the total is not added up for anybody
    again = {name.replace("__2__", "__0__"): value for name, value in given.items()}
    made = await visitor.send(wrong, FORM, **again | {"lines__0__total": "12"})
    assert made.status_code == 303, Parsed(made.text).text
    place = made.headers["location"].partition("?")[0]
    row = await world.done(coordinator, "GET", f"/v1/contributions/{place.rpartition('/')[2]}")
    (line,) = row["lines"]
    assert line == {
        "pillar": "protection", "unit": "persons_assisted", "women": 12, "girls": None, "men": 0,
        "boys": None, "not_determined": None, "total": 12,
    }  # fmt: skip
    assert (row["said_by"], row["channel"]) == ("focal_point", "telephone")
    assert row["contribution_request_id"] == request["id"]
    states = sorted(each["state"] for each in (await answers(world, request)).values())
    assert states == ["answered", "waiting"]
    events = await world.events(action="contribution:create", subject_id=row_id(row))
    assert [(each["agent_id"], each["outcome"], each["code"]) for each in events] == [
        (coordinator, "allowed", await code_of_api(world))
    ]


async def test_a_correction_begins_with_what_stands_there(world: World) -> None:
    ngo = world.ngo.agent(Role.SUPERVISOR)
    made = await world.done(ngo, "POST", "/v1/contributions", a_quarter())
    visitor = await Visitor.of(world, ngo)
    record = Parsed((await visitor.get(f"/bureau/contributions/{made['id']}")).text)
    (place,) = [href for href, text in record.links if text == "Corriger la contribution"]
    form = await visitor.get(place)
    assert form.status_code == 200
    assert Parsed(form.text).broken == []


def row_id(row: dict[str, Any]) -> UUID:
    return UUID(str(row["id"]))


async def code_of_api(world: World) -> str | None:
    agent = world.coordination.agent(Role.COORDINATOR)
    body = a_quarter(organisation_id=str(world.stranger.id), said_by="head",
                     said_at="2026-11-28T10:00:00Z")  # fmt: skip
    made = await world.done(agent, "POST", "/v1/contributions", body)
    (event,) = await world.events(action="contribution:create", subject_id=row_id(made))
    found: str | None = event["code"]
    return found
