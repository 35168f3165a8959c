"""A person who has a file already: who is told, who is not, and the two who say that it is her."""

from datetime import UTC, datetime, timedelta

from referral_api.demo.data import id_of, organisation
from referral_api.demo.incident_numbers import ask_figure
from referral_api.demo.incident_people import Invented
from referral_api.demo.stage import Answer, Stage
from referral_api.domain.codelists.persons import Likeness
from referral_api.domain.codelists.series import DifferenceReason

# The worker looks some moments after an identity was recorded.
_TOLD_WITHIN = 60


def register_before(stage: Stage, known: Invented) -> str:
    """Register her as another organisation did a month ago; return the id of that file."""
    stage.title(("1. Un mois plus tôt", "1. A month earlier"))
    case = stage.act(
        "Kadi",
        ("enregistre une femme, rencontrée le mois passé.",
         "registers a woman, who was met last month."),
        "POST", "/v1/cases",
        {"sex": "female", "age_band": "18_24", "region": "KAYES", "languages": ["bam"],
         "happened_at": (datetime.now(UTC) - timedelta(days=30)).isoformat()},
        expect=201,
    )  # fmt: skip
    stage.act(
        "Kadi", ("scelle son identité.", "seals her identity."),
        "PUT", f"/v1/cases/{case['id']}/identity", known.written, etag='"0"',
    )  # fmt: skip
    return str(case["id"])


def find_the_same_person(stage: Stage, earlier: str) -> None:
    """Let the holder of the older file hear of it, and two persons link the files."""
    stage.title(("4. Une personne, un dossier", "4. One person, one file"))
    found = _hear_of_it(stage, earlier)
    before = _count(stage)
    link = stage.act(
        "Kadi",
        ("a parlé avec la brigade : c'est la même femme. Kadi propose de rapprocher.",
         "has spoken with the brigade: it is the same woman. Kadi proposes to link."),
        "POST", "/v1/person-links", {"candidate_id": found["id"], "ground": "met_again"},
        expect=201,
    )  # fmt: skip
    path = f"/v1/person-links/{link['id']}"
    stage.move("Coumba", ("confirme, pour la brigade.", "confirms, for the brigade."),
               path, "confirm")  # fmt: skip
    _tell_the_difference(stage, before, _count(stage))
    seen = stage.act(
        "Kadi",
        ("relit le rapprochement : il n'ouvre rien.",
         "reads the link again: it opens nothing."),
        "GET", path,
    )  # fmt: skip
    stage.expect(
        ("L'autre dossier n'y est pas nommé.", "It does not name the other file."),
        {seen["case_id"], seen["other_case_id"]} == {earlier, None},
    )  # fmt: skip


def _hear_of_it(stage: Stage, earlier: str) -> Answer:
    path = f"/v1/duplicate-candidates?case_id={earlier}"
    heard = stage.wait_for(
        "Kadi",
        ("apprend, quelques instants plus tard, que la femme est peut-être connue ailleurs.",
         "hears, some moments later, that the woman may be known elsewhere."),
        path, lambda page: bool(page["items"]), _TOLD_WITHIN,
    )  # fmt: skip
    found = Answer(heard["items"][0], None)
    stage.tell(
        ("Ressemblance : {likeness}. À qui parler : {name}.",
         "Likeness: {likeness}. Whom to speak to: {name}."),
        likeness=stage.label(Likeness(found["likeness"])), name=organisation("brtmteh").short,
    )  # fmt: skip
    stage.expect(
        ("De l'autre dossier, ni le code ni l'identifiant ne sont dits.",
         "Of the other file, neither the code nor the id is told."),
        found["other_organisation_id"] == id_of("brtmteh") and "other_case_id" not in found.body,
    )  # fmt: skip
    for name, words in (
        ("Kadi", ("trouve un avis.", "finds a notice.")),
        ("Rokia", ("(coordination) aussi.", "(coordination) too.")),
    ):
        stage.wait_for(
            name, words, "/v1/notices?limit=100",
            lambda page: found["id"] in {one["subject_id"] for one in page["items"]},
            _TOLD_WITHIN,
        )  # fmt: skip
    none = stage.act(
        "Awa", ("n'en apprend rien.", "hears nothing of it."), "GET", "/v1/duplicate-candidates"
    )
    stage.expect(("Qui a enregistré ne sait pas qui est connu.",
                  "Whoever registered does not know who is known."),
                 found["id"] not in {one["id"] for one in none["items"]})  # fmt: skip
    return found


def _count(stage: Stage) -> Answer:
    counts = (
        "(coordination) compte les personnes enregistrées.",
        "(coordination) counts the persons registered.",
    )
    return ask_figure(stage, counts, "registered")


def _tell_the_difference(stage: Stage, before: Answer, after: Answer) -> None:
    asked = f"from_query={before['id']}&to_query={after['id']}"
    total = stage.act(
        "Rokia", ("(coordination) demande pourquoi le nombre a changé.",
                  "(coordination) asks why the number has changed."),
        "GET", f"/v1/figures/identification.registered/difference?{asked}",
    )["total"]  # fmt: skip
    for one in total["reasons"]:
        stage.tell(("{delta} : {reason}.", "{delta}: {reason}."), delta=one["delta"],
                   reason=stage.label(DifferenceReason(one["reason"])))  # fmt: skip
    stage.expect(
        ("La femme n'est comptée qu'une fois.", "The woman is counted once."),
        [(one["reason"], one["delta"]) for one in total["reasons"]] == [("linked", -1)],
    )  # fmt: skip
