"""The scene of the handoffs: justice takes the inquiry, an NGO takes the person."""

from referral_api.demo.data import ORGANISATIONS, id_of
from referral_api.demo.stage import Stage, Words


def hand_over(stage: Stage, case: str, consents: dict[str, str]) -> None:
    """Justice takes the inquiry, an NGO takes the person; the police loses access to both."""
    stage.title(("5. Les passations", "5. The handoffs"))
    _hand_over(
        stage, case, "investigation", "parquet", "judicial_proceedings", "Demba", consents,
        ("propose l'enquête au parquet.", "offers the inquiry to the prosecutor."),
        ("accepte : l'enquête a changé de main.", "accepts: the inquiry has changed hands."),
    )  # fmt: skip
    _hand_over(
        stage, case, "protection", "enda", "specialised_care", "Issa", consents,
        ("propose à ENDA-Mali de répondre de la personne.",
         "asks ENDA-Mali to answer for the person."),
        ("accepte : ENDA-Mali répond d'elle désormais.",
         "accepts: ENDA-Mali answers for her from now on."),
    )  # fmt: skip
    stage.act(
        "Awa",
        ("voudrait relire l'identité : la police n'y a plus accès.",
         "would read the identity again: the police has no access any longer."),
        "GET", f"/v1/cases/{case}/identity", expect=404,
    )  # fmt: skip
    chains = stage.act(
        "Issa", ("lit qui a répondu du dossier.", "reads who has answered for the case."),
        "GET", f"/v1/cases/{case}/custody",
    )  # fmt: skip
    names = {str(body.id): body.short for body in ORGANISATIONS}
    for kind in ("investigation", "protection"):
        links = [link for link in chains["items"] if link["kind"] == kind]
        holders = " → ".join(names[link["organisation_id"]] for link in links)
        stage.tell((f"{kind} : {{chain}}", f"{kind}: {{chain}}"), chain=holders)


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
