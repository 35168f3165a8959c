"""Partner systems: registered by their public keys, rotated without a gap, deactivated."""

from typing import Any

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.partner import Partner, new_key
from tests.support.world import World


async def test_a_response_about_a_client_holds_only_the_names_of_its_keys(world: World) -> None:
    partner = await Partner.register(world, world.ngo)
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    path = f"/v1/clients/{partner.id}"
    result = await world.done(administrator, "GET", path)
    assert result["key_ids"] == [partner.key.key_id]
    assert set(result) == {
        "id", "organisation_id", "name", "key_ids", "active", "version", "pending_change_id",
    }  # fmt: skip
    listed = await world.done(
        administrator, "GET", f"/v1/clients?organisation_id={world.ngo.id}&limit=100"
    )
    assert partner.id in [item["id"] for item in listed["items"]]
    for action in ("client:create", "client:read"):
        assert await recorded(world, action, result) == [administrator]


async def test_keys_rotate_without_a_gap_once_a_second_administrator_confirms(
    world: World,
) -> None:
    partner = await Partner.register(world, world.ngo)
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    path = f"/v1/clients/{partner.id}"
    successor = Partner(world, world.ngo, partner.id, new_key())
    assert (await successor.ask()).status_code == 401
    keys = [*partner.key.public_jwks()["keys"], *successor.key.public_jwks()["keys"]]
    result = await world.done(administrator, "PATCH", path, {"jwks": {"keys": keys}}, version=2)
    assert len(result["key_ids"]) == 1
    assert (await successor.ask()).status_code == 401
    await world.confirmed(result)
    assert (await partner.ask()).status_code == (await successor.ask()).status_code == 200
    body = {"jwks": successor.key.public_jwks()}
    result = await world.done(administrator, "PATCH", path, body, version=4)
    await world.confirmed(result)
    assert (await partner.ask()).status_code == 401
    assert (await successor.ask()).status_code == 200
    second = world.ngo.agent(Role.ADMINISTRATOR)
    assert await recorded(world, "client:update", result) == [
        second, administrator, second, administrator, second,
    ]  # fmt: skip


async def test_a_private_key_or_no_key_is_not_registered(world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    (public,) = new_key().public_jwks()["keys"]
    body: dict[str, Any] = {"organisation_id": str(world.ngo.id), "name": "Système fictif"}
    for keys in ([], [public | {"d": "AA"}], [public | {"kty": "oct"}], [public, public]):
        result = await refused(
            world, 422, "malformed-input", administrator, "POST", "/v1/clients",
            body | {"jwks": {"keys": keys}},
        )  # fmt: skip
        assert result["errors"][0]["pointer"].startswith("/jwks")


async def test_only_an_administrator_manages_or_reads_clients(world: World) -> None:
    partner = await Partner.register(world, world.ngo)
    for role in set(Role) - {Role.ADMINISTRATOR, Role.PARTNER_SYSTEM}:
        agent = world.ngo.agent(role)
        await refused(world, 403, "forbidden", agent, "GET", "/v1/clients")
        await refused(world, 403, "forbidden", agent, "GET", f"/v1/clients/{partner.id}")
