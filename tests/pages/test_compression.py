"""A page is compressed for a browser that takes it, unless another site has asked for it."""

import pytest

from referral_api.pages.words.formats import keep_codes_whole
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

OURS = {"Sec_Fetch_Site": "same-origin"}


@pytest.mark.parametrize(
    ("path", "headers", "is_compressed"),
    [
        ("/bureau/rubriques", OURS, True),
        ("/bureau/rubriques?x=1", OURS, True),
        ("/bureau/rubriques", {"Sec_Fetch_Site": "none"}, True),
        ("/bureau/rubriques", {"Sec_Fetch_Site": "cross-site"}, False),
        ("/bureau/rubriques", {"Sec_Fetch_Site": "same-site"}, False),
        ("/bureau/rubriques", {}, True),
        ("/bureau/rubriques?x=1", {}, False),
        ("/bureau/rubriques", OURS | {"Accept_Encoding": "identity"}, False),
        ("/bureau/rubriques", OURS | {"Accept_Encoding": "gzip;q=0"}, False),
    ],
)
async def test_a_page_is_compressed_for_ourselves_alone(
    world: World, path: str, headers: dict[str, str], *, is_compressed: bool
) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    page = await officer.get(path, **headers)
    assert page.status_code == 200
    assert page.headers.get("content-encoding") == ("gzip" if is_compressed else None)
    assert page.headers["vary"] == "Cookie, Accept-Encoding"
    assert Parsed(page.text).broken == []


async def test_no_two_pages_show_the_same_token(world: World) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    pages = [Parsed((await officer.get("/bureau")).text) for _ in range(2)]
    tokens = [page.form("/bureau/sortir").fields[0].value for page in pages]
    assert tokens[0] != tokens[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/bureau/dossiers/none", 422), ("/bureau/dossiers?status=none", 422)],
)
async def test_an_address_that_nobody_made_is_told_as_a_page(
    world: World, path: str, status: int
) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    page = await officer.get(path)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")


def test_the_code_of_a_file_stays_whole_and_nothing_else_is_let_through() -> None:
    told = keep_codes_whole("Dossier ML-QDHBM-FSEVV <b>")
    assert told == 'Dossier <span class="code">ML-QDHBM-FSEVV</span> &lt;b&gt;'
