"""The night at the site: forty people by the light of one phone."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from referral_api.demo.data import id_of
from referral_api.demo.incident_people import Invented, forty, in_days, invent_name
from referral_api.demo.stage import Stage
from referral_api.domain.codelists.consents import ConsentStatus

_CHILDREN = {"12_14", "15_17", "unknown"}
_REFUSE = 4  # of the adults


@dataclass(frozen=True, slots=True)
class Site:
    """What the night left: the incident, and the file of the girl of unknown age."""

    incident: str
    girl: str


def register_forty(stage: Stage, known: Invented, tip: str) -> Site:
    """Register them with the codes of a pad, and do for all what one act does."""
    pad = stage.act(
        "Coumba",
        ("tire un carnet de codes, avant le départ.", "draws a pad of codes, before they leave."),
        "POST", "/v1/case-code-pads", {"size": 40}, expect=201,
    )  # fmt: skip
    stage.title(("3. Quarante personnes, un téléphone", "3. Forty people, one phone"))
    stage.act("Awa", ("relit le signalement.", "reads the tip."), "GET", tip)
    incident = _record_incident(stage)
    people = forty()
    cases = _register(stage, people, pad["codes"])
    path = f"/v1/incidents/{incident}"
    stage.move(
        "Awa",
        ("rattache les quarante à l'événement, en un acte.",
         "links all forty to the incident, in one act."),
        path, "cases", {"case_ids": cases},
    )  # fmt: skip
    linked = stage.act("Awa", ("le relit.", "reads it."), "GET", path)
    stage.expect(("Les quarante y sont rattachés.", "All forty hang on it."),
                 linked["cases_linked"] == len(cases))  # fmt: skip
    _read_the_form(stage, people, cases)
    _seal_names(stage, cases, known)
    return Site(incident, cases[-1])


def _record_incident(stage: Stage) -> str:
    incident = stage.act(
        "Awa",
        ("consigne l'événement : ce qui fut trouvé, où, et comment.",
         "records the incident: what was found, where, and how."),
        "POST", "/v1/incidents",
        {"detected_on": in_days(0), "detection_method": "tip",
         "movement_scope": "within_country", "organised_group": "unknown",
         "people_found": {"men": 28, "women": 5, "boys": 5, "girls": 2},
         "suspected_forms": ["TRAVAIL_FORCE_ORPAILLAGE"],
         "place": {"country": "ML", "country_known": "yes", "region": "KAYES",
                   "setting": "gold_site", "locality": "Site fictif"}},
        expect=201,
    )  # fmt: skip
    return str(incident["id"])


def _register(stage: Stage, people: list[dict[str, Any]], codes: list[str]) -> list[str]:
    """Register them in one request, each with its code of the pad; return the ids."""
    now = datetime.now(UTC).isoformat()
    said = {"happened_at": now, "interviewer_sex": "woman"}
    rows = [one | said | {"code": code} for one, code in zip(people, codes, strict=True)]
    registered = stage.act(
        "Awa",
        ("enregistre les quarante en une requête : les codes sont ceux du papier.",
         "registers all forty in one request: the codes are those of the paper."),
        "POST", "/v1/cases/batch", {"mode": "each", "cases": rows},
    )  # fmt: skip
    results = [row["result"] for row in registered["items"]]
    stage.expect(
        ("Quarante dossiers, sous les codes du carnet.", "Forty files, under the pad's codes."),
        [result and result["code"] for result in results] == codes,
    )  # fmt: skip
    return [result["id"] for result in results]


def _read_the_form(stage: Stage, people: list[dict[str, Any]], cases: list[str]) -> None:
    """Read one form to all; of the children the reply of who answers for them is awaited."""
    answers: list[dict[str, Any]] = []
    refused = 0
    for case, one in zip(cases, people, strict=True):
        if one["age_band"] in _CHILDREN:
            answers.append({"case_id": case, "given_by": "guardian", "answer": "awaited"})
        else:
            said = "refused" if refused < _REFUSE else "given"
            refused += said == "refused"
            answers.append({"case_id": case, "given_by": "self", "answer": said})
    kept = stage.act(
        "Awa",
        ("lit un formulaire au groupe ; chaque adulte répond pour soi, quatre refusent.",
         "reads one form to the group; each adult replies alone, four refuse."),
        "POST", "/v1/consents/batch",
        {"mode": "each", "answers": answers,
         "form": {"language": "bam", "method": "oral_with_witness",
                  "purposes": ["care", "referral_sharing"], "recipients": [id_of("enda")]}},
    )  # fmt: skip
    replies = Counter(row["result"]["status"] for row in kept["items"])
    for status, number in replies.items():
        stage.tell(("{status} : {number}.", "{status}: {number}."),
                   status=stage.label(ConsentStatus(status)), number=number)  # fmt: skip
    stage.expect(
        ("Un refus n'ouvre rien, et n'ôte aucune aide.",
         "A refusal opens nothing, and takes no help away."),
        replies == {"refused": _REFUSE, "active": 29, "proposed": 7},
    )  # fmt: skip


def _seal_names(stage: Stage, cases: list[str], known: Invented) -> None:
    """Seal the names of four people: whether one of them is known, the response does not say."""
    rows = [{"case_id": case} | invent_name() for case in cases[:3]]
    rows.append({"case_id": cases[-2]} | known.heard)
    sealed = stage.act(
        "Awa",
        ("scelle l'identité de quatre personnes qui l'ont donnée.",
         "seals the identity of four people who gave it."),
        "POST", "/v1/identities/batch", {"mode": "each", "identities": rows},
    )  # fmt: skip
    told = [row["result"] | {"case_id": None} for row in sealed["items"]]
    stage.expect(
        ("Une des quatre est déjà connue ; les quatre réponses sont les mêmes.",
         "One of the four is known already; the four responses are the same."),
        told == [told[0]] * len(rows),
    )  # fmt: skip
