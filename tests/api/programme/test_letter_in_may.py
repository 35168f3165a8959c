"""The letter of May: received on the 15th, called at once, frozen on the 17th, two silent.

Fourteen structures are called. Twelve answer: five through the service, five by the form, two by
telephone. Then the report is written as DOCX and PDF. The days of the story are counted from today:
the letter came two days ago, and today is the day on which the answer is due.
"""

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import docx
import pypdf

from referral_api.permissions import Role
from referral_api.reports.forms import Form
from tests.support.contributions import a_filled_form, a_request, answers, lines
from tests.support.tagged_pdf import structure_of
from tests.support.world import World

_CALLED, _BY_API, _BY_FORM, _BY_TELEPHONE = 14, 5, 5, 2


async def test_a_letter_is_answered_in_two_days_and_two_structures_are_silent(
    world: World,
) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    today = datetime.now(UTC).date()
    structures = [await world.make_organisation("ngo") for _ in range(_CALLED)]

    letter = a_request(received_on=str(today - timedelta(days=2)), due_on=str(today))
    request = await world.done(coordinator, "POST", "/v1/contribution-requests", letter)
    called = {"organisation_ids": [str(structure.id) for structure in structures]}
    request = await world.move(coordinator, "contribution-requests", request, "open", called)
    for structure in structures:
        due = await world.done(
            structure.agent(Role.SUPERVISOR), "GET", "/v1/contribution-requests?waiting=true"
        )
        assert [item["id"] for item in due["items"]] == [request["id"]]

    waiting = iter(structures)
    body = {"contribution_request_id": request["id"], "lines": lines()}
    given: dict[str, dict[str, Any]] = {}
    for _ in range(_BY_API):
        structure = next(waiting)
        agent = structure.agent(Role.SUPERVISOR)
        given[str(structure.id)] = await world.done(agent, "POST", "/v1/contributions", body)
    for _ in range(_BY_FORM):
        structure = next(waiting)
        form = a_filled_form(B4=None, B5=None, B6=request["reference"])
        agent = structure.agent(Role.CASE_WORKER)
        made = await world.done(agent, "POST", "/v1/contributions/sheet", form)
        given[str(structure.id)] = made
    for _ in range(_BY_TELEPHONE):
        structure = next(waiting)
        told = {"said_by": "head", "said_at": datetime.now(UTC).isoformat()}
        sent = body | told | {"organisation_id": str(structure.id)}
        made = await world.done(coordinator, "POST", "/v1/contributions", sent)
        given[str(structure.id)] = made
    silent = {str(structure.id) for structure in waiting}
    assert len(silent) == 2

    frozen = await world.move(coordinator, "contribution-requests", request, "freeze")
    told_by = await answers(world, frozen)
    assert len(told_by) == _CALLED
    assert {one for one, answer in told_by.items() if answer["state"] == "silent"} == silent
    for one, made in given.items():
        answer = told_by[one]
        assert (answer["state"], answer["contribution_id"]) == ("answered", made["id"])
        assert answer["contribution_version"] == 1
    channels = sorted(made["channel"] for made in given.values())
    assert channels == ["api"] * _BY_API + ["sheet"] * _BY_FORM + ["telephone"] * _BY_TELEPHONE

    await _the_report_is_written(world, request)
    answered = await world.move(coordinator, "contribution-requests", frozen, "answer")
    assert answered["status"] == "answered"
    events = await world.events(subject_id=UUID(request["id"]), outcome="allowed")
    acts = [event["action"].partition(":")[2] for event in events]
    assert acts == ["create", "open", "freeze", "list_answers", "answer"]


async def _the_report_is_written(world: World, request: dict[str, Any]) -> None:
    """Ask for the DOCX and the PDF, twice: the same bytes of the same cut."""
    coordinator = world.coordination.agent(Role.COORDINATOR)
    path = f"/v1/reports/contribution?request={request['id']}"
    made: dict[Form, bytes] = {}
    for form in (Form.DOCX, Form.PDF, Form.DOCX, Form.PDF):
        accept = {"Accept": form.media_type}
        response = await world.call(coordinator, "GET", path, headers=accept)
        assert (response.status_code, response.headers["Content-Type"]) == (200, form.media_type)
        path = response.headers["Content-Location"]
        assert made.setdefault(form, response.content) == response.content

    word: Any = docx.Document(io.BytesIO(made[Form.DOCX]))
    headings = [p.text for p in word.paragraphs if "Heading" in p.style.name]
    assert [heading for heading in headings if heading.startswith(("I", "1."))] == [
        "I. SAISINE", "II. OBJET",
        "III. PRÉSENTATION DE LA RÉSOLUTION ET DES DOCUMENTS QUI L'ACCOMPAGNENT",
        "IV. CONTRIBUTIONS", "1. Rappel", "1.1 Prévention", "1.2 Protection", "1.3 Poursuite",
        "1.4 Partenariat", "1.5 Plan d'action national",
    ]  # fmt: skip
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert (
        f"{_CALLED} structures appelées\u00a0: 12 ont répondu dans le délai, 0 en retard, 2 sont"
        " restées sans réponse, 0 sont attendues." in said
    )
    assert "5 – saisie dans le service, 5 – formulaire xlsx, 2 – par téléphone" in said

    pdf = pypdf.PdfReader(io.BytesIO(made[Form.PDF]))
    root: Any = pdf.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"Contributions sur\u00a0: {request['title']}"
    tags = list(structure_of(root["/StructTreeRoot"]))
    pictures = [tag for tag in tags if tag.get("/S") == "/Figure"]
    assert all(picture["/Alt"] for picture in pictures)
