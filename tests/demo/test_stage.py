"""The stage waits for what the worker does, for a while; what it waits for was invented well."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from typing_extensions import override

from referral_api.demo import stage as stages
from referral_api.demo.client import Partners
from referral_api.demo.incident_people import forty, invent_person
from referral_api.demo.stage import Answer, Stage, StoryBroken
from referral_api.domain.codelists.persons import Likeness
from referral_api.domain.identification.identities.compounds import (
    Described,
    compounds_to_find,
    stored_compounds,
)
from referral_api.domain.identification.identities.likeness import likeness
from referral_api.domain.identification.identities.schemas import IdentityFields

_LOOKS = ("regarde.", "looks.")


class _Heard(Partners):
    """A service that answers what it is told to, one response after the other."""

    def __init__(self, *answers: httpx.Response) -> None:
        super().__init__("http://service.test", "http://service.test", Path("keys"), "fr")
        self.answers = list(answers)

    @override
    def ask_for_token(self, agent: Any) -> httpx.Response:
        return httpx.Response(200, json={"access_token": "token"})

    @override
    def call(self, *_: Any, **__: Any) -> httpx.Response:
        return self.answers.pop(0)


def _page(*items: int) -> httpx.Response:
    return httpx.Response(200, json={"items": list(items)})


def _waits(partners: _Heard, seconds: float) -> Answer:
    stage = Stage(partners, "fr")
    try:
        return stage.wait_for(
            "Kadi", _LOOKS, "/v1/notices", lambda page: bool(page["items"]), seconds
        )
    finally:
        stage.close()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "_PAUSE", 0)


def test_it_looks_again_until_it_is_so(capsys: pytest.CaptureFixture[str]) -> None:
    partners = _Heard(_page(), _page(), _page(7), _page(8))
    assert _waits(partners, 60)["items"] == [7]
    assert len(partners.answers) == 1
    assert capsys.readouterr().out.count("GET /v1/notices → 200") == 1


def test_it_gives_up_after_a_while() -> None:
    with pytest.raises(StoryBroken, match="en vain"):
        _waits(_Heard(_page(), _page(7)), -1)


def test_a_refusal_ends_the_waiting_at_once() -> None:
    partners = _Heard(httpx.Response(403, json={"code": "forbidden"}), _page(7))
    with pytest.raises(StoryBroken, match="403"):
        _waits(partners, 60)
    assert len(partners.answers) == 1


def test_forty_people_are_met_of_whom_the_last_is_of_unknown_age() -> None:
    people = forty()
    assert len(people) == 40
    assert [one["age_in_doubt"] for one in people if "age_in_doubt" in one] == [True]
    assert people[-1]["age_band"] == "unknown"


def test_the_invented_woman_is_found_though_she_is_spelt_otherwise() -> None:
    person = invent_person()
    written, heard = (
        Described(IdentityFields.model_validate(one), "female")
        for one in (person.written, person.heard)
    )
    assert written.identity.family_name != heard.identity.family_name
    assert stored_compounds(written) & set(compounds_to_find(heard))
    assert likeness(written, heard) in {Likeness.STRONG, Likeness.PROBABLE}
    assert invent_person() != invent_person()
