"""Personal accounts for the tests of pages, made as an administrator and the person make them."""

import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import httpx
import pyotp

from referral_api.domain.network.sign_in.factors.invitations import invite_person
from tests.support.signing_in import actor_of, hasher
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

ENTER, PERSONAL, INVITED = "/bureau/entrer", "/bureau/entrer/personnel", "/bureau/invitation"
PASSWORD = "quatre mangues vertes du soir"
_STEP = 30


@dataclass
class Account:
    """What a person knows and holds: a sign-in name, a password, an authenticator."""

    agent_id: UUID
    name: str
    secret: str
    codes: list[str] = field(default_factory=list)
    password: str = PASSWORD

    def code(self, away: int = 1) -> str:
        """The code of the authenticator, some steps away: that of now was used to set it up."""
        return pyotp.TOTP(self.secret).at(int(time.time()) + away * _STEP)


async def invitation_code(
    world: World, by: UUID, agent_id: UUID, good_for: timedelta = timedelta(days=1)
) -> str:
    """Have an administrator or supervisor invite an agent."""
    actor = await actor_of(world, by)
    limits = replace(world.process.settings.sign_in_limits, one_time_pin=good_for)
    async with world.process.database.transaction(actor) as transaction:
        made = await invite_person(transaction, hasher(world).keys, limits, agent_id)
    return made.code


async def begin_account(visitor: Visitor, code: str) -> httpx.Response:
    """Type the code of an invitation; return the page that asks for the choice."""
    page = await visitor.get(INVITED)
    return await visitor.send(page, INVITED, invitation=code)


def secret_of(page: httpx.Response) -> str:
    """Read the key of the authenticator from a page."""
    _, _, rest = page.text.partition('<p class="secret">')
    return "".join(rest.partition("</p>")[0].split())


async def make_account(
    world: World, by: UUID, agent_id: UUID, visitor: Visitor | None = None
) -> tuple[Account, Visitor]:
    """Invite an agent, and have it make an account, which leaves it signed in."""
    visitor = visitor or Visitor(world, None)
    page = await begin_account(visitor, await invitation_code(world, by, agent_id))
    assert page.status_code == 200, page.text
    made = Account(agent_id, f"a.{agent_id.hex[-12:]}", secret_of(page))
    shown = await visitor.send(
        page, INVITED, name=made.name, password=made.password, again=made.password,
        code=made.code(0),
    )  # fmt: skip
    assert shown.status_code == 200, shown.text
    made.codes = codes_of(shown)
    return made, visitor


def codes_of(page: httpx.Response) -> list[str]:
    """Read the recovery codes from the page that shows them once."""
    return [part.partition("</li>")[0].strip() for part in page.text.split('<li class="code">')[1:]]


async def sign_in_by_password(
    visitor: Visitor, account: Account, code: str | None = None, **given: str
) -> httpx.Response:
    """Fill the form of sign-in with name, password and code."""
    page = await visitor.get(ENTER)
    values = {"name": account.name, "password": account.password,
              "code": account.code() if code is None else code} | given  # fmt: skip
    return await visitor.send(page, PERSONAL, **values)


def says(page: httpx.Response, words: str) -> bool:
    """Say whether a page has these words."""
    return words in Parsed(page.text).text
