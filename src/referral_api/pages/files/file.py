"""The file of a case: who the person is, the dangers, who is responsible; then all else."""

from fastapi import Response

from referral_api.domain.codelists.needs import RiskFlag
from referral_api.domain.codelists.victims import AgeBand, is_treated_as_child
from referral_api.pages.acts.records import show_record
from referral_api.pages.acts.running import check_ids, run
from referral_api.pages.addresses import PREFIX, address_of
from referral_api.pages.done import DONE, done_words
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.rendering import code_label
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import act_words, say

OPENING, NEXT = f"{PREFIX}/dossiers/{{case_id}}/ouvrir", f"{PREFIX}/dossiers/{{case_id}}/suite"
# What comes after a registration: the act, and why.
_STEPS = (
    ("record_assessment", "Needs and dangers first: what is needed today."),
    ("record_consent", "Nothing is told to anybody without a consent or a legal ground."),
    ("create_referral", "Ask a shelter, a doctor, a lawyer. It needs the consent."),
    ("record_identity", "The name can wait. It opens nothing that is needed today."),
)


async def show_file(visit: Visit, operation: Operation) -> Response:
    """Show a file with its header."""
    return await show_record(
        visit, operation, "files/file.html",
        told=("sex", "age_band", "age_in_doubt", "risk_flags", "protection_custodian_id",
              "investigation_custodian_id", "code"), most_acts=0,
        header=lambda members: {
            "is_child": is_treated_as_child(
                AgeBand(members["age_band"]), in_doubt=bool(members["age_in_doubt"])
            ),
            "steps": _steps(visit, visit.ids["case_id"]),
            "risks": [code_label(RiskFlag(each), visit.language) for each in members["risk_flags"]],
        },
    )  # fmt: skip


async def show_next(visit: Visit, operation: Operation) -> Response:
    """Show what comes after a registration."""
    await _read_case(visit, operation)
    case_id = visit.ids["case_id"]
    return visit.show(
        "files/next.html", steps=_steps(visit, case_id), file=address_for("read_case", case_id),
        done=done_words(visit.request.query_params.get(DONE), visit.language),
    )  # fmt: skip


async def show_before_identity(visit: Visit, operation: Operation) -> Response:
    """Say that reading the identity is an event, before it is one."""
    visit.check(OPERATIONS["read_identity"])
    await _read_case(visit, operation)
    case_id = visit.ids["case_id"]
    return visit.show(
        "files/before_identity.html", identity=address_for("read_identity", case_id),
        file=address_for("read_case", case_id),
    )  # fmt: skip


async def _read_case(visit: Visit, operation: Operation) -> None:
    """Read the file, so that one out of sight is not found, as everywhere."""
    visit.check(operation)
    values = check_ids(operation, visit.ids)
    async with visit.open(operation) as call:
        await run(call, operation, values)


def _steps(visit: Visit, case_id: str) -> list[dict[str, str]]:
    return [
        {
            "address": address_for(name, case_id), "why": say(why, visit.language),
            "text": act_words(name, visit.language),
        }
        for name, why in _STEPS
        if visit.may(OPERATIONS[name].permission)
    ]  # fmt: skip


def address_for(name: str, case_id: str) -> str:
    """Return the page of an act for one case."""
    operation = OPERATIONS[name]
    address = address_of(operation, {"case_id": case_id})
    return address if "case_id" in operation.parameters else f"{address}?case_id={case_id}"
