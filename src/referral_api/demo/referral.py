"""The scenes of the referral: a shelter accepts the person, who later withdraws her consent."""

from referral_api.demo.data import id_of
from referral_api.demo.stage import Stage


def refer(stage: Stage, case: str, consent_id: str) -> str:
    """The shelter reads the sheet and accepts; only then may it read her identity."""
    stage.title(("4. Le référencement", "4. The referral"))
    draft = stage.act(
        "Awa", ("prépare une demande d'hébergement.", "prepares a request for shelter."),
        "POST", "/v1/referrals",
        {"case_id": case, "receiver_id": id_of("centre-bamako"), "service_type": "shelter",
         "priority": "urgent", "needs": ["medical", "psychosocial"], "bed_asked": True,
         "risk_flags": ["trafficker_searching"], "interpreter_needed": True,
         "consent_id": consent_id, "shared_sections": ["identity", "protection"]},
        expect=201,
    )  # fmt: skip
    path = f"/v1/referrals/{draft['id']}"
    stage.move("Awa", ("l'envoie.", "sends it."), path, "send")
    sheet = stage.act(
        "Fanta", ("lit la fiche reçue.", "reads the sheet received."), "GET", path
    )["sheet"]  # fmt: skip
    stage.tell(
        ("La fiche dit {code}, {band}, {sex}, {needs} : pas de nom.",
         "The sheet says {code}, {band}, {sex}, {needs}: no name."),
        code=sheet["case_code"], band=sheet["age_band"], sex=sheet["sex"],
        needs=", ".join(sheet["needs"]),
    )  # fmt: skip
    identity = f"/v1/cases/{case}/identity"
    stage.act(
        "Fanta",
        ("demande l'identité avant d'avoir accepté : rien ne se montre.",
         "asks for the identity before accepting: nothing shows."),
        "GET", identity, expect=404,
    )  # fmt: skip
    stage.move("Fanta", ("accuse réception.", "acknowledges."), path, "acknowledge")
    accepting = ("accepte : une place est retenue.", "accepts: a place is held.")
    stage.move("Fanta", accepting, path, "accept", {})
    opened = stage.act(
        "Fanta", ("lit maintenant l'identité.", "now reads the identity."), "GET", identity
    )
    stage.tell(
        ("Identité ouverte (fictive) : {given_names} {family_name}.",
         "Identity opened (invented): {given_names} {family_name}."),
        **opened["identity"],
    )  # fmt: skip
    stage.move(
        "Fanta",
        ("confirme l'arrivée : la place est occupée.",
         "confirms the arrival: the place is occupied."),
        path, "start",
    )  # fmt: skip
    return path


def withdraw(stage: Stage, case: str, consent_id: str, referral: str) -> None:
    """The person withdraws her consent, and the access that rests on it ends at once."""
    stage.title(("6. Le retrait", "6. The withdrawal"))
    stage.move(
        "Kadi",
        ("note que la personne retire son accord au centre.",
         "records that the person withdraws her agreement to the shelter."),
        f"/v1/consents/{consent_id}", "withdraw",
    )  # fmt: skip
    stage.act(
        "Fanta",
        ("demande encore l'identité : l'accès s'est fermé aussitôt.",
         "asks for the identity again: the access closed at once."),
        "GET", f"/v1/cases/{case}/identity", expect=404,
    )  # fmt: skip
    ended = stage.act(
        "Fanta", ("relit le référencement.", "reads the referral again."), "GET", referral
    )
    stage.tell(
        ("État : {status}, motif : {reason} ; la fiche est fermée, la place libérée.",
         "Status: {status}, reason: {reason}; the sheet is closed, the place is free."),
        status=ended["status"], reason=ended["reason"],
    )  # fmt: skip
