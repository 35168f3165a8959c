"""What people type into a browser, and what it shows them: all of it must be gone afterwards."""

from typing import Any
from uuid import UUID

import pyotp

from referral_api.permissions import Role
from tests.pages.browser.people import session_cookie
from tests.pages.browser.profiles import Profile
from tests.support.accounts import PASSWORD
from tests.support.directory import a_service
from tests.support.guards import unguarded
from tests.support.signing_in import device_code, one_time_pin
from tests.support.visitors import open_session
from tests.support.world import TestOrganisation, World

_PIN, _WRONG_PIN = "739204618256", "618402957731"
# Of the form of an identity. No word of it stands anywhere else.
_FIELDS = (
    "family_name", "given_names", "other_names", "birth_place", "phones", "emails", "address",
    "contact_instructions",
)  # fmt: skip


def _typed(number: int) -> dict[str, str]:
    words = {name: f"Zq{name[0]}{number}{name[-3:].replace('_', 'x')}wyx" for name in _FIELDS}
    words["phones"] = f"+2237{number}418293"
    words["emails"] = f"zqm{number}wyx@exemple.ml"
    return words


async def register_device(world: World, profile: Profile, unit: TestOrganisation) -> None:
    await profile.person.go("/bureau/appareil")
    await profile.fill(code="ZQKLMNPRST")
    await profile.person.send()
    assert await profile.person.wrong()
    await profile.person.fill(name="Téléphone de garde", has_printer="yes")
    await profile.fill(code=await device_code(world, unit))
    await profile.person.send()


async def enter_first(
    world: World, profile: Profile, unit: TestOrganisation, agent_id: UUID
) -> None:
    pin = await one_time_pin(world, unit, agent_id)
    await profile.person.go("/bureau/entrer")
    await profile.person.fill(agent=str(agent_id))
    await profile.fill(pin=pin)
    await profile.person.send()
    await profile.fill(new_pin=_PIN, again=_PIN)
    await profile.person.send()


async def enter(profile: Profile, agent_id: UUID) -> None:
    for pin in (_WRONG_PIN, _PIN):
        await profile.person.fill(agent=str(agent_id))
        await profile.fill(pin=pin)
        await profile.person.send()
    assert profile.person.page.url.endswith("/bureau"), await profile.person.text()


async def _open_form(profile: Profile, case: dict[str, Any]) -> None:
    await profile.person.go(f"/bureau/dossiers/{case['id']}")
    link = profile.person.page.locator("main a[href^='/bureau/f/']", has_text="l'identité").first
    async with profile.person.page.expect_navigation():
        await link.click()


async def read_identity(profile: Profile, case: dict[str, Any]) -> None:
    await profile.person.go(f"/bureau/dossiers/{case['id']}/fiche")
    shown = await profile.person.page.content()
    assert _typed(0)["phones"] in shown.replace("\u202f", "")


async def write_identities(
    world: World, profile: Profile, officer: UUID, cases: list[dict[str, Any]]
) -> None:
    """Type and record; type, and be refused; type when the session has ended; type and leave."""
    person = profile.person
    for number, case in enumerate(cases):
        await _open_form(profile, case)
        await profile.fill(**_typed(number))
        if number == 1:
            await person.fill(birth_date__d="77")
            await person.send()
            assert await person.wrong()
            await person.fill(birth_date__d="")
        if number == 2:
            await _end(world, officer)
        if number < 3:
            await person.send()
        if number == 2:  # the form waits, sealed
            assert "Ce formulaire vous attend." in await person.text()
            await profile.shows_nothing()
            await profile.fill(pin=_PIN)
            await person.send()
    recorded = await world.events(agent_id=officer, action="identity:record", outcome="allowed")
    assert [event["case_id"] for event in recorded] == [UUID(case["id"]) for case in cases[:3]]


async def register_and_ask(world: World, profile: Profile, unit: TestOrganisation) -> None:
    """Register somebody in one page, read a consent aloud, and ask for help."""
    person = profile.person
    await a_service(world, world.shelter)
    await person.go("/bureau/dossiers/nouveau")
    await person.send()
    assert await person.wrong()
    await person.fill(sex="female", age_band="18_24", region="KAYES", languages="bam")
    await person.send()
    row = await world.owner.fetchrow(
        'SELECT id, code FROM "case" WHERE registered_by_organisation_id = $1'
        " ORDER BY id DESC LIMIT 1", unit.id,
    )  # fmt: skip
    assert row is not None
    profile.plant([row["code"]])
    await person.act(
        "record_consent", {"case_id": str(row["id"])}, answer="given", given_by="self",
        method="oral_with_witness", language="bam", purposes=["care", "referral_sharing"],
        recipients=str(world.shelter.id), sections=["identity", "protection"],
    )  # fmt: skip
    assert await person.page.locator(".done").count(), await person.wrong()
    await person.go(f"/bureau/dossiers/{row['id']}")
    await person.act(
        "create_referral", {}, receiver_id=str(world.shelter.id), service_type="shelter",
        priority="urgent", consent_id=await _consent_of(world, row["id"]),
        shared_sections="identity",
    )  # fmt: skip
    assert row["code"] in await person.text()
    await person.go(f"/bureau/papier/a/{person.page.url.rpartition('/')[2].partition('?')[0]}")
    assert row["code"] in await person.text()


async def _consent_of(world: World, case_id: UUID) -> str:
    return str(await world.owner.fetchval("SELECT id FROM consent WHERE case_id = $1", case_id))


async def search_by_code(profile: Profile, case: dict[str, Any]) -> None:
    person = profile.person
    await person.go("/bureau/dossiers")
    await person.fill(code=case["code"])
    await person.find()
    assert case["code"] in await person.text()
    assert case["code"] not in person.page.url


async def search_log(world: World, profile: Profile, case: dict[str, Any]) -> None:
    """Another person, on the same telephone, searches the log by a name and by a code."""
    person = profile.person
    cookie = await open_session(world, world.oversight.agent(Role.AUDITOR))
    await profile.context.add_cookies([session_cookie(person.address, cookie)])
    await person.go("/bureau/journal")
    await profile.fill(name="Zqkoulibalywyx")
    await person.send()
    await profile.fill(name="", code=case["code"])
    await person.send()
    assert case["code"] in await person.page.content()
    await profile.leave("switch")


async def make_account(profile: Profile, name: str) -> str:
    """Choose what opens a personal account; return one of the recovery codes."""
    person, page = profile.person, profile.person.page
    secret = await page.inner_text(".secret")
    plain = "".join(secret.split())
    profile.plant({secret, plain, PASSWORD})
    for again in ("Zqother mangues vertes", PASSWORD):
        await person.fill(name=name)
        await profile.fill(password=PASSWORD, again=again, code=pyotp.TOTP(plain).now())
        await person.send()
    codes = [str(text).strip() for text in await page.locator("li.code").all_inner_texts()]
    assert len(codes) == 10, await person.text()
    profile.plant(codes + [code.replace(" ", "") for code in codes])
    return codes[0]


async def lock(world: World, agent_id: UUID) -> None:
    for session_id in await _sessions_of(world, agent_id):
        await world.arrange(
            session_id,
            "UPDATE agent_session SET locks_at = now() - interval '1 minute' WHERE id = $1",
            session_id,
        )
        world.process.sessions.forget(session_id)


async def _end(world: World, agent_id: UUID) -> None:
    for session_id in await _sessions_of(world, agent_id):
        async with unguarded(world.owner, "agent_session") as connection:
            await connection.execute(
                "UPDATE agent_session SET expires_at = now() - interval '1 minute' WHERE id = $1",
                session_id,
            )
        world.process.sessions.forget(session_id)


async def _sessions_of(world: World, agent_id: UUID) -> list[UUID]:
    rows = await world.owner.fetch(
        "SELECT id FROM agent_session WHERE agent_id = $1 AND status = 'open'", agent_id
    )
    return [row["id"] for row in rows]
