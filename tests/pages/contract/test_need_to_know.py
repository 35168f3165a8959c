"""Every page × every role × every relation to the case, from the pages that the app serves."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from fastapi import FastAPI

from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.acts.running import lacks
from referral_api.pages.addresses import PREFIX, address_of, pattern_of
from referral_api.pages.install import all_pages
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.route import OpenPage, Page, PagesRoute, PermissionPage, VisitorPage
from referral_api.permissions import HOLDERS, ON_PAGES, Role
from tests.support.draw import Draw, draw
from tests.support.page_walks import fields_of
from tests.support.route_table import ROWS
from tests.support.scene import Relation, Scene
from tests.support.visibility_oracle import expected_status
from tests.support.visitors import Parsed, Visitor, open_session
from tests.support.world import World

# Pages that anybody may ask for, each for a reason of its own: signing in, a code, nothing.
# Leaving is done whether the session is open, locked or over. An invitation makes an account.
OPEN = {
    "/bureau/entrer", "/bureau/appareil", "/bureau/pause", "/bureau/sortir",
    "/bureau/entrer/personnel", "/bureau/invitation", "/bureau/image/{token}",
    "/bureau/entrer/cle", "/bureau/entrer/compte", "/bureau/entrer/retour", "/bureau/issuer/logout",
}  # fmt: skip
# Pages for whoever has signed in: menus of what the visitor may do, a language, and that a form
# was not sent.
FOR_VISITORS = {
    "/bureau", "/bureau/rubriques", "/bureau/langue", "/bureau/non-envoye",
    "/bureau/tableau",
}  # fmt: skip
# Pages beside that of their operation: what comes after a registration, what reading an identity
# means, our places, what this week brings, and papers.
BESIDE = {
    "/bureau/dossiers/{case_id}/suite", "/bureau/dossiers/{case_id}/ouvrir",
    "/bureau/places", "/bureau/mes-dossiers", "/bureau/papier/a/{referral_id}",
    "/bureau/papier/b/{consent_id}", "/bureau/papier/c/{code_pad_id}",
    "/bureau/papier/d/{code_pad_id}", "/bureau/papier/e/{code_pad_id}",
}  # fmt: skip
# What is asked for a period first, on a page.
ASK_FIRST = {"ask_figure", "make_contribution_report"}


def test_every_page_declares_its_operation_or_is_on_a_short_list() -> None:
    undeclared = [page for page in all_pages() if not isinstance(page, Page | PermissionPage)]
    assert {page.path for page in undeclared if isinstance(page, OpenPage)} == OPEN
    assert {page.path for page in undeclared if isinstance(page, VisitorPage)} == FOR_VISITORS
    assert len(undeclared) == len(OPEN) + len(FOR_VISITORS)
    by_permission = [page for page in all_pages() if isinstance(page, PermissionPage)]
    assert {page.permission for page in by_permission} <= ON_PAGES


def test_every_operation_has_one_page_or_a_reason_why_it_has_none() -> None:
    pages = [page for page in all_pages() if isinstance(page, Page)]
    shown = [page.operation.name for page in pages if page.path not in BESIDE]
    assert len(shown) > 380
    assert sorted([*shown, *LEFT_OUT]) == sorted(OPERATIONS)
    assert all(page.operation.permission in HOLDERS for page in all_pages()
               if isinstance(page, Page))  # fmt: skip


def test_no_two_pages_have_the_same_address() -> None:
    paths = [page.path for page in all_pages()]
    assert len(paths) == len(set(paths))


def test_the_app_serves_pages_by_their_one_route_alone(app: FastAPI) -> None:
    below = [route for route in app.routes if getattr(route, "path", "").startswith(PREFIX)]
    pages = [route for route in below if isinstance(route, PagesRoute)]
    assert [page.path for page in pages[0].pages] == [page.path for page in all_pages()]
    assert [route.path for route in below if route not in pages] == [  # type: ignore[attr-defined]
        f"{PREFIX}/fichiers/{{digest}}/{{name}}"
    ]


@dataclass(frozen=True)
class Cell:
    operation: Operation
    relation: Relation
    role: Role
    expected: int


def _cells(scene: Scene) -> Iterator[Cell]:
    for name, operation in OPERATIONS.items():
        if name in LEFT_OUT or operation.takes_file:
            continue
        for relation in Relation:
            for role in set(Role) - {Role.PARTNER_SYSTEM}:
                status = expected_status(scene, ROWS[name], operation.permission, relation, role)
                yield Cell(operation, relation, role, _of_page(operation, role, status))


# Refused only once it is known what is asked for.
_AFTER = {(Role.AUDITOR, "figure_of_cases")}


def _of_page(operation: Operation, role: Role, status: int) -> int:
    """Return the status of the page where the API responds with this one."""
    if _asks_first(operation):
        # What the API refuses, because nothing says what is asked for, a page asks.
        return 403 if status == 403 and (role, ROWS[operation.name].rule) not in _AFTER else 200
    return 303 if operation.changes and status in {200, 201} else status


class Visitors:
    """The browsers of the scene's callers."""

    def __init__(self, world: World, scene: Scene) -> None:
        self._world, self._scene = world, scene
        self._known: dict[tuple[Relation, Role], tuple[Visitor, str]] = {}

    async def find(self, relation: Relation, role: Role) -> tuple[Visitor, str]:
        """Return a caller's browser, and the token that its forms carry."""
        if (relation, role) not in self._known:
            agent_id, _ = self._scene.tokens.callers[relation, role]
            visitor = Visitor(self._world, await open_session(self._world, agent_id))
            start = Parsed((await visitor.get(PREFIX)).text)
            token = start.form("/bureau/langue").fields[0].value
            self._known[relation, role] = visitor, token
        return self._known[relation, role]


async def test_every_page_responds_to_every_role_in_every_relation_as_the_api_does(
    world: World, scene: Scene
) -> None:
    visitors, wrong = Visitors(world, scene), []
    drawn = Draw(draw.seed, 1 if draw.one_in == 1 else 12 * draw.one_in).of(
        sorted(_cells(scene), key=lambda cell: (cell.operation.name, cell.relation, cell.role)),
        lambda cell: (cell.operation.name, cell.relation, cell.role),
        lambda cell: cell.operation.name,
    )
    asked: dict[str, tuple[Cell, int]] = {}
    for cell in drawn:
        request_id = str(uuid4())
        status = await _visit(visitors, scene, cell, request_id)
        asked[request_id] = cell, status
        if status != cell.expected:
            told = f"{status}, not {cell.expected}"
            wrong.append(f"{cell.operation.name} {cell.relation} {cell.role}: {told}")
    assert not wrong, "\n".join(wrong)
    rows = await world.owner.fetch(
        "SELECT request_id, action, outcome FROM audit_event"
        " WHERE request_id = ANY ($1::text[]) AND code IS DISTINCT FROM 'replayed'",
        list(asked),
    )
    left = {(row["request_id"], row["action"], row["outcome"]) for row in rows}
    for request_id, (cell, status) in asked.items():
        outcome = "allowed" if status in {200, 303} else "refused"
        only_asks = status == 200 and _asks_first(cell.operation)
        assert only_asks or (request_id, cell.operation.permission, outcome) in left, cell


async def _visit(visitors: Visitors, scene: Scene, cell: Cell, request_id: str) -> int:
    operation, place = cell.operation, scene.places[cell.relation]
    visitor, token = await visitors.find(cell.relation, cell.role)
    address = address_of(operation, place)
    if operation.is_reading:
        return (await visitor.get(address, X_Request_ID=request_id)).status_code
    row, named = ROWS[operation.name], pattern_of(operation)
    body = row.body(place) if row.body else None
    sent = [pair for pair in fields_of(operation, body) if f"{{{pair[0]}}}" not in named]
    sent += [("csrf", token), ("key", str(uuid4())), ("version", "999999")]
    return (await visitor.post(address, sent, X_Request_ID=request_id)).status_code


def _asks_first(operation: Operation) -> bool:
    return operation.is_reading and (operation.name in ASK_FIRST or lacks(operation, {}))
