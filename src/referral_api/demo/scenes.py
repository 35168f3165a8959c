"""The scenes of the story, in order. Each is what people say and what the service must answer."""

from typing import Any

from referral_api.demo.data import organisation
from referral_api.demo.stage import Answer, Stage

# Invented, as everything here.
_IDENTITY = {
    "family_name": "Exemple", "given_names": "Personne Fictive", "birth_date": "2004-05-17",
    "birth_place": "Lieu fictif", "phones": ["+223 00 00 00 00"],
}  # fmt: skip
_GROUNDS = {
    "acts": ["RECRUITMENT", "TRANSFER"], "means": ["DECEPTION"],
    "forms": ["SERVITUDE_DOMESTIQUE"], "ground": "TRAITE_2012_023",
}  # fmt: skip


def _id(key: str) -> str:
    return str(organisation(key).id)


def meet(stage: Stage) -> Answer:
    """A police unit meets a person and registers her."""
    stage.title(("1. La rencontre", "1. The meeting"))
    case = stage.act(
        "Awa",
        ("enregistre une personne, sans son nom.", "registers a person, without her name."),
        "POST", "/v1/cases",
        {"sex": "female", "age_band": "18_24", "region": "BAMAKO", "languages": ["bam"],
         "risk_flags": ["trafficker_searching"]},
        expect=201,
    )  # fmt: skip
    stage.tell(
        ("Le dossier porte le code {code} et rien d'autre ne la désigne.",
         "The case bears the code {code}; nothing else points to her."),
        code=case["code"],
    )  # fmt: skip
    stage.act(
        "Awa",
        ("confie son identité au coffre-fort, scellée à part.",
         "puts her identity into the vault, sealed apart."),
        "PUT", f"/v1/cases/{case['id']}/identity", _IDENTITY, etag='"0"',
    )  # fmt: skip
    return case


def identify(stage: Stage, case: str) -> None:
    """The steps of identification, each by who is trusted with it."""
    stage.title(("2. L'identification", "2. Identification"))
    path = f"/v1/cases/{case}/decisions"
    stage.act(
        "Awa", ("commence l'évaluation.", "begins the screening."),
        "POST", path, {"event": "begin_screening", "indicators": ["DECEPTION"]}, expect=201,
    )  # fmt: skip
    stage.act(
        "Awa", ("la présume victime.", "presumes that she is a victim."),
        "POST", path, {"event": "presume"}, expect=201,
    )  # fmt: skip
    stage.act(
        "Awa",
        ("voudrait l'identifier elle-même : ce n'est pas son rôle.",
         "would identify her herself: that is not her role."),
        "POST", path, {"event": "identify", **_GROUNDS}, expect=403,
    )  # fmt: skip
    stage.act(
        "Bakary",
        ("l'identifie : un acte, un moyen, un but.",
         "identifies her: an act, a means, a purpose."),
        "POST", path, {"event": "identify", **_GROUNDS}, expect=201,
    )  # fmt: skip


def consent(stage: Stage, case: str) -> dict[str, str]:
    """What the person agrees to, recipient by recipient."""
    stage.title(("3. Le consentement", "3. Consent"))
    asked: dict[str, tuple[list[str], list[str]]] = {
        "centre-bamako": (["care", "referral_sharing"], ["identity", "protection", "health"]),
        "parquet": (["justice"], ["identity", "exploitation", "protection", "justice"]),
        "enda": (["care"], ["identity", "exploitation", "protection", "health"]),
    }
    found = {}
    for key, (purposes, sections) in asked.items():
        name = organisation(key).short
        answer = stage.act(
            "Awa",
            (f"note son accord, donné en bamanankan, pour : {name}.",
             f"records her agreement, given in Bambara, for: {name}."),
            "POST", "/v1/consents",
            {"case_id": case, "given_by": "self", "method": "oral_with_witness",
             "language": "bam", "interpreter": True, "purposes": purposes,
             "recipients": [_id(key)], "sections": sections},
            expect=201,
        )  # fmt: skip
        found[key] = str(answer["id"])
    return found


def refer(stage: Stage, case: str, consent_id: str) -> str:
    """The shelter sees a sheet, accepts, and only then learns who she is."""
    stage.title(("4. Le référencement", "4. The referral"))
    draft = stage.act(
        "Awa", ("prépare une demande d'hébergement.", "prepares a request for shelter."),
        "POST", "/v1/referrals",
        {"case_id": case, "receiver_id": _id("centre-bamako"), "service_type": "shelter",
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
    stage.move(
        "Fanta", ("accepte : une place est retenue.", "accepts: a place is held."), path, "accept", {}
    )  # fmt: skip
    opened = stage.act(
        "Fanta", ("lit maintenant l'identité.", "now reads the identity."), "GET", identity
    )
    _tell_identity(stage, opened["identity"])
    stage.move(
        "Fanta",
        ("confirme l'arrivée : la place est occupée.",
         "confirms the arrival: the place is occupied."),
        path, "start",
    )  # fmt: skip
    return path


def _tell_identity(stage: Stage, identity: dict[str, Any]) -> None:
    stage.tell(
        ("Identité ouverte (fictive) : {given} {family}.",
         "Identity opened (invented): {given} {family}."),
        given=identity["given_names"], family=identity["family_name"],
    )  # fmt: skip


def hand_over(stage: Stage, case: str, consents: dict[str, str]) -> None:
    """Justice takes the inquiry, an NGO takes the person; the police sees neither any longer."""
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
    names = {_id(key): organisation(key).short for key in ("brtmteh", "parquet", "enda")}
    for kind in ("investigation", "protection"):
        holders = [names[link["organisation_id"]] for link in chains["items"] if link["kind"] == kind]
        stage.tell((f"{kind} : {{chain}}", f"{kind}: {{chain}}"), chain=" → ".join(holders))


def _hand_over(
    stage: Stage, case: str, kind: str, to: str, reason: str, receiver: str,
    consents: dict[str, str], offering: tuple[str, str], accepting: tuple[str, str],
) -> None:  # fmt: skip
    offer = stage.act(
        "Coumba", offering, "POST", "/v1/handoffs",
        {"case_id": case, "kind": kind, "to_id": _id(to), "priority": "urgent",
         "reason": reason, "consent_id": consents[to]},
        expect=201,
    )  # fmt: skip
    stage.move(receiver, accepting, f"/v1/handoffs/{offer['id']}", "accept")


def withdraw(stage: Stage, case: str, consent_id: str, referral: str) -> None:
    """She changes her mind, and what her consent had opened closes at once."""
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
