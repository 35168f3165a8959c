"""The scenes of the referral: a shelter accepts the person, who later withdraws the consent."""

from referral_api.demo.data import id_of
from referral_api.demo.stage import Stage
from referral_api.domain.codelists.needs import Need
from referral_api.domain.codelists.referrals import CancelReason, ReferralStatus
from referral_api.domain.codelists.victims import AgeBand, Sex


def refer(stage: Stage, case: str, consent_id: str) -> str:
    """The shelter reads the sheet and accepts; only then may it read the identity."""
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
        code=sheet["case_code"], band=stage.label(AgeBand(sheet["age_band"])),
        sex=stage.label(Sex(sheet["sex"])),
        needs=", ".join(stage.label(Need(need)) for need in sheet["needs"]),
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
    """The person withdraws the consent, and the access that rests on it ends at once."""
    stage.title(("6. Le retrait", "6. The withdrawal"))
    stage.move(
        "Kadi",
        ("consigne que la personne retire son consentement pour le centre.",
         "records that the person withdraws the consent for the shelter."),
        f"/v1/consents/{consent_id}", "withdraw",
    )  # fmt: skip
    stage.act(
        "Fanta",
        ("redemande l'identité : l'accès a pris fin ici ; ce qui a été lu ou copié le reste.",
         "asks for the identity again: access here has ended; what was read or copied stays so."),
        "GET", f"/v1/cases/{case}/identity", expect=404,
    )  # fmt: skip
    ended = stage.act(
        "Fanta", ("relit le référencement.", "reads the referral again."), "GET", referral
    )
    stage.tell(
        ("État : {status}, motif : {reason} ; la fiche est fermée, la place libérée.",
         "Status: {status}, reason: {reason}; the sheet is closed, the place is free."),
        status=stage.label(ReferralStatus(ended["status"])),
        reason=stage.label(CancelReason(ended["reason"])),
    )  # fmt: skip
