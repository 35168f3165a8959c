"""Every kind of page, and every state that a page may be in: what is looked at with each rule."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.pages.browser import steps
from tests.pages.browser.everyone import Everyone


class Reader(StrEnum):
    """Who reads in a browser that signs in by itself, or in which nobody has signed in."""

    NOBODY = "nobody"
    ACCOUNT = "account"  # invited, sets a personal account up, keeps a unit's devices
    TELEPHONE = "telephone"  # a device of a unit, and a guard with a PIN


@dataclass(frozen=True)
class Kind:
    """A page of a reader, by its address or operation; without one, the page before goes on.

    ``step`` is what is done there before looking; ``status`` is of the page that is looked at.
    """

    name: str
    reader: Role | Reader
    place: str = ""
    status: int = 200
    step: steps.Step | None = None
    # How many kB it may have on the line, by itself.
    most: float = 15

    def address(self, everyone: Everyone) -> str:
        """Return the address of the page."""
        if self.place.startswith("/"):
            return self.place.format_map(everyone.ids)
        name, _, query = self.place.partition("?")
        return f"{address_of(OPERATIONS[name], everyone.ids)}?{query.format_map(everyone.ids)}"


NOBODY, ACCOUNT, TELEPHONE = Reader
OFFICER, GUARD, KEEPER = Role.FIRST_RESPONDER, Role.INTAKE_OFFICER, Role.SUPERVISOR
COORDINATOR, AUDITOR, ADMINISTRATOR = Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR
_YEAR = "from.d=1&from.m=1&from.y=2026&to.d=1&to.m=janvier&to.y=2027"
_FIGURE = "/bureau/chiffres/{figure}"
_OWN, _DEVICES, _PERSON = "/bureau/moi", "/bureau/appareils", "/bureau/personnes/{colleague}"

KINDS = (
    # Before anybody has signed in.
    Kind("sign-in", NOBODY, "/bureau/entrer"),
    Kind("password refused", NOBODY, "/bureau/entrer", 401, steps.guess_password),
    Kind("register a device", NOBODY, "/bureau/appareil"),
    Kind("a device refused", NOBODY, "/bureau/appareil", 401, steps.guess_code),
    Kind("passkey", NOBODY, "/bureau/entrer/cle"),
    Kind("passkey refused", NOBODY, "/bureau/entrer/cle", 401, steps.answer_nothing),
    Kind("another service, too late", NOBODY, "/bureau/entrer/retour", 401),
    Kind("pause", NOBODY, "/bureau/pause"),
    Kind("invitation", NOBODY, "/bureau/invitation"),
    Kind("invitation refused", NOBODY, "/bureau/invitation", 401, steps.send_as_it_is),
    # A personal account, from the invitation on.
    Kind("account, set up", ACCOUNT, "/bureau/invitation", step=steps.accept_invitation),
    Kind("account, wrong", ACCOUNT, status=422, step=steps.send_as_it_is),
    Kind("account, recovery codes", ACCOUNT, step=steps.set_up),
    Kind("own account", ACCOUNT, _OWN),
    Kind("ways to sign in", ACCOUNT, f"{_OWN}/preuves"),
    Kind("passkey to add", ACCOUNT, f"{_OWN}/preuves/cle"),
    Kind("passkey not added", ACCOUNT, status=422, step=steps.answer_nothing),
    Kind("password, remove", ACCOUNT, f"{_OWN}/preuves/mot-de-passe/fin"),
    Kind("password, not removed", ACCOUNT, status=409, step=steps.send_as_it_is),
    Kind("password, another", ACCOUNT, f"{_OWN}/preuves/mot-de-passe"),
    Kind("password, another wrong", ACCOUNT, status=422, step=steps.send_as_it_is),
    Kind("password, another set", ACCOUNT, step=steps.set_up),
    Kind("devices", ACCOUNT, _DEVICES),
    Kind("device, code", ACCOUNT, f"{_DEVICES}/code"),
    Kind("device, code shown", ACCOUNT, step=steps.send_as_it_is),
    Kind("devices, one invited", ACCOUNT, _DEVICES),
    Kind("code of a person", ACCOUNT, f"{_PERSON}/code"),
    Kind("code of a person, shown", ACCOUNT, step=steps.send_as_it_is),
    Kind("invite a person", ACCOUNT, f"{_PERSON}/invitation"),
    Kind("invite a person, shown", ACCOUNT, step=steps.send_as_it_is),
    Kind("form forgotten", ACCOUNT, "/bureau/non-envoye"),
    # A telephone of a unit.
    Kind("telephone, sign-in", TELEPHONE, "/bureau/appareil", step=steps.register_device),
    Kind("telephone, code refused", TELEPHONE, status=401, step=steps.guess_pin),
    Kind("telephone, choose a code", TELEPHONE, "/bureau/entrer", step=steps.enter_first),
    Kind("telephone, code too weak", TELEPHONE, status=422, step=steps.choose_weak_pin),
    Kind("telephone, start", TELEPHONE, step=steps.choose_pin),
    Kind("telephone, own account", TELEPHONE, _OWN),
    Kind("telephone, other code", TELEPHONE, f"{_OWN}/code"),
    Kind("telephone, proof asked", TELEPHONE, f"{_OWN}/code", step=steps.age_proof),
    Kind("telephone, proof refused", TELEPHONE, status=401, step=steps.prove_wrongly),
    Kind("nothing printed here", TELEPHONE, "/bureau/papier/b/{consent_id}"),
    Kind("page that waits", TELEPHONE, "/bureau/demandes", 401, steps.be_locked),
    Kind("form that waits", TELEPHONE, status=401, step=steps.send_late),
    # The officer of the police.
    Kind("start", OFFICER, "/bureau"),
    Kind("list of 25", OFFICER, "list_cases"),
    Kind("list, filters open", OFFICER, "list_cases", step=steps.unfold),
    Kind("list, code that is none", OFFICER, "list_cases", 422, steps.search_rubbish),
    Kind("week", OFFICER, "/bureau/mes-dossiers"),
    Kind("record of a file", OFFICER, "read_case", most=60),
    Kind("after registering", OFFICER, "/bureau/dossiers/{case_id}/suite"),
    Kind("before an identity", OFFICER, "/bureau/dossiers/{case_id}/ouvrir"),
    Kind("record of an identity", OFFICER, "read_identity"),
    Kind("record of a consent", OFFICER, "read_consent"),
    Kind("form, empty", OFFICER, "register_case", most=60),
    Kind("form, all of it", OFFICER, "register_case", step=steps.unfold, most=60),
    Kind("form, wrong", OFFICER, "register_case", 422, steps.send_as_it_is, most=60),
    Kind("done", OFFICER, "register_case", step=steps.register),
    Kind("form of a consent", OFFICER, "record_consent", most=60),
    Kind("consent, read aloud", OFFICER, step=steps.read_aloud, most=60),
    Kind("consent, wrong", OFFICER, status=422, step=steps.answer_wrongly, most=60),
    Kind("form of an identity", OFFICER, "record_identity", most=60),
    Kind("identity, wrong", OFFICER, status=422, step=steps.type_wrong_day, most=60),
    Kind("identity, changed by others", OFFICER, "record_identity", 412, steps.send_old, most=60),
    Kind("form of a request", OFFICER, "create_referral?case_id={case_id}", most=60),
    Kind("request, who can help", OFFICER, step=steps.ask_who_can_help, most=60),
    Kind("request, wrong", OFFICER, status=422, step=steps.send_as_it_is, most=60),
    Kind("form of a decision", OFFICER, "record_decision", most=60),
    Kind("screening, the kind", Role.INVESTIGATOR, "record_screening", most=60),
    Kind("screening", Role.INVESTIGATOR, "read_screening"),
    Kind("search of a place", OFFICER, "search_placement", most=60),
    Kind("search, found", OFFICER, step=steps.search_place, most=60),
    Kind("handoffs", OFFICER, "list_handoffs"),
    Kind("handoff", OFFICER, "read_handoff"),
    Kind("notices, none", OFFICER, "list_person_links"),
    Kind("paper, sheet", OFFICER, "/bureau/papier/a/{referral_id}"),
    Kind("paper, consent", OFFICER, "/bureau/papier/b/{consent_id}"),
    Kind("not found", OFFICER, f"/bureau/dossiers/{uuid4()}", 404),
    Kind("form that is not ours", OFFICER, "register_case", 403, steps.forge),
    # The supervisor: pads of codes, all headings.
    Kind("all headings", KEEPER, "/bureau/rubriques", most=60),
    Kind("record of a pad", KEEPER, "read_code_pad"),
    Kind("paper, blank registration", KEEPER, "/bureau/papier/{blank_registration}"),
    Kind("paper, blank consent", KEEPER, "/bureau/papier/{blank_consent}"),
    Kind("paper, blank request", KEEPER, "/bureau/papier/{blank_referral}"),
    # The shelter.
    Kind("list of requests", GUARD, "list_referrals"),
    Kind("record of a request", GUARD, "read_referral"),
    Kind("form of a refusal", GUARD, "reject_referral", most=60),
    Kind("refusal, wrong", GUARD, status=422, step=steps.send_as_it_is, most=60),
    Kind("request answered", GUARD, "read_referral", step=steps.acknowledge),
    Kind("places", GUARD, "/bureau/places"),
    Kind("stays, none", GUARD, "list_stays"),
    Kind("forbidden", GUARD, "search_audit_events", 403),
    Kind("empty list", Role.MAGISTRATE, "list_cases"),
    # Oversight, administration, coordination.
    Kind("log", AUDITOR, "search_audit_events", most=60),
    Kind("log, wrong", AUDITOR, status=422, step=steps.search_wrong_days, most=60),
    Kind("log, several of a name", AUDITOR, "search_audit_events", step=steps.search_name, most=60),
    Kind("start of an administrator", ADMINISTRATOR, "/bureau"),
    Kind("people", ADMINISTRATOR, "list_agents"),
    Kind("form of a person", ADMINISTRATOR, "create_agent", most=60),
    Kind("person, wrong", ADMINISTRATOR, status=422, step=steps.send_as_it_is, most=60),
    Kind("directory", COORDINATOR, "list_organisations"),
    Kind("board", COORDINATOR, "/bureau/tableau/overview"),
    Kind("reply by telephone", COORDINATOR, "record_referral_call", most=60),
    Kind("figures", COORDINATOR, "list_figures"),
    Kind("figure, asked", COORDINATOR, _FIGURE, most=60),
    Kind("figure, wrong", COORDINATOR, f"{_FIGURE}?from.d=1&from.m=1&from.y=2026&ask=1", 422,
         most=60),
    Kind("figure, answer", COORDINATOR, f"{_FIGURE}?{_YEAR}&by=region&by=category&ask=1"),
    Kind("figure, years", COORDINATOR, "/bureau/{years}?from_year=2025&to_year=2026"),
    Kind("figure, verified", COORDINATOR, f"{_FIGURE}?{_YEAR}&by=region&ask=1", step=steps.verify),
    Kind("figure, compare", COORDINATOR, "/bureau/{compare}?from_query={first}&to_query={second}"),
    Kind("report", COORDINATOR, "make_contribution_report"),
    Kind("report, wrong", COORDINATOR, "make_contribution_report?from.d=1&from.m=1&from.y=2026",
         422),
    Kind("report, being counted", COORDINATOR, "make_contribution_report", 202, steps.count_little),
    Kind("report, files", COORDINATOR, step=steps.count_on),
    Kind("request for contributions", COORDINATOR, "read_contribution_request"),
    Kind("who has contributed", COORDINATOR, "list_call_answers"),
    Kind("contribution", COORDINATOR, "create_contribution", most=60),
    Kind("contribution, wrong", COORDINATOR, status=422, step=steps.send_as_it_is, most=60),
    Kind("contribution by sheet", COORDINATOR, "create_contribution_by_sheet"),
    Kind("sheet, wrong", COORDINATOR, status=422, step=steps.send_as_it_is),
)  # fmt: skip
