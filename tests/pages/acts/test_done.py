"""What an address tells of the act that was just done."""

import pytest

from referral_api.pages.done import after, done_words
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.words.catalogues import act_words
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.words import told_by
from tests.support.world import World


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_address_after_an_act_tells_the_act(name: str) -> None:
    place = after(name, "/bureau/dossiers")
    assert told_by(place) == []
    code = place.rpartition("=")[2]
    assert (done_words(code, "fr") or "") == act_words(name, "fr", "done")


async def test_a_page_says_nothing_of_an_act_that_its_address_has_made_up(world: World) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    plain = Parsed((await officer.get("/bureau/dossiers")).text).texts
    known = act_words.cache_info().currsize
    for said in ("register_case", "accept_referral.title", "x" * 200):
        page = await officer.get(f"/bureau/dossiers?fait={said}")
        assert page.status_code == 200
        assert Parsed(page.text).texts == plain
    assert act_words.cache_info().currsize == known
    done = Parsed((await officer.get(after("register_case", "/bureau/dossiers"))).text).text
    assert act_words("register_case", "fr", "done") in done


async def test_the_start_says_what_was_done_where_an_act_leads_back_to_it(world: World) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    assert Parsed((await officer.get("/bureau?fait=zzzzzzz")).text).texts == (
        Parsed((await officer.get("/bureau")).text).texts
    )
    done = Parsed((await officer.get(after("register_cases", "/bureau"))).text).text
    assert act_words("register_cases", "fr", "done") in done
