"""Names are what they seem: trimmed, composed, never blank, with nothing hidden in them."""

import sys
import unicodedata
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from referral_api.domain.names import Name
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.partner import new_key
from tests.support.world import World

_HIDDEN = [
    "Foyer\u200bEspoir",
    "Foyer \u202eriopsE",
    "Foyer\tEspoir",
    "Foyer\n",
    "A\u0000",
    "\u2066Foyer\u2069",
    "\u3164\u3164",
    "Foyer\ufe0f",
    "Foyer \ue000",
]
_BLANK = ["   ", "\u00a0\u2003"]
_WITHOUT_A_LETTER = ["\u2800", "\u0301\u0301", " - ", "?"]


async def _try(world: World, what: str, name: str) -> dict[str, Any]:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    path, field, agent, version = f"/v1/{what}", "name", administrator, None
    body: dict[str, Any] = {"name": name}
    match what:
        case "organisations":
            body |= {"type": "ngo", "htcds_type": "NGO"}
        case "agents":
            body |= {"organisation_id": str(world.ngo.id), "roles": ["case_worker"]}
        case "clients":
            body |= {"organisation_id": str(world.ngo.id), "jwks": new_key().public_jwks()}
        case _:
            case = await world.a_case()
            path, field, version = f"/v1/cases/{case['id']}/identity", "family_name", 0
            body, agent = {field: name}, world.police.agent(Role.FIRST_RESPONDER)
    method = "PUT" if version == 0 else "POST"
    problem = await refused(
        world, 422, "malformed-input", agent, method, path, body, version=version
    )
    (error,) = problem["errors"]
    assert error["pointer"] == f"/{field}"
    return dict(error)


@pytest.mark.parametrize("what", ["organisations", "agents", "clients", "identity"])
async def test_no_name_hides_anything_or_is_blank(world: World, what: str) -> None:
    for name in _HIDDEN:
        assert (await _try(world, what, name))["code"] == "invalid_characters", ascii(name)
    for name in _BLANK:
        assert (await _try(world, what, name))["code"] == "too_short", ascii(name)
    for name in _WITHOUT_A_LETTER:
        assert (await _try(world, what, name))["code"] == "invalid_value", ascii(name)


async def test_a_name_is_kept_trimmed_and_composed(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case()
    body = {"family_name": " Ke\u0301ita\u00a0", "other_names": ["  N\u2019Golo "]}
    path = f"/v1/cases/{case['id']}/identity"
    read = await world.done(officer, "PUT", path, body, version=0)
    assert read["identity"]["family_name"] == "K\u00e9ita"
    assert read["identity"]["other_names"] == ["N\u2019Golo"]


@pytest.mark.parametrize("name", ["Traoré", "ߒߞߏ", "محمد", "Ɲɔ̀njɛ", "N'Diaye-Ba 2", "Центр"])
def test_a_name_of_any_script_is_a_name(name: str) -> None:
    assert TypeAdapter(Name).validate_python(name) == unicodedata.normalize("NFC", name)


def test_every_hidden_character_of_unicode_is_refused_and_no_letter() -> None:
    adapter = TypeAdapter(Name)
    for point in range(sys.maxunicode + 1):
        sign = chr(point)
        kind = unicodedata.category(sign)
        if kind in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            with pytest.raises(ValidationError):
                adapter.validate_python(f"a{sign}b")
        elif kind in {"Lu", "Ll", "Lt", "Nd"}:
            adapter.validate_python(sign)
