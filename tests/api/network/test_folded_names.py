"""No two organisations can be confused by their names."""

import secrets
from uuid import UUID, uuid4

import asyncpg
import pytest

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import World


def _body(name: str) -> dict[str, str]:
    return {"name": name, "type": "shelter", "htcds_type": "NGO"}


def _administrator(world: World) -> UUID:
    return world.coordination.agent(Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    "alike",
    [
        "FOYER D'ÉTÉ {}",
        "foyer d'ete {}",
        "Foyer  d\u2019été {}",
        "Foyer\u00a0d'e\u0301te\u0301 {}",
        "F\u043eyer d'été {}",
        "Foyer d'\u0435t\u0435 {}",
        "F0yer d'été {}",
        "Fo\u0443er d'été {}",
        "Ｆoyer d'été {}",
        "Foyer d'étɛ {}",
        "FoyerDété{}",
        "Foyer-d\u2013été {}",
        "F\ua4f3yer d'été {}",
        "F\u1d0fyer d'ét\u1d07 {}",
    ],
)
async def test_a_name_that_looks_like_another_is_taken(world: World, alike: str) -> None:
    mark = secrets.token_hex(4)
    administrator = _administrator(world)
    await world.done(administrator, "POST", "/v1/organisations", _body(f"Foyer d'été {mark}"))
    body = _body(alike.format(mark))
    await refused(world, 409, "already-exists", administrator, "POST", "/v1/organisations", body)
    made = await world.done(
        administrator, "POST", "/v1/organisations", _body(f"Foyer d'hiver {mark}")
    )
    path = f"/v1/organisations/{made['id']}"
    await refused(
        world, 409, "already-exists", administrator, "PATCH", path, {"name": body["name"]},
        version=1,
    )  # fmt: skip
    # Its own name in another form is free.
    renamed = await world.done(
        administrator, "PATCH", path, {"name": f"FOYER D'HIVER {mark}"}, version=1
    )
    assert "name_folded" not in renamed


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Ŋaɲa Ɔrɔ", "nanaoro"), ("Œuvre Straße", "oeuvrestrasse"), ("ЦЕНТР", "цehtp"),
        ("ߒߞߏ", "ߒߞߏ"), ("  Centre \t Ségou ", "centresegou"), ("A\u200bB\u00ad", "ab"),
        ("Foyer – Sud", "foyersud"), ("ﬁn ①", "flnl"), ("IOM", "lom"), ("lOM", "lom"),
        ("10M", "lom"), ("S.O.S. Femmes", "sosfemmes"), ("Barnako", "bamako"), ("?", None),
        ("\U0001e900\U0001e901", "\U0001e922\U0001e923"), ("محمد", "محمد"),
    ],
)  # fmt: skip
async def test_a_name_is_folded_to_what_is_seen(
    world: World, name: str, folded: str | None
) -> None:
    assert await world.owner.fetchval("SELECT fold_name($1)", name) == folded


async def test_the_database_folds_for_a_version_that_does_not_know_of_it(world: World) -> None:
    mark = secrets.token_hex(4)
    insert = (
        "INSERT INTO organisation (id, name, type, htcds_type, active, version)"
        " VALUES ($1, $2, 'shelter', 'NGO', true, 1)"
    )
    first, second = uuid4(), uuid4()
    await world.arrange(first, insert, first, f"Maison {mark}")
    with pytest.raises(asyncpg.UniqueViolationError):
        await world.arrange(second, insert, second, f"MAISON  {mark}")


async def test_one_that_looks_like_an_older_one_is_changed_but_for_its_name(world: World) -> None:
    mark = secrets.token_hex(4)
    administrator = _administrator(world)
    made = await world.done(administrator, "POST", "/v1/organisations", _body(f"Refuge {mark}"))
    # As the migration leaves the second of two.
    await world.arrange(
        UUID(made["id"]), "UPDATE organisation SET name_folded = NULL WHERE id = $1", made["id"]
    )
    await world.done(administrator, "POST", "/v1/organisations", _body(f"REFUGE {mark}"))
    path = f"/v1/organisations/{made['id']}"
    changed = await world.done(administrator, "PATCH", path, {"regions": ["KAYES"]}, version=1)
    assert changed["regions"] == ["KAYES"]
    await refused(
        world, 409, "already-exists", administrator, "PATCH", path, {"name": f"Réfuge {mark}"},
        version=2,
    )  # fmt: skip
    await world.done(administrator, "PATCH", path, {"name": f"Asile {mark}"}, version=2)
