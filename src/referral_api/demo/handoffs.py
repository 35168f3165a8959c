"""The scene of the handoffs: justice takes the investigation, an NGO takes the protection."""

from referral_api.demo.data import ORGANISATIONS, id_of
from referral_api.demo.stage import Stage, Words
from referral_api.domain.codelists.handoffs import CustodyKind


def hand_over(stage: Stage, case: str, consents: dict[str, str]) -> None:
    """Each goes to another organisation; the police loses access to both."""
    stage.title(("5. Les passations", "5. The handoffs"))
    _hand_over(
        stage, case, "investigation", "parquet", "judicial_proceedings", "Demba", consents,
        ("transmet l'enquête au parquet, comme la loi le veut : la personne en est informée.",
         "passes the investigation to the prosecutor, as the law demands: the person is told."),
        ("accepte : le parquet est responsable de l'enquête.",
         "accepts: the prosecutor is responsible for the investigation."),
    )  # fmt: skip
    _hand_over(
        stage, case, "protection", "enda", "specialised_care", "Issa", consents,
        ("propose à ENDA-Mali la responsabilité de la protection.",
         "asks ENDA-Mali to be responsible for protection."),
        ("accepte : ENDA-Mali est désormais responsable de la protection.",
         "accepts: ENDA-Mali is responsible for protection from now on."),
    )  # fmt: skip
    stage.act(
        "Awa",
        ("voudrait relire l'identité : la police n'y a plus accès.",
         "would read the identity again: the police has no access any longer."),
        "GET", f"/v1/cases/{case}/identity", expect=404,
    )  # fmt: skip
    chains = stage.act(
        "Issa",
        ("lit qui a été responsable du dossier.", "reads who has been responsible for the case."),
        "GET", f"/v1/cases/{case}/custody",
    )  # fmt: skip
    names = {str(body.id): body.short for body in ORGANISATIONS}
    for kind in CustodyKind:
        links = [link for link in chains["items"] if link["kind"] == kind]
        holders = " → ".join(names[link["organisation_id"]] for link in links)
        stage.tell((f"{kind.fr} : {{chain}}", f"{kind.en}: {{chain}}"), chain=holders)


def _hand_over(
    stage: Stage, case: str, kind: str, to: str, reason: str, receiver: str,
    consents: dict[str, str], offering: Words, accepting: Words,
) -> None:  # fmt: skip
    offer = stage.act(
        "Coumba", offering, "POST", "/v1/handoffs",
        {"case_id": case, "kind": kind, "to_id": id_of(to), "priority": "urgent",
         "reason": reason, "consent_id": consents[to]},
        expect=201,
    )  # fmt: skip
    stage.move(receiver, accepting, f"/v1/handoffs/{offer['id']}", "accept")
