"""Signing in on a registered device: a code of the supervisor, a PIN of one's own, and leaving."""

from referral_api.permissions import Role
from tests.support.signing_in import OWN_PIN, one_time_pin, registered_browser, sign_in
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


async def test_a_guard_signs_in_with_a_one_time_pin_chooses_one_and_leaves(world: World) -> None:
    guard = world.shelter.agent(Role.INTAKE_OFFICER)
    visitor = await registered_browser(world, world.shelter)
    pin = await one_time_pin(world, world.shelter, guard)
    await sign_in(visitor, guard, pin, OWN_PIN)
    start = await visitor.get("/bureau")
    assert start.status_code == 200
    assert "Demandes" in Parsed(start.text).text
    left = await visitor.send(start, "/bureau/sortir", how="switch")
    assert (left.status_code, left.headers["location"]) == (303, "/bureau/entrer")
    assert "__Host-seance" not in visitor.cookies
    again = await visitor.get("/bureau")
    assert (again.status_code, again.headers["location"]) == (303, "/bureau/entrer")
    await sign_in(visitor, guard, OWN_PIN)
    actions = await world.owner.fetch(
        "SELECT action, outcome, code FROM audit_event WHERE agent_id = $1"
        " AND action IN ('pin:set', 'session:open', 'session:end') ORDER BY recorded_at",
        guard,
    )
    assert [tuple(row) for row in actions] == [
        ("pin:set", "allowed", None), ("session:open", "allowed", "pin"),
        ("session:end", "allowed", "switched"), ("session:open", "allowed", "pin"),
    ]  # fmt: skip


async def test_an_officer_registers_a_person_and_reads_the_file(world: World) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    form = await officer.get("/bureau/dossiers/nouveau")
    assert form.status_code == 200
    empty = await officer.send(form, "/bureau/dossiers/nouveau")
    assert empty.status_code == 422
    assert "Rien n'a été enregistré." in Parsed(empty.text).text
    made = await officer.send(
        empty, "/bureau/dossiers/nouveau", sex="female", age_band="18_24", region="KAYES",
        age_in_doubt="no",
    )  # fmt: skip
    assert made.status_code == 303, made.text
    page = await officer.get(made.headers["location"])
    assert page.status_code == 200, page.text
