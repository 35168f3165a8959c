"""The night in Sikasso: a girl of 15 at a police unit at 2 a.m., until she is at a shelter."""

from datetime import UTC, datetime, timedelta

from referral_api.demo.data import id_of
from referral_api.demo.network_directory import BAMAKO, SEGOU, open_address
from referral_api.demo.stage import Answer, Stage
from referral_api.domain.codelists.directory import ExclusionReason, RankingPoint
from referral_api.domain.codelists.notices import NoticeStage
from referral_api.domain.events.clocks.table import ANSWER


def shelter_tonight(stage: Stage) -> tuple[str, str]:
    """Play the night; return the ids of the referral without an answer and of the other."""
    stage.title(("2. La nuit à Sikasso", "2. The night in Sikasso"))
    _search(stage)
    case = stage.act(
        "Awa",
        ("enregistre une fille de 15 ans qui parle bamanankan, sans son nom.",
         "registers a girl of 15 who speaks Bambara, without a name."),
        "POST", "/v1/cases",
        {"sex": "female", "age_band": "15_17", "region": "SIKASSO", "languages": ["bam"],
         "risk_flags": ["unaccompanied_child"]},
        expect=201,
    )  # fmt: skip
    consent = stage.act(
        "Awa",
        ("consigne son accord, pour la fiche : Ségou, ou un centre que la coordination trouve.",
         "records her agreement, for the sheet: Ségou, or one that the coordination finds."),
        "POST", "/v1/consents",
        {"case_id": case["id"], "given_by": "self", "method": "oral_with_witness",
         "language": "bam", "purposes": ["care", "referral_sharing"],
         "recipients": [id_of(SEGOU.organisation)], "coordination_finds": True},
        expect=201,
    )  # fmt: skip
    silent = _ask(stage, case["id"], consent["id"], SEGOU.organisation)
    _tell_the_clock(stage, stage.move(
        "Awa", ("envoie la demande à Ségou.", "sends the request to Ségou."), silent, "send"
    ))  # fmt: skip
    stage.move(
        "Awa",
        ("n'attend pas : personne ne répond, la demande est retirée.",
         "does not wait: nobody answers, the request is taken back."),
        silent, "cancel", {"reason": "better_option_found"},
    )  # fmt: skip
    found = _ask(stage, case["id"], consent["id"], BAMAKO.organisation)
    stage.move_in_vain(
        "Awa",
        ("voudrait l'envoyer à Bamako, que personne n'a trouvé pour la fille.",
         "would send it to Bamako, which nobody has found for the girl."),
        found, "send", expect=409,
    )  # fmt: skip
    stage.move(
        "Rokia",
        ("(coordination) a trouvé Bamako au téléphone, et le désigne.",
         "(coordination) has found Bamako on the telephone, and names it."),
        found, "name-shelter",
    )  # fmt: skip
    stage.move("Awa", ("l'envoie.", "sends it."), found, "send")
    _take_in(stage, case["id"], found)
    return silent.rpartition("/")[2], found.rpartition("/")[2]


def _search(stage: Stage) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    found = stage.act(
        "Awa",
        ("cherche une place pour 2 heures du matin : une fille de 15 ans, seule, bamanankan.",
         "looks for a place at 2 a.m.: a girl of 15, alone, Bambara."),
        "POST", "/v1/placements/search",
        {"service_type": "shelter", "priority": "emergency", "region": "SIKASSO",
         "people": [{"sex": "female", "age_band": "15_17"}], "languages": ["bam"],
         "at": f"{tomorrow}T02:00:00Z"},
    )  # fmt: skip
    for place, one in enumerate(found["candidates"], 1):
        points = ", ".join(
            f"{stage.label(RankingPoint(each['code']))} +{each['points']}" for each in one["points"]
        )
        stage.tell(("{n}. {name} : {score} ({points}).", "{n}. {name}: {score} ({points})."),
                   n=place, name=one["name"], score=one["score"], points=points)  # fmt: skip
    for one in found["excluded"]:
        why = ", ".join(stage.label(ExclusionReason(reason)) for reason in one["reasons"])
        stage.tell(("Écarté : {name} ({why}).", "Excluded: {name} ({why})."),
                   name=one["name"], why=why)  # fmt: skip
    names = [one["name"] for one in found["candidates"]]
    stage.expect(
        ("Ségou, où l'on parle bamanankan, vient avant Bamako.",
         "Ségou, where Bambara is spoken, comes before Bamako."),
        [name for name in names if name in {SEGOU.name, BAMAKO.name}] == [SEGOU.name, BAMAKO.name],
    )  # fmt: skip


def _ask(stage: Stage, case: str, consent: str, receiver: str) -> str:
    draft = stage.act(
        "Awa", ("prépare la demande.", "prepares the request."), "POST", "/v1/referrals",
        {"case_id": case, "receiver_id": id_of(receiver), "service_type": "shelter",
         "priority": "emergency", "bed_asked": True, "unaccompanied": True,
         "needs": ["safety", "housing"], "consent_id": consent},
        expect=201,
    )  # fmt: skip
    return f"/v1/referrals/{draft['id']}"


def _tell_the_clock(stage: Stage, sent: Answer) -> None:
    """Say when the silence would be told, and to whom: the story does not wait for it."""
    begun, limit = (datetime.fromisoformat(sent[name]) for name in ("sent_at", "decide_by"))
    for told, left in ANSWER:
        stage.tell(
            ("Sans réponse à {at:%H:%M} : {stage}.", "Without an answer at {at:%H:%M}: {stage}."),
            at=limit - (limit - begun) * left, stage=stage.label(NoticeStage(told)),
        )  # fmt: skip


def _take_in(stage: Stage, case: str, path: str) -> None:
    location = open_address(stage)
    address = f"{location}/address"
    stage.act(
        "Awa",
        ("demande l'adresse avant l'acceptation : elle reste scellée.",
         "asks for the address before the acceptance: it stays sealed."),
        "GET", address, expect=403,
    )  # fmt: skip
    stage.move("Fanta", ("accepte : un lit de fille est retenu.",
                         "accepts: a girl's bed is held."), path, "accept", {})  # fmt: skip
    stage.act(
        "Fanta",
        ("n'a que la fiche : l'identité reste fermée, car le centre n'était pas nommé.",
         "has the sheet alone: the identity stays closed, for the shelter was not named."),
        "GET", f"/v1/cases/{case}/identity", expect=403,
    )  # fmt: skip
    stage.act(
        "Awa", ("ouvre l'adresse pour la route.", "opens the address for the road."), "GET", address
    )
    stage.act(
        "Fanta", ("constate l'arrivée.", "records the arrival."), "POST", "/v1/stays",
        {"case_id": case, "referral_id": path.rpartition("/")[2], "unit": "bed_girls",
         "arrival": {"happened_at": datetime.now(UTC).isoformat(),
                     "arrival_state": ["tired_or_hungry"], "rules_explained_in": "bam",
                     "free_to_leave_told": "yes"}},
        expect=201,
    )  # fmt: skip
    stage.act(
        "Awa",
        ("redemande l'adresse : l'arrivée l'a refermée.",
         "asks for the address again: the arrival has closed it."),
        "GET", address, expect=403,
    )  # fmt: skip
