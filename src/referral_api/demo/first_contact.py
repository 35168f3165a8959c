"""The first scenes: a person is registered, recognised as a victim, and consents."""

from referral_api.demo.data import id_of, organisation
from referral_api.demo.stage import Answer, Stage

# Invented, like everything here.
_IDENTITY = {
    "family_name": "Exemple", "given_names": "Personne Fictive", "birth_date": "2004-05-17",
    "birth_place": "Lieu fictif", "phones": ["+223 00 00 00 00"],
}  # fmt: skip
_GROUNDS = {
    "acts": ["RECRUITMENT", "TRANSFER"], "means": ["DECEPTION"],
    "forms": ["SERVITUDE_DOMESTIQUE"], "ground": "TRAITE_2012_023",
}  # fmt: skip


def meet(stage: Stage) -> Answer:
    """A police unit meets a person and opens a case."""
    stage.title(("1. La rencontre", "1. The meeting"))
    case = stage.act(
        "Awa",
        ("enregistre une personne, sans son nom.", "registers a person, without a name."),
        "POST", "/v1/cases",
        {"sex": "female", "age_band": "18_24", "region": "BAMAKO", "languages": ["bam"],
         "risk_flags": ["trafficker_searching"]},
        expect=201,
    )  # fmt: skip
    stage.tell(
        ("Dossier {code} : aucune donnée personnelle ; ne dites jamais ce code avec un nom.",
         "Case {code}: no personal data; never say this code together with a name."),
        code=case["code"],
    )  # fmt: skip
    stage.act(
        "Awa",
        ("confie l'identité de la personne au coffre-fort, scellée à part.",
         "puts the person's identity into the vault, sealed apart."),
        "PUT", f"/v1/cases/{case['id']}/identity", _IDENTITY, etag='"0"',
    )  # fmt: skip
    return case


def identify(stage: Stage, case: str) -> None:
    """The steps of identification, each by an agent whose role allows it."""
    stage.title(("2. L'identification", "2. Identification"))
    path = f"/v1/cases/{case}/decisions"
    stage.act(
        "Awa", ("commence l'évaluation.", "begins the screening."),
        "POST", path, {"event": "begin_screening", "indicators": ["DECEPTION"]}, expect=201,
    )  # fmt: skip
    stage.act(
        "Awa",
        ("présume que la personne est une victime.", "presumes that the person is a victim."),
        "POST", path, {"event": "presume"}, expect=201,
    )  # fmt: skip
    stage.act(
        "Awa",
        ("voudrait reconnaître la qualité de victime : ce n'est pas son rôle.",
         "would recognise the person as a victim: that is not Awa's role."),
        "POST", path, {"event": "identify", **_GROUNDS}, expect=403,
    )  # fmt: skip
    stage.act(
        "Bakary",
        ("reconnaît la personne victime : un acte, un moyen, une finalité d'exploitation.",
         "recognises the person as a victim: an act, a means, a purpose of exploitation."),
        "POST", path, {"event": "identify", **_GROUNDS}, expect=201,
    )  # fmt: skip


def consent(stage: Stage, case: str) -> dict[str, str]:
    """The consents of the person, recipient by recipient."""
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
            (f"consigne le consentement de la personne, donné en bamanankan, pour : {name}.",
             f"records the person's consent, given in Bambara, for: {name}."),
            "POST", "/v1/consents",
            {"case_id": case, "given_by": "self", "method": "oral_with_witness",
             "language": "bam", "interpreter": True, "purposes": purposes,
             "recipients": [id_of(key)], "sections": sections},
            expect=201,
        )  # fmt: skip
        found[key] = str(answer["id"])
    return found
