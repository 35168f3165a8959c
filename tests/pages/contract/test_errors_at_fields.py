"""Each fault of a form is told at its field: the summary leads there, and the field says it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from typing_extensions import override

from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.addresses import address_of
from referral_api.pages.forms.controls import Control, Kind, controls_of
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.permissions import Role
from tests.support.route_table import ROWS
from tests.support.scene import Relation, Scene
from tests.support.visibility_oracle import expected_status
from tests.support.visitors import Parsed, Visitor, open_session
from tests.support.world import World

# What stands hidden in a form that is made by hand: it cannot be typed wrongly.
_SCREENING = ROWS["record_screening"].body
_SCREENED = _SCREENING(defaultdict(lambda: str(uuid4()))) if _SCREENING else {}
_ASKED_BY_NO_FIELD = {
    "pillar": "protection", "instrument": _SCREENED["instrument"],
    "instrument_version": _SCREENED["instrument_version"],
    "question": _SCREENED["answers"][0]["question"],
}  # fmt: skip
_WITHOUT_END = {"input", "br", "meta", "link", "img", "hr"}
FORMS = [
    name for name, each in sorted(OPERATIONS.items())
    if each.changes and each.body is not None and name not in LEFT_OUT
]  # fmt: skip


class _Described(HTMLParser):
    """The ids of a page, and by which errors each element, or one within it, is described."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids = set[str]()
        self.by = dict[str, set[str]]()
        self._within: list[str] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        if tag not in _WITHOUT_END:
            self._within.append(given.get("id", ""))
        around = {*self._within, given.get("id", "")} - {""}
        for name in around:
            self.by.setdefault(name, set()).update(given.get("aria-describedby", "").split())

    @override
    def handle_endtag(self, tag: str) -> None:
        self._within.pop()


def _rubbish(controls: Sequence[Control], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Fill every field with what it cannot take; of rows the first stays empty."""
    for control in controls:
        name = f"{prefix}{control.name}"
        match control.kind:
            case Kind.GROUP:
                yield from _rubbish(control.members, f"{name}.")
            case Kind.GROUPS:
                yield f"{name}.0.{control.members[0].name}", ""
                yield from _rubbish(control.members, f"{name}.1.")
            case Kind.DAY | Kind.INSTANT:
                yield from ((f"{name}.{part}", "99") for part in "dmyh")
            case Kind.BOX | Kind.YES_NO:
                pass
            case _ if control.name in _ASKED_BY_NO_FIELD:
                yield name, _ASKED_BY_NO_FIELD[control.name]
            case _:
                yield name, "²" * ((control.length or 40) + 1)


def _who(scene: Scene, operation: Operation) -> tuple[Relation, Role] | None:
    return next(
        (
            (relation, role) for relation in Relation for role in Role
            if role is not Role.PARTNER_SYSTEM and expected_status(
                scene, ROWS[operation.name], operation.permission, relation, role
            ) not in {403, 404}
        ),
        None,
    )  # fmt: skip


@pytest.fixture(scope="module")
async def refused(world: World, scene: Scene) -> dict[str, str]:
    """Send every form with rubbish, and return the pages that refuse it."""
    visitors: dict[tuple[Relation, Role], tuple[Visitor, str]] = {}
    found = {}
    for name in FORMS:
        operation = OPERATIONS[name]
        caller = _who(scene, operation)
        assert operation.body is not None
        sent = list(_rubbish(controls_of(operation.body)))
        if name == "correct_screening":  # its form says which instrument it was
            sent += [(each, _SCREENED[each]) for each in ("instrument", "instrument_version")]
        if caller is None or not any(value for _, value in sent):
            continue
        if caller not in visitors:
            agent_id, _ = scene.tokens.callers[caller]
            visitor = Visitor(world, await open_session(world, agent_id))
            start = Parsed((await visitor.get("/bureau")).text)
            visitors[caller] = visitor, start.form("/bureau/langue").fields[0].value
        visitor, token = visitors[caller]
        place = address_of(operation, scene.places[caller[0]])
        page = await visitor.post(
            place, [("csrf", token), ("key", str(uuid4())), ("version", "1"), *sent]
        )
        assert page.status_code == 422, (name, page.status_code, Parsed(page.text).text)
        found[name] = page.text
    assert len(found) > 150
    return found


def test_each_fault_of_the_summary_leads_to_a_field_that_says_it(refused: dict[str, str]) -> None:
    wrong = []
    for name, html in refused.items():
        described = _Described(html)
        leads = [href[1:] for href, _ in Parsed(html).links if href.startswith("#f-")]
        wrong += [f"{name}: no fault" for _ in range(not leads)]
        for field in leads:
            error = f"e-{field.removeprefix('f-')}"
            if error not in described.by.get(field, ()) or error not in described.ids:
                wrong.append(f"{name}: {field}")
    assert not wrong, "\n".join(wrong)
