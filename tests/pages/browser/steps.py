"""What is done on a page before it is looked at, so that it is in the state of its kind."""

from collections.abc import Awaitable, Callable

import pyotp
import pytest

from referral_api.permissions import Role
from referral_api.reports.contribution_report import serving
from tests.pages.browser.everyone import Everyone
from tests.pages.browser.people import Person
from tests.support.accounts import PASSWORD, invitation_code
from tests.support.signing_in import OWN_PIN, device_code, one_time_pin

Step = Callable[[Person, Everyone], Awaitable[None]]


async def send_as_it_is(person: Person, _: Everyone) -> None:
    await person.send()


async def unfold(person: Person, _: Everyone) -> None:
    while await (folded := person.page.locator("main details:not([open]) > summary")).count():
        await folded.first.click()


# -- signing in ---------------------------------------------------------------------------------


async def guess_password(person: Person, _: Everyone) -> None:
    await person.fill(name="x", password="x", code="000000")
    await person.send()


async def guess_code(person: Person, _: Everyone) -> None:
    await person.fill(code="ABCDEFGHJK", name="Bureau")
    await person.send()


async def answer_nothing(person: Person, _: Everyone) -> None:
    """Send the form of a passkey as a browser whose passkey says nothing."""
    async with person.page.expect_navigation():
        await person.page.evaluate("""() => {
          document.getElementById('answer').value = '{}';
          document.getElementById('passkey').submit();
        }""")


async def accept_invitation(person: Person, everyone: Everyone) -> None:
    unit = everyone.unit
    code = await invitation_code(
        everyone.world, unit.agent(Role.ADMINISTRATOR), unit.agent(Role.SUPERVISOR)
    )
    await person.fill(invitation=code)
    await person.send()


async def set_up(person: Person, everyone: Everyone) -> None:
    secret = "".join((await person.page.inner_text(".secret")).split())
    name = f"k.{everyone.unit.agent(Role.SUPERVISOR).hex[-12:]}"
    await person.fill(name=name, password=PASSWORD, again=PASSWORD, code=pyotp.TOTP(secret).now())
    await person.send()


async def register_device(person: Person, everyone: Everyone) -> None:
    await one_time_pin(everyone.world, everyone.unit, everyone.unit.agent(Role.CASE_WORKER))
    await person.fill(code=await device_code(everyone.world, everyone.unit), name="Téléphone")
    await person.send()


async def guess_pin(person: Person, everyone: Everyone) -> None:
    await person.fill(agent=str(everyone.unit.agent(Role.CASE_WORKER)), pin="902716")
    await person.send()


async def enter_first(person: Person, everyone: Everyone) -> None:
    guard = everyone.unit.agent(Role.INTAKE_OFFICER)
    pin = await one_time_pin(everyone.world, everyone.unit, guard)
    await person.page.reload()
    await person.fill(agent=str(guard), pin=pin)
    await person.send()


async def choose_weak_pin(person: Person, _: Everyone) -> None:
    await person.fill(new_pin="123456", again="123456")
    await person.send()


async def choose_pin(person: Person, _: Everyone) -> None:
    await person.fill(new_pin=OWN_PIN, again=OWN_PIN)
    await person.send()


async def age_proof(person: Person, everyone: Everyone) -> None:
    await everyone.change_session("proved_at = proved_at - interval '6 minutes'")
    await person.page.reload()


async def prove_wrongly(person: Person, _: Everyone) -> None:
    await person.fill(new_pin="617294", again="617294", own_pin="902716")
    await person.send()


async def be_locked(person: Person, everyone: Everyone) -> None:
    await everyone.change_session("locks_at = now() - interval '1 minute'")
    await person.page.reload()


async def send_late(person: Person, everyone: Everyone) -> None:
    """Unlock the session, open a form, and send it when the session is locked again."""
    await person.fill(pin=OWN_PIN)
    await person.send()
    await person.go("/bureau/moi/code")
    await everyone.change_session("locks_at = now() - interval '1 minute'")
    await person.send()


# -- files, consents, requests --------------------------------------------------------------------


async def search_rubbish(person: Person, _: Everyone) -> None:
    await person.fill(code="Fatoumata")
    await person.find()


async def register(person: Person, _: Everyone) -> None:
    await person.fill(sex="female", age_band="25_59", region="KAYES")
    await person.send()


async def read_aloud(person: Person, everyone: Everyone) -> None:
    await person.fill(
        purposes=["care", "referral_sharing"], language="bam",
        recipients=str(everyone.world.shelter.id), sections=["protection"],
    )  # fmt: skip
    await person.send()


async def answer_wrongly(person: Person, _: Everyone) -> None:
    await person.press("value=given")


async def type_wrong_day(person: Person, _: Everyone) -> None:
    await person.fill(birth_date__d="77")
    await person.send()


async def send_old(person: Person, _: Everyone) -> None:
    """Send a form that was filled before somebody else has changed the record."""
    await person.page.evaluate("document.querySelector('main [name=version]').value = '999'")
    await person.send()


async def ask_who_can_help(person: Person, _: Everyone) -> None:
    await person.fill(service_type="shelter", priority="urgent")
    await person.send()


async def search_place(person: Person, _: Everyone) -> None:
    await person.fill(
        service_type="shelter", priority="urgent", region="BAMAKO",
        people__0__sex="female", people__0__age_band="18_24",
    )  # fmt: skip
    await person.send()


async def forge(person: Person, _: Everyone) -> None:
    await person.page.evaluate("document.querySelector('main [name=csrf]').value = 'x'")
    await person.send()


async def acknowledge(person: Person, everyone: Everyone) -> None:
    await person.act("acknowledge_referral", everyone.ids)


# -- the log, figures -----------------------------------------------------------------------------


async def search_wrong_days(person: Person, _: Everyone) -> None:
    await person.fill(from__d="77", from__m="1", from__y="2026")
    await person.send()


async def search_name(person: Person, _: Everyone) -> None:
    await person.fill(name="Synthetic agent")
    await person.send()


async def verify(person: Person, _: Everyone) -> None:
    async with person.page.expect_navigation():
        await person.page.locator("main a", has_text="Vérifier").first.click()


async def count_little(person: Person, _: Everyone) -> None:
    """Ask for a report of which one question is counted at once, and no other."""
    asked = "from.d=1&from.m=1&from.y=2025&to.d=1&to.m=janvier&to.y=2026&language=fr"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "_COUNTING", 0.0)
        await person.go(f"{person.page.url.removeprefix(person.address).rstrip('?')}?{asked}")


async def count_on(person: Person, _: Everyone) -> None:
    """Go on until everything is counted, by the link that the page shows."""
    while await (again := person.page.locator("main a", has_text="Continuer le décompte")).count():
        async with person.page.expect_navigation():
            await again.first.click()
