"""Every kind of page, and every state that a page may be in: what is looked at with each rule."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.pages.browser.everyone import Everyone
from tests.pages.browser.people import Person

Step = Callable[[Person, Everyone], Awaitable[None]]


@dataclass(frozen=True)
class Kind:
    """A page of a role, by its address or operation, and what is done there before looking."""

    name: str
    role: Role | None
    place: str
    status: int = 200
    step: Step | None = None
    # How many kB it may have on the line, by itself.
    most: float = 15

    def address(self, everyone: Everyone) -> str:
        """Return the address of the page."""
        if self.place.startswith("/"):
            return self.place
        return address_of(OPERATIONS[self.place], everyone.ids)


async def _send_as_it_is(person: Person, _: Everyone) -> None:
    await person.send()


async def _register(person: Person, _: Everyone) -> None:
    await person.fill(sex="female", age_band="25_59", region="KAYES")
    await person.send()


async def _guess_code(person: Person, _: Everyone) -> None:
    await person.fill(code="ABCDEFGHJK", name="Bureau")
    await person.send()


async def _unfold(person: Person, _: Everyone) -> None:
    while await (folded := person.page.locator("main details:not([open]) > summary")).count():
        await folded.first.click()


OFFICER, GUARD = Role.FIRST_RESPONDER, Role.INTAKE_OFFICER
KINDS = (
    Kind("sign-in", None, "/bureau/entrer"),
    Kind("register a device", None, "/bureau/appareil"),
    Kind("a device refused", None, "/bureau/appareil", step=_guess_code),
    Kind("pause", None, "/bureau/pause"),
    Kind("start", OFFICER, "/bureau"),
    Kind("start of an administrator", Role.ADMINISTRATOR, "/bureau"),
    Kind("all headings", Role.SUPERVISOR, "/bureau/rubriques", most=60),
    Kind("list of 25", OFFICER, "list_cases"),
    Kind("list, filters open", OFFICER, "list_cases", step=_unfold),
    Kind("list of requests", GUARD, "list_referrals"),
    Kind("empty list", Role.MAGISTRATE, "list_cases"),
    Kind("record of a file", OFFICER, "read_case"),
    Kind("record of a request", GUARD, "read_referral"),
    Kind("record of an identity", OFFICER, "read_identity"),
    Kind("form, empty", OFFICER, "register_case", most=60),
    Kind("form, all of it", OFFICER, "register_case", step=_unfold, most=60),
    Kind("form, wrong", OFFICER, "register_case", step=_send_as_it_is, most=60),
    Kind("done", OFFICER, "register_case", step=_register),
    Kind("form of a consent", OFFICER, "record_consent", most=60),
    Kind("form of an identity", OFFICER, "record_identity", most=60),
    Kind("form of a refusal", GUARD, "reject_referral", most=60),
    Kind("form of a request", OFFICER, "create_referral", most=60),
    Kind("log", Role.AUDITOR, "search_audit_events", most=60),
    Kind("people", Role.ADMINISTRATOR, "list_agents"),
    Kind("directory", Role.COORDINATOR, "list_organisations"),
    Kind("board", Role.COORDINATOR, "/bureau/tableau"),
    Kind("forbidden", GUARD, "search_audit_events", status=403),
    Kind("not found", OFFICER, f"/bureau/dossiers/{uuid4()}", status=404),
)
