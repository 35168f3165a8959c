"""A structure sends its filled form as a file: read in memory, refused by cell, taken once."""

import secrets
from uuid import UUID

import httpx

from referral_api.permissions import Role
from tests.support.contributions import a_filled_form
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

SHEET = "/bureau/contributions/feuille"


async def upload(
    visitor: Visitor, page: httpx.Response, action: str, content: bytes | None
) -> httpx.Response:
    """Send a form with a file as a browser does."""
    boundary = f"----Boundary{secrets.token_hex(8)}"
    body = b""
    for name, value in Parsed(page.text).form(action).filled():
        if name != "file":
            body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'.encode()
            body += f"\r\n\r\n{value}\r\n".encode()
    if content is not None:
        body += (
            (
                f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="Aé.xlsx"'
                "\r\nContent-Type: application/octet-stream\r\n\r\n"
            ).encode()
            + content
            + b"\r\n"
        )
    body += f"--{boundary}--\r\n".encode()
    answer = await visitor._http.request(
        "POST", action, content=body,
        headers={
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Sec-Fetch-Site": "same-origin", "Accept-Language": "fr",
            "Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
        },
    )  # fmt: skip
    visitor._keep(answer)
    return answer


async def test_a_filled_form_becomes_a_contribution_once(world: World) -> None:
    agent = world.ngo.agent(Role.SUPERVISOR)
    visitor = await Visitor.of(world, agent)
    page = await visitor.get(SHEET)
    assert page.status_code == 200
    wrong = await upload(visitor, page, SHEET, a_filled_form(C9="douze"))
    assert wrong.status_code == 422
    assert "Cellule C9" in Parsed(wrong.text).text
    assert "douze" not in wrong.text
    nothing = await upload(visitor, wrong, SHEET, None)
    assert nothing.status_code == 422
    content = a_filled_form()
    made = await upload(visitor, nothing, SHEET, content)
    assert made.status_code == 303, Parsed(made.text).text
    place, _, _ = made.headers["location"].partition("?")
    shown = await visitor.get(place)
    assert "Personnes touchées" in Parsed(shown.text).text
    (event,) = await world.events(
        action="contribution:create", subject_id=UUID(place.rpartition("/")[2])
    )
    assert (event["agent_id"], event["outcome"]) == (agent, "allowed")
    again = await upload(visitor, await visitor.get(SHEET), SHEET, content)
    assert again.status_code == 409


async def test_a_body_that_is_no_form_is_refused(world: World) -> None:
    visitor = await Visitor.of(world, world.ngo.agent(Role.SUPERVISOR))
    for said, body in (
        ("multipart/form-data", b"x"), ("multipart/form-data; boundary=a", b"--b\r\n\r\n"),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: x\r\n\r\ny\r\n--a--"),
        ("multipart/form-data; boundary=a", b"--a--"),
        ("multipart/form-data; boundary=a", b"--a\r\n" * 100),
    ):  # fmt: skip
        answer = await visitor._http.request(
            "POST", SHEET, content=body,
            headers={"Content-Type": said, "Sec-Fetch-Site": "same-origin",
                     "Cookie": f"__Host-seance={visitor.cookies['__Host-seance']}"},
        )  # fmt: skip
        assert answer.status_code in {400, 403, 422}
        assert answer.headers["content-type"].startswith("text/html")
