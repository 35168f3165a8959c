"""What no form asks of a person: ids and hashes that programs make, and what is about to go."""

from collections.abc import Iterator

from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.addresses import address_of
from referral_api.pages.forms.controls import Control, controls_of, is_deprecated
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


def _all(controls: tuple[Control, ...]) -> Iterator[Control]:
    for control in controls:
        yield control
        yield from _all(control.members)


def test_no_form_asks_for_a_hash_or_an_id_of_its_own() -> None:
    asked = {
        (name, control.name)
        for name, each in OPERATIONS.items()
        if each.body is not None and name not in LEFT_OUT
        for control in _all(controls_of(each.body))
        if control.name.endswith("_sha256") or control.name == "id"
    }
    assert asked == set()


def test_no_form_asks_for_what_is_deprecated() -> None:
    found = 0
    for each in OPERATIONS.values():
        if each.body is not None:
            old = {name for name, info in each.body.model_fields.items() if is_deprecated(info)}
            assert old.isdisjoint(control.name for control in controls_of(each.body)), each.name
            found += len(old)
    assert found > 1


async def test_a_file_is_changed_with_one_list_of_nationalities(world: World) -> None:
    case = await world.a_case()
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    page = await officer.get(address_of(OPERATIONS["update_case"], {"case_id": case["id"]}))
    names = {field.name for form in Parsed(page.text).forms for field in form.fields}
    assert "nationalities" in names
    assert "nationality" not in names
